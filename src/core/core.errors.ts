import { AppError } from '../shared/errors/app-error.js';

/** The core database does not answer, so nothing can be served. */
export class CoreDatabaseDown extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'core.unavailable', 'The core database does not answer. Try again in a moment.', {
      headers: { 'retry-after': '10' },
      cause,
    });
  }
}
