import { AppError } from '../../shared/errors/app-error.js';

/** Also for a portfolio that was deleted, and for one of another user. */
export class PortfolioNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'portfolio.not_found', `There is no portfolio ${id}.`);
  }
}

export class AccountNameTaken extends AppError {
  constructor(accountName: string) {
    super(
      'conflict',
      'portfolio.account_name_taken',
      `You already have an account named "${accountName}": choose another name.`,
    );
  }
}

export class PortfolioLimitReached extends AppError {
  constructor(tier: string, limit: number) {
    const message = `The ${tier} plan allows ${limit} active portfolios: delete or deactivate one, or change the plan.`;
    super('forbidden', 'portfolio.limit_reached', message, {
      details: { tier, limit },
      extensions: { error: 'portfolio_limit_reached', message, limit },
    });
  }
}

export class LastActivePortfolio extends AppError {
  constructor() {
    super(
      'refused',
      'portfolio.last_active',
      'This is your last active portfolio: create another one before deleting it.',
    );
  }
}

/** While a booking in the old one was being prepared. */
export class CurrencyJustChanged extends AppError {
  constructor(currency: string) {
    super(
      'conflict',
      'portfolio.currency_changed',
      `The currency of the portfolio has just been changed to ${currency}: send the transactions again.`,
    );
  }
}

export class CurrencyFixed extends AppError {
  constructor(currency: string) {
    super(
      'conflict',
      'portfolio.currency_fixed',
      `The ledger of this portfolio is kept in ${currency}, which can no longer be changed.`,
    );
  }
}
