/** Feedback as it travels through core's outbox; wire names, since it is stored as JSON. */
export interface FeedbackPayload {
  readonly conversation_id: string;
  readonly rating: 'up' | 'down';
  readonly edited_text: string | null;
  readonly comment: string | null;
}

/** @throws TypeError when a stored event has another shape: it cannot be applied, now or later. */
export function readFeedbackPayload(payload: Readonly<Record<string, unknown>>): FeedbackPayload {
  const { conversation_id, rating, edited_text = null, comment = null } = payload;
  if (typeof conversation_id !== 'string' || (rating !== 'up' && rating !== 'down')) {
    throw new TypeError('a feedback event needs conversation_id and rating');
  }
  return { conversation_id, rating, edited_text: textOrNull(edited_text), comment: textOrNull(comment) };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
