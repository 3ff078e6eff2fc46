import { AppError } from '../../shared/errors/app-error.js';

export class AlertNotFound extends AppError {
  constructor() {
    super('missing', 'alert.not_found', 'There is no such alert.');
  }
}

export class AlertResolved extends AppError {
  constructor() {
    super(
      'conflict',
      'alert.resolved',
      'This alert is resolved already: only one that is open can be acknowledged. A breach that begins anew raises another one.',
    );
  }
}
