import { AppError } from '../../shared/errors/app-error.js';

export class InsightNotFound extends AppError {
  constructor() {
    super('missing', 'insight.not_found', 'There is no such insight.');
  }
}
