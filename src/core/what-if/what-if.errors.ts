import { AppError } from '../../shared/errors/app-error.js';

export class NothingToCompareWith extends AppError {
  constructor(id: string) {
    super(
      'conflict',
      'what_if.not_computed_yet',
      `Portfolio ${id} has no session yet that trades could be added to: wait for the next batch run.`,
    );
  }
}

/** Also when it belongs to another user. */
export class ModelingSessionNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'modeling_session.not_found', `There is no modelling session ${id} of this portfolio.`);
  }
}

export class TooManySessions extends AppError {
  constructor(limit: number) {
    super(
      'refused',
      'modeling_session.limit_reached',
      `A portfolio keeps ${limit} modelling sessions: delete one first.`,
    );
  }
}

export class PricesOfTwoKinds extends AppError {
  constructor() {
    super(
      'refused',
      'what_if.mixed_price_basis',
      'Prices of the portfolio and of the trades are adjusted in different ways and cannot be added up: trade other symbols.',
    );
  }
}
