import { Inject, Injectable } from '@nestjs/common';
import { type ModelMessage, stepCountIs, streamText, type TextStreamPart, type ToolSet, wrapLanguageModel } from 'ai';
import type { StoredMessage } from '../../contracts/conversation-store.js';
import { MemoryService } from '../memories/memory.service.js';
import { type AnalystModel, LANGUAGE_MODEL, type LanguageModel } from '../models/language-model.js';
import { RetrievalService } from '../retrieval/retrieval.service.js';
import type { ChatPayload } from './chat.events.js';
import { EmptyAnswer, ModelFailed } from './chat.errors.js';
import { withoutCitations } from './citation.kernel.js';
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

/** With what the user wants to be remembered. */
interface RecalledTurn extends Turn {
  readonly memories: readonly string[];
}

/** Rounds of tool calls and text; the last one has to be text. */
const MAX_STEPS = 5;
/** Of one call of the model that failed before its first word, in a way that may pass. */
const MAX_RETRIES = 2;
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
    private readonly memories: MemoryService,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  readonly maxRetries = MAX_RETRIES;

  get model(): string {
    return this.analyst.name;
  }

  /** @throws ModelFailed, EmptyAnswer, or the reason of the signal. */
  async *answer(turn: Turn, transcript: Transcript, signal: AbortSignal): AsyncGenerator<ChatPayload, void> {
    const { userId, portfolioId } = turn.caller;
    const [{ passages, available }, memories] = await Promise.all([
      this.retrieval.recall(userId, searchText(turn), signal),
      this.memories.recall(userId, portfolioId),
    ]);
    transcript.passages = passages;
    if (!available) yield transcript.note({ type: 'info', data: { info_type: 'without_recall' } });
    for await (const part of this.parts({ ...turn, memories }, transcript, signal)) {
      for (const payload of this.record(part, transcript)) yield payload;
    }
    if (transcript.text.trim() === '') throw new EmptyAnswer('the model gave no text');
  }

  private async *parts(
    turn: RecalledTurn,
    transcript: Transcript,
    signal: AbortSignal,
  ): AsyncGenerator<TextStreamPart<ToolSet>, void> {
    try {
      // The SDK waits for a tool even when nobody waits for the answer any more.
      yield* untilAborted(this.stream(turn, transcript, signal), signal);
    } catch (error) {
      throw signal.aborted ? error : new ModelFailed(error);
    }
  }

  private stream(
    turn: RecalledTurn,
    transcript: Transcript,
    signal: AbortSignal,
  ): AsyncIterable<TextStreamPart<ToolSet>> {
    const { caller, today, memories } = turn;
    const result = streamText({
      model: counted(this.analyst.model, transcript),
      maxRetries: MAX_RETRIES,
      system: buildSystemPrompt({
        context: { portfolioId: caller.portfolioId, today },
        passages: transcript.passages.map(({ title, content }, index) => ({ index: index + 1, title, content })),
        memories,
      }),
      messages: messagesOf(turn),
      tools: this.tools.forModel(caller),
      stopWhen: stepCountIs(MAX_STEPS),
      prepareStep: ({ stepNumber }) => {
        transcript.stepBegun();
        return stepNumber >= MAX_STEPS - 1 ? { toolChoice: 'none' } : {};
      },
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
        throw new ModelFailed(part.error);
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
  // Their numbers are of passages that the model is not shown this time.
  ...history.map(({ role, content }) => ({
    role,
    content: role === 'assistant' ? withoutCitations(content) : content,
  })),
  { role: 'user', content: question },
];

function searchText({ history, question }: Turn): string {
  const before = history.findLast(({ role }) => role === 'user')?.content;
  const follows = question.length <= FOLLOW_UP_CHARACTERS && FOLLOW_UP.test(question);
  return before !== undefined && follows ? `${before} ${question}` : question;
}

const argumentsOf = (input: unknown): Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};

const counted = (model: LanguageModel, transcript: Transcript): LanguageModel =>
  wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v3',
      wrapStream: ({ doStream }) => {
        transcript.modelCalled();
        return doStream();
      },
    },
  });

/** Yields what the source does, and rejects with the signal's reason even while the source is silent. */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError'));
    };
  });
  aborted.catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: it would wait for what is silent.
    iterator.return?.().catch(() => undefined);
  }
}
