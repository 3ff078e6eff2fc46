import { AppError } from '../../shared/errors/app-error.js';

/** The code and the sentence are those of a failed answer of the chat. */
export class InsightFailed extends AppError {
  constructor(code: string, message: string, cause: unknown) {
    super('unavailable', code, message, { cause, headers: { 'retry-after': '30' } });
  }
}
