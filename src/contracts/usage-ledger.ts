/** What an answer of a language model took. Token counts are null where the model does not say. */
export interface AnswerUsage {
  readonly model: string;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly firstTokenMs: number | null;
  readonly latencyMs: number;
  readonly toolCalls: readonly { readonly name: string; readonly durationMs: number | null }[];
  /** A failed answer is not charged. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Core's account of what users ask of language models. Each call is a transaction of its own. */
export interface UsageLedger {
  /**
   * Takes one message of the user's monthly allowance, before any work is done; answers the id of the entry. Refuses
   * when the plan has none left (429 `ai_limit_reached`). An entry that nobody finishes is not charged.
   */
  reserve(userId: string, kind: 'chat' | 'insight', model: string): Promise<string>;
  finish(userId: string, entryId: string, usage: AnswerUsage): Promise<void>;
}

export const USAGE_LEDGER = Symbol('UsageLedger');
