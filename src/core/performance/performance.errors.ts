import { AppError } from '../../shared/errors/app-error.js';

/** Also when the position belongs to another user. */
export class PositionNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'position.not_found', `There is no position ${id}.`);
  }
}
