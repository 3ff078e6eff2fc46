/** A fact of core that the AI side has to follow. Delivered at least once, in order of `id`. */
export interface CoreEvent {
  /** Orders events; a core database that was restored may give one again. */
  readonly id: string;
  /** A uuid that no other event ever has. */
  readonly eventId: string;
  readonly type:
    | 'user.erased'
    | 'portfolio.deleted'
    | 'conversation.deleted'
    | 'message.deleted'
    | 'feedback.given'
    | 'feedback.withdrawn';
  /** The aggregate the event is about: a user, portfolio, conversation or message id. */
  readonly aggregateId: string;
  readonly userId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

/** Core's outbox, pulled and acknowledged by the AI side. */
export interface CoreEvents {
  /** Undelivered events whose next attempt is due, oldest first. */
  pull(limit: number): Promise<readonly CoreEvent[]>;
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Counts the attempt and postpones the event with exponential back-off. */
  postpone(id: string, error: string): Promise<void>;
  /** Puts an effect that the AI database could not take now into the outbox, as this user. */
  publish(userId: string, event: Pick<CoreEvent, 'type' | 'aggregateId' | 'payload'>): Promise<void>;
}

export const CORE_EVENTS = Symbol('CoreEvents');
