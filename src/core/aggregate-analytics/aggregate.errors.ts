import { AppError } from '../../shared/errors/app-error.js';

/** Nothing is converted yet, so values of two currencies have no sum. */
export class MixedCurrencies extends AppError {
  constructor(currencies: readonly string[]) {
    super(
      'conflict',
      'analytics.mixed_currencies',
      `The portfolios are kept in ${currencies.join(' and ')}, and nothing is converted: name those of one currency in portfolio_ids.`,
      { details: { currencies } },
    );
  }
}
