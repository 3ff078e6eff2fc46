import { AppError } from '../errors/app-error.js';
import { InvalidInput } from '../errors/invalid-input.error.js';

const FIELD = 'Idempotency-Key';

export class IdempotencyKeyMalformed extends InvalidInput {
  constructor() {
    const message = `${FIELD} must be 1 to 255 visible ASCII characters without spaces, such as a UUID.`;
    super([{ field: FIELD, code: 'is_idempotency_key', message }]);
  }
}

/** The key stands for another request. */
export class IdempotencyKeyReused extends AppError {
  constructor(key: string, usedFor: string) {
    const message = `${FIELD} "${key}" was used within the last 24 hours for another request (${usedFor}): send the same request again, or use a new key.`;
    super('invalid', 'idempotency.key_reused', message, {
      errors: [{ field: FIELD, code: 'key_reused', message }],
      details: { used_for: usedFor },
    });
  }
}

export class RequestInProgress extends AppError {
  constructor(retryAfterSeconds: number) {
    super('conflict', 'idempotency.in_progress', 'The same request is being carried out: ask again in a moment.', {
      headers: { 'retry-after': String(retryAfterSeconds) },
    });
  }
}

/** It was done; what was answered is not known, since the program ended in between or the answer was too long to keep. */
export class AnswerLost extends AppError {
  constructor() {
    super(
      'conflict',
      'idempotency.answer_lost',
      'This request has been carried out, but its answer was not kept: read what is there; use a new key to do it again.',
    );
  }
}

/** A stream is not recorded: what it said is in the conversation. */
export class StreamNotRepeated extends AppError {
  constructor() {
    super(
      'conflict',
      'idempotency.already_streamed',
      'This message has been posted, and its answer was streamed then: read the messages of the conversation; use a new key to post it again.',
    );
  }
}

/** Another caller took the key over, since this request has taken longer than its lease. Nothing of it is kept. */
export class LeaseLost extends AppError {
  constructor() {
    super(
      'conflict',
      'idempotency.lease_lost',
      'The same request was sent again while this one took too long, and is carried out by that one: ask again in a moment.',
      { headers: { 'retry-after': '5' } },
    );
  }
}
