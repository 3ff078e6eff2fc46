import { type PromptContext, type PromptPassage, readSystemPrompt } from '../../chat/prompt.kernel.js';

/** A message of the AI SDK's prompt, as far as it is read here. */
export interface PromptMessage {
  readonly role: string;
  readonly content: string | readonly PromptPart[];
}

interface PromptPart {
  readonly type: string;
  readonly text?: string;
  readonly toolName?: string;
  readonly output?: { readonly type: string; readonly value?: unknown };
}

/** One tool result of the turn under way. */
export interface ToolOutcome {
  readonly toolName: string;
  readonly asOf: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
  /** Rows were left out. */
  readonly isTruncated: boolean;
}

/** How the answer begins that asks for a portfolio. */
export const CHOICE_QUESTION = 'Which portfolio do you mean';

export interface Conversation {
  readonly question: string;
  /** Newest first. */
  readonly earlierQuestions: readonly string[];
  readonly isFirstAnswer: boolean;
  /** The answer before asked which portfolio is meant. */
  readonly isChoice: boolean;
  readonly outcomes: readonly ToolOutcome[];
  readonly context: PromptContext;
  readonly passages: readonly PromptPassage[];
  /** What the user has asked to be remembered. */
  readonly memories: readonly string[];
}

/** What the prompt says: the last question, what was asked before, and what the tools gave since. */
export function readConversation(prompt: readonly PromptMessage[]): Conversation {
  const system = prompt.filter(({ role }) => role === 'system').map(textOf);
  const lastQuestion = prompt.map(({ role }) => role).lastIndexOf('user');
  const [question = '', ...earlierQuestions] = prompt
    .filter(({ role }) => role === 'user')
    .map(textOf)
    .reverse();
  const answers = prompt.slice(0, Math.max(0, lastQuestion)).filter(({ role }) => role === 'assistant');
  const lastAnswer = answers.at(-1);
  const { context, passages, memories } = readSystemPrompt(system.join('\n'));
  return {
    question,
    earlierQuestions,
    isFirstAnswer: lastAnswer === undefined,
    isChoice: lastAnswer !== undefined && textOf(lastAnswer).includes(CHOICE_QUESTION),
    outcomes: prompt
      .slice(lastQuestion + 1)
      .filter(({ role }) => role === 'tool')
      .flatMap(({ content }) => (typeof content === 'string' ? [] : content.flatMap(outcomeOf))),
    context,
    passages,
    memories,
  };
}

const textOf = ({ content }: PromptMessage): string =>
  typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('\n');

function outcomeOf({ type, toolName = '', output }: PromptPart): ToolOutcome[] {
  if (type !== 'tool-result') return [];
  const { meta, data, error } = asRecord(output?.value);
  const asOf = asRecord(meta)['as_of'];
  const message = asRecord(error)['message'];
  const broken = typeof data === 'object' && data !== null ? null : 'no data came back';
  return [
    {
      toolName,
      asOf: typeof asOf === 'string' ? asOf : null,
      data: broken === null ? asRecord(data) : null,
      error: typeof message === 'string' ? message : broken,
      isTruncated: asRecord(meta)['truncated'] === true,
    },
  ];
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
