import { AppError } from '../../shared/errors/app-error.js';

/** Also when other datasets than the user's have some. */
export class FundamentalsMissing extends AppError {
  constructor(symbol: string, what: string) {
    super('missing', 'fundamentals.not_found', `There are no ${what} of ${symbol}.`);
  }
}
