import { AppError } from '../shared/errors/app-error.js';

/** The AI database does not answer. Whoever can do without it goes on; the rest tells the client to try again. */
export class AiDatabaseDown extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'ai.unavailable', 'The database of the analyst does not answer. Try again in a moment.', {
      headers: { 'retry-after': '30' },
      cause,
    });
  }
}

/** Raised by the triggers that look at the tombstones: what is written about has been deleted. */
const TARGET_IS_GONE = 'SG001';

export const isTargetGone = (error: unknown): boolean =>
  error instanceof Error && (error as { driverError?: { code?: unknown } }).driverError?.code === TARGET_IS_GONE;
