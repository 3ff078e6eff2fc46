export interface ConversationView {
  readonly id: string;
  readonly userId: string;
  readonly title: string | null;
  readonly mode: string;
  readonly portfolioId: string | null;
}

export interface StoredMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** Position in the conversation, from 1; orders messages of the same instant. */
  readonly sequence: number;
}

export interface TurnStart {
  readonly userMessageId: string;
  readonly assistantMessageId: string;
}

/** What a finished (or failed) answer leaves behind. JSON values are stored as they are. */
export interface TurnResult {
  readonly content: string;
  readonly toolCalls: readonly unknown[];
  readonly citations: readonly unknown[];
  readonly figures: readonly unknown[];
  readonly model: string;
  readonly firstTokenMs: number | null;
  readonly latencyMs: number;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface AnswerView {
  readonly id: string;
  readonly conversationId: string;
  /** The instant of this look by core's clock, ISO 8601 with microseconds: it can be compared with that of core's events. */
  readonly seenAt: string;
}

/** Core's chat transcripts. Nothing here is open while a model is awaited: each call is a transaction of its own. */
export interface ConversationStore {
  /** Null when it does not exist or is not this user's. */
  find(userId: string, conversationId: string): Promise<ConversationView | null>;
  /** The newest finished messages, oldest first; unfinished and failed turns are left out. */
  history(userId: string, conversationId: string, limit: number): Promise<readonly StoredMessage[]>;
  /**
   * Stores the user's text and a pending answer in one transaction. Refuses a conversation that is not this user's, and
   * one whose previous answer is still being written.
   */
  beginTurn(userId: string, conversationId: string, text: string): Promise<TurnStart>;
  finishTurn(userId: string, assistantMessageId: string, result: TurnResult): Promise<void>;
  /** Null when the message does not exist or is another user's. Refuses the user's own questions as invalid. */
  findAnswer(userId: string, messageId: string): Promise<AnswerView | null>;
}

export const CONVERSATION_STORE = Symbol('ConversationStore');
