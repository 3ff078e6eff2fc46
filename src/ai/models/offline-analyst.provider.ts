import { randomUUID } from 'node:crypto';
import {
  type AnalystModel,
  type LanguageModel,
  type ModelCall,
  type ModelReply,
  type ModelStream,
  type ModelStreamPart,
} from './language-model.js';
import { composeAnswer } from './offline/answer.kernel.js';
import { readConversation } from './offline/conversation.kernel.js';
import { intentOf } from './offline/intent.kernel.js';
import { nextCalls, type Plan } from './offline/plan.kernel.js';

export const OFFLINE_ANALYST = 'offline-analyst';
const WORDS_A_DELTA = 4;

type Step = { readonly calls: Plan; readonly text: null } | { readonly calls: null; readonly text: string };

/** Nothing was metered, which is not the same as zero tokens. */
const USAGE: ModelReply['usage'] = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/**
 * Answers without a language model, by rules, through the same interface and tools as one: questions are read by
 * keywords, figures come from tools, explanations are quoted from passages. Used where no key is configured.
 */
export class OfflineAnalyst implements LanguageModel {
  readonly specificationVersion = 'v3';
  readonly provider = 'sigmasight';
  readonly modelId = OFFLINE_ANALYST;
  readonly supportedUrls = {};

  doGenerate(options: ModelCall): Promise<ModelReply> {
    return attempt(() => {
      options.abortSignal?.throwIfAborted();
      const { calls, text } = nextStep(options);
      const content: ModelReply['content'] = calls ? calls.map(toolCall) : [{ type: 'text', text }];
      return { content, finishReason: finishReason(calls), usage: USAGE, warnings: [] };
    });
  }

  doStream(options: ModelCall): Promise<ModelStream> {
    return attempt(() => {
      options.abortSignal?.throwIfAborted();
      const parts = streamParts(nextStep(options));
      const stream = new ReadableStream<ModelStreamPart>({
        pull(controller) {
          if (options.abortSignal?.aborted) {
            controller.error(options.abortSignal.reason);
            return;
          }
          const { value, done } = parts.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
      return { stream };
    });
  }
}

export const offlineAnalyst = (): AnalystModel => ({ name: OFFLINE_ANALYST, model: new OfflineAnalyst() });

/** What is thrown becomes a rejection, as callers of a model expect. */
const attempt = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

function nextStep({ prompt, tools = [], toolChoice }: ModelCall): Step {
  const conversation = readConversation(prompt);
  const intent = intentOf(conversation);
  const available = toolChoice?.type === 'none' ? [] : tools.map(({ name }) => name);
  const calls = nextCalls(intent, conversation, available);
  return calls.length > 0 ? { calls, text: null } : { calls: null, text: composeAnswer(intent, conversation) };
}

function* streamParts({ calls, text }: Step): Generator<ModelStreamPart, void> {
  yield { type: 'stream-start', warnings: [] };
  if (calls) {
    for (const call of calls.map(toolCall)) {
      yield { type: 'tool-input-start', id: call.toolCallId, toolName: call.toolName };
      yield { type: 'tool-input-delta', id: call.toolCallId, delta: call.input };
      yield { type: 'tool-input-end', id: call.toolCallId };
      yield call;
    }
  } else {
    const id = 'answer';
    yield { type: 'text-start', id };
    for (const delta of deltasOf(text)) yield { type: 'text-delta', id, delta };
    yield { type: 'text-end', id };
  }
  yield { type: 'finish', finishReason: finishReason(calls), usage: USAGE };
}

const toolCall = ({ toolName, args }: Plan[number]) =>
  ({ type: 'tool-call', toolCallId: `call_${randomUUID()}`, toolName, input: JSON.stringify(args) }) as const;

const finishReason = (calls: Plan | null): ModelReply['finishReason'] => ({
  unified: calls ? 'tool-calls' : 'stop',
  raw: undefined,
});

/** A few words each, with the white space that follows them: joined, they are the text. */
const deltasOf = (text: string): readonly string[] =>
  text.match(new RegExp(String.raw`\s*(?:\S+\s*){1,${WORDS_A_DELTA}}`, 'g')) ?? [];
