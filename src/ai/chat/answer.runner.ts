import { Inject, Injectable } from '@nestjs/common';
import { type ModelMessage, stepCountIs, streamText, type TextStreamPart, type ToolSet } from 'ai';
import type { StoredMessage } from '../../contracts/conversation-store.js';
import type { Passage } from '../documents/passage.js';
import { type AnalystModel, LANGUAGE_MODEL } from '../models/language-model.js';
import { RetrievalService } from '../retrieval/retrieval.service.js';
import type { ChatPayload } from './chat.events.js';
import { EmptyAnswer } from './chat.errors.js';
import { buildSystemPrompt } from './prompt.kernel.js';
import { failedResult, NEW_RESULT_ID, type NewResultId, type ToolCaller, type ToolResult } from './tools/tool.js';
import { ToolRegistry } from './tools/tool.registry.js';
import type { Transcript } from './transcript.js';

export interface Turn {
  readonly caller: ToolCaller;
  readonly question: string;
  /** Oldest first. */
  readonly history: readonly StoredMessage[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Rounds of tool calls and text; the last one has to be text. */
const MAX_STEPS = 5;
/** A short question that points at the one before is searched for together with it. */
const FOLLOW_UP = /\b(?:that|this|it|they|them|those|these|why|more)\b/i;
const FOLLOW_UP_CHARACTERS = 60;

/** Lets the model answer: recalls passages, streams text and tool calls into the transcript, and tells of each. */
@Injectable()
export class AnswerRunner {
  constructor(
    @Inject(LANGUAGE_MODEL) private readonly analyst: AnalystModel,
    private readonly tools: ToolRegistry,
    private readonly retrieval: RetrievalService,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  get model(): string {
    return this.analyst.name;
  }

  /** @returns the passages that the model was shown, in the order of their numbers from 1. */
  async *answer(
    turn: Turn,
    transcript: Transcript,
    signal: AbortSignal,
  ): AsyncGenerator<ChatPayload, readonly Passage[]> {
    const { passages, available } = await this.retrieval.recall(turn.caller.userId, searchText(turn), signal);
    if (!available) yield transcript.note({ type: 'info', data: { info_type: 'without_recall' } });
    for await (const part of this.stream(turn, passages, signal)) {
      for (const payload of this.record(part, transcript)) yield payload;
    }
    if (transcript.text.trim() === '') throw new EmptyAnswer('the model gave no text');
    return passages;
  }

  private stream(
    turn: Turn,
    passages: readonly Passage[],
    signal: AbortSignal,
  ): AsyncIterable<TextStreamPart<ToolSet>> {
    const { caller, today } = turn;
    const result = streamText({
      model: this.analyst.model,
      system: buildSystemPrompt({
        context: { portfolioId: caller.portfolioId, today },
        passages: passages.map(({ title, content }, index) => ({ index: index + 1, title, content })),
        memories: [],
      }),
      messages: messagesOf(turn),
      tools: this.tools.forModel(caller),
      stopWhen: stepCountIs(MAX_STEPS),
      prepareStep: ({ stepNumber }) => (stepNumber >= MAX_STEPS - 1 ? { toolChoice: 'none' } : {}),
      abortSignal: signal,
      // Errors come out of the stream; the default would print them.
      onError: () => undefined,
    });
    return result.fullStream;
  }

  private *record(part: TextStreamPart<ToolSet>, transcript: Transcript): Generator<ChatPayload> {
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the SDK tells of much that nobody asked for
    switch (part.type) {
      case 'text-start': {
        const separator = transcript.startPart();
        if (separator !== '') yield transcript.token(separator);
        return;
      }
      case 'text-delta':
        if (part.text !== '') yield transcript.token(part.text);
        return;
      case 'tool-call':
        yield transcript.toolCalled({
          tool_call_id: part.toolCallId,
          tool_name: part.toolName,
          tool_args: argumentsOf(part.input),
        });
        return;
      case 'tool-result':
      case 'tool-error': {
        const result = part.type === 'tool-result' ? (part.output as ToolResult) : this.refused(part.toolName);
        const answered = transcript.toolAnswered(part.toolCallId, result);
        if (answered) yield answered;
        return;
      }
      case 'finish': {
        const { inputTokens, outputTokens } = part.totalUsage;
        transcript.usage = { input_tokens: inputTokens ?? null, output_tokens: outputTokens ?? null };
        return;
      }
      case 'error':
        throw part.error instanceof Error ? part.error : new Error(String(part.error));
      case 'abort':
        throw new DOMException('aborted', 'AbortError');
      default:
    }
  }

  /** A call that the SDK could not even make, such as of a tool that does not exist. */
  private refused(toolName: string): ToolResult {
    return failedResult(this.newResultId(), { type: 'validation_error', message: `${toolName} cannot be called so.` });
  }
}

const messagesOf = ({ history, question }: Turn): ModelMessage[] => [
  ...history.map(({ role, content }) => ({ role, content })),
  { role: 'user', content: question },
];

function searchText({ history, question }: Turn): string {
  const before = history.findLast(({ role }) => role === 'user')?.content;
  const follows = question.length <= FOLLOW_UP_CHARACTERS && FOLLOW_UP.test(question);
  return before !== undefined && follows ? `${before} ${question}` : question;
}

const argumentsOf = (input: unknown): Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
