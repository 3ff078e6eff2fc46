import { AppError } from '../../shared/errors/app-error.js';

export class AnswerNotFound extends AppError {
  constructor(cause?: unknown) {
    super('missing', 'message.not_found', 'There is no such message.', { cause });
  }
}
