import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { LotMethod } from '../ledger/lot-book.kernel.js';
import type { SplitEvent } from '../ledger/split-factor.kernel.js';
import type { ExpiredOption } from './option-expiry.kernel.js';

/** A portfolio that events are booked for. */
export interface EventPortfolio {
  readonly id: string;
  readonly userId: string;
  readonly lotMethod: LotMethod;
}

/** An option as it is read; which of its sessions is the last one, the calendar says. */
export type OpenExpired = Omit<ExpiredOption, 'lastSession'> & {
  readonly portfolioId: string;
  readonly userId: string;
};

/** `[to, portfolioId | null]`: active portfolios. */
const ACTIVE = `portfolio.is_active AND portfolio.deleted_at IS NULL AND ($2::uuid IS NULL OR portfolio.id = $2::uuid)`;

/** Finds what has happened to instruments and is not in the ledgers yet. */
@Injectable()
export class BatchEventRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Portfolios with an open lot of before a split of its dataset up to `to`, and no such split in the ledger, as `readSplits` looks for it. */
  listWithSplits(to: string, portfolioId: string | null): Promise<EventPortfolio[]> {
    return this.query<EventPortfolio>(
      `SELECT DISTINCT portfolio.id, portfolio.user_id AS "userId", portfolio.lot_method AS "lotMethod"
         FROM market_data_cache price
         JOIN positions lot ON lot.instrument_id = price.instrument_id AND lot.quantity <> 0
                           AND lot.entry_date < price.price_date
         JOIN portfolios portfolio ON portfolio.id = lot.portfolio_id AND portfolio.price_dataset = price.dataset
        WHERE price.split_factor <> 1 AND price.price_date <= $1::date AND ${ACTIVE}
          AND NOT EXISTS (SELECT FROM transactions line
                           WHERE line.portfolio_id = portfolio.id AND line.instrument_id = price.instrument_id
                             AND line.kind = 'split' AND abs(line.trade_date - price.price_date) <= 7
                             AND abs(line.ratio / price.split_factor - 1) < 0.001)
        ORDER BY portfolio.id`,
      [to, portfolioId],
    );
  }

  /** Makes this the only unit of work that may write the ledger. False: the portfolio is gone. */
  async lock(portfolioId: string): Promise<boolean> {
    const rows = await this.query('SELECT 1 FROM portfolios WHERE id = $1 AND deleted_at IS NULL FOR UPDATE', [
      portfolioId,
    ]);
    return rows.length > 0;
  }

  /** All splits that the portfolio's dataset knows of what it has ever held. */
  listSplits(portfolioId: string): Promise<(SplitEvent & { readonly symbol: string })[]> {
    return this.query(
      `SELECT price.instrument_id AS "instrumentId", price.price_date::text AS date, price.split_factor AS ratio,
              instrument.symbol
         FROM portfolios portfolio
         JOIN market_data_cache price ON price.dataset = portfolio.price_dataset AND price.split_factor <> 1
         JOIN instruments instrument ON instrument.id = price.instrument_id
        WHERE portfolio.id = $1
          AND price.instrument_id IN (SELECT instrument_id FROM positions WHERE portfolio_id = portfolio.id)
        ORDER BY price.price_date, instrument.symbol`,
      [portfolioId],
    );
  }

  /** Options with open lots whose last day is `to` or earlier, by portfolio and symbol; or one of a portfolio. */
  listExpired(to: string, portfolioId: string | null, instrumentId: string | null = null): Promise<OpenExpired[]> {
    return this.query<OpenExpired>(EXPIRED, [to, portfolioId, instrumentId]);
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, parameters);
  }
}

const EXPIRED = `
  WITH expired AS (
    SELECT portfolio.id AS portfolio_id, portfolio.user_id, portfolio.price_dataset, lot.instrument_id,
           min(lot.entry_date) AS opened_on,
           coalesce(sum(lot.quantity) FILTER (WHERE lot.quantity > 0 AND lot.entry_date <= option.expiration_date), 0) AS long,
           coalesce(-sum(lot.quantity) FILTER (WHERE lot.quantity < 0 AND lot.entry_date <= option.expiration_date), 0) AS short
      FROM instruments option
      JOIN positions lot ON lot.instrument_id = option.id AND lot.quantity <> 0
      JOIN portfolios portfolio ON portfolio.id = lot.portfolio_id
     WHERE option.investment_class = 'OPTIONS' AND option.expiration_date <= $1::date AND ${ACTIVE}
       AND ($3::uuid IS NULL OR option.id = $3::uuid)
     GROUP BY portfolio.id, lot.instrument_id
  )
  SELECT expired.portfolio_id AS "portfolioId", expired.user_id AS "userId", option.id AS "instrumentId", option.symbol,
         option.option_type AS "optionType", option.strike_price AS "strikePrice",
         option.expiration_date::text AS "expirationDate", option.multiplier, expired.long::text AS "longQuantity",
         expired.short::text AS "shortQuantity", option.underlying_symbol AS "underlyingSymbol",
         CASE WHEN close.price_date IS NOT NULL THEN json_build_object(
           'date', close.price_date, 'price', close.close::text, 'basis', close.basis,
           'laterSplits', ARRAY(SELECT later.split_factor::text FROM market_data_cache later
                                 WHERE later.instrument_id = underlying.id AND later.dataset = expired.price_dataset
                                   AND later.split_factor <> 1 AND later.price_date > close.price_date)) END AS close,
         EXISTS (SELECT FROM market_data_cache split
                  WHERE split.instrument_id = underlying.id AND split.dataset = expired.price_dataset
                    AND split.split_factor <> 1 AND split.price_date > expired.opened_on
                    AND split.price_date <= option.expiration_date) AS "isAdjusted",
         EXISTS (SELECT FROM transactions line JOIN transactions reversal ON reversal.reverses_id = line.id
                  WHERE line.portfolio_id = expired.portfolio_id AND line.instrument_id = option.id
                    AND (line.source = 'batch' OR line.kind IN ('expiry', 'exercise', 'assignment'))) AS "isDeclined"
    FROM expired
    JOIN instruments option ON option.id = expired.instrument_id
    LEFT JOIN instruments underlying
      ON underlying.symbol = option.underlying_symbol AND underlying.owner_user_id IS NULL
    LEFT JOIN LATERAL (
      SELECT price_date, close, basis FROM market_data_cache
       WHERE instrument_id = underlying.id AND dataset = expired.price_dataset AND price_date <= option.expiration_date
       ORDER BY price_date DESC LIMIT 1
    ) close ON true
   ORDER BY expired.portfolio_id, option.symbol`;
