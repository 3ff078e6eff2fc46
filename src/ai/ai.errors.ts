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
