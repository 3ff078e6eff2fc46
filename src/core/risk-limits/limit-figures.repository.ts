import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { LimitKind } from './limit-definition.kernel.js';
import type {
  FactorFigure,
  LimitFigure,
  OptionExpiry,
  PortfolioFigures,
  PriceAge,
  TargetFigure,
} from './limit-evaluation.kernel.js';
import type { LimitFigures } from './limit-figures.js';

interface MeasureRow extends LimitFigure {
  readonly measure: string;
}

/** More than anybody holds. */
const MAX_ROWS = 20_000;

/** Reads snapshots and the tables of risk results. */
@Injectable()
export class LimitFiguresRepository implements LimitFigures {
  constructor(private readonly tx: CoreTransactions) {}

  async find(portfolioId: string, kinds: ReadonlySet<LimitKind>): Promise<PortfolioFigures | null> {
    const [newest] = await this.query<{ asOf: string }>(
      'SELECT snapshot_date::text AS "asOf" FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY snapshot_date DESC LIMIT 1',
      [portfolioId],
    );
    if (!newest) return null;
    const at = [portfolioId, newest.asOf] as const;
    const some = <T>(wanted: readonly LimitKind[], read: () => Promise<T[]>): Promise<T[]> =>
      wanted.some((kind) => kinds.has(kind)) ? read() : Promise.resolve([]);
    const figures = await some(['beta', 'concentration'], () => this.query<MeasureRow>(SNAPSHOT, at));
    const largest = await some(['concentration'], () => this.query<MeasureRow>(LARGEST, at));
    const risk = await some(['value_at_risk', 'drawdown'], () => this.query<MeasureRow>(MEASURES, at));
    return {
      asOf: newest.asOf,
      measures: new Map([...figures, ...largest, ...risk].map(({ measure, ...figure }) => [measure, figure])),
      factors: await some(['factor_tilt'], () => this.query<FactorFigure>(FACTORS, at)),
      expiries: await some(['expiry'], () => this.query<OptionExpiry>(EXPIRIES, at)),
      prices: await some(['stale_price'], () => this.query<PriceAge>(PRICES, at)),
      targets: await some(['target_hit'], () => this.query<TargetFigure>(TARGETS, at)),
    };
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

const SNAPSHOT = `
  SELECT figure.measure, figure.value,
         CASE WHEN figure.value IS NULL THEN coalesce(snapshot.reasons->>figure.column_name, 'not-computed-yet') END AS reason
    FROM portfolio_snapshots snapshot
    CROSS JOIN LATERAL (VALUES ('beta_90d', 'beta_calculated_90d', snapshot.beta_calculated_90d),
                               ('beta_252d', 'beta_calculated_252d', snapshot.beta_calculated_252d),
                               ('top_3', 'top_3_concentration', snapshot.top_3_concentration),
                               ('hhi', 'hhi', snapshot.hhi)) AS figure (measure, column_name, value)
   WHERE snapshot.portfolio_id = $1 AND snapshot.snapshot_date = $2::date`;

/** As the other measures of concentration: by instrument, netted, of the sum of the sizes. Cash is no holding. */
const LARGEST = `
  SELECT 'largest_position' AS measure, (max(size) / nullif(sum(size), 0))::float8 AS value,
         CASE WHEN coalesce(sum(size), 0) = 0 THEN 'no-positions' END AS reason
    FROM (SELECT abs(sum(market_value)) AS size FROM snapshot_positions
           WHERE portfolio_id = $1 AND snapshot_date = $2::date GROUP BY instrument_id) AS holding`;

/** Over the longest window, where there are several. */
const MEASURES = `
  SELECT DISTINCT ON (measure) measure, value, reason FROM portfolio_risk_measures
   WHERE portfolio_id = $1 AND as_of_date = $2::date AND measure IN ('historical_var_95', 'current_drawdown')
   ORDER BY measure, window_sessions DESC NULLS LAST`;

const FACTORS = `
  SELECT model, factor, exposure AS value, reason FROM factor_exposures
   WHERE portfolio_id = $1 AND as_of_date = $2::date ORDER BY model, factor LIMIT 1000`;

const HELD = `
    FROM snapshot_positions held JOIN instruments instrument ON instrument.id = held.instrument_id
   WHERE held.portfolio_id = $1 AND held.snapshot_date = $2::date AND held.quantity <> 0`;

const EXPIRIES = `
  SELECT DISTINCT instrument.symbol, instrument.expiration_date::text AS "expiresOn",
         instrument.expiration_date - $2::date AS days ${HELD} AND instrument.expiration_date IS NOT NULL
   ORDER BY instrument.symbol LIMIT ${String(MAX_ROWS)}`;

/** The oldest of a symbol. One lot without a price makes it unknown. */
const PRICES = `
  SELECT instrument.symbol,
         CASE WHEN bool_or(held.age_sessions IS NULL) THEN NULL ELSE max(held.age_sessions) END AS sessions ${HELD}
   GROUP BY instrument.symbol ORDER BY instrument.symbol LIMIT ${String(MAX_ROWS)}`;

/** Of what is held on that side. A price that the valuation does not trust is none. */
const TARGETS = `
  SELECT DISTINCT target.symbol, target.position_type AS side, level.which, level.target::text AS target,
         CASE WHEN quote.status <> 'unpriced' THEN quote.price::text END AS price
    FROM portfolio_target_prices target
    CROSS JOIN LATERAL (VALUES ('eoy', target.target_price_eoy), ('next_year', target.target_price_next_year),
                               ('downside', target.downside_target_price)) AS level (which, target)
    CROSS JOIN LATERAL (
      SELECT held.price, held.status
        FROM snapshot_positions held
        JOIN instruments instrument ON instrument.id = held.instrument_id
        JOIN positions lot ON lot.id = held.position_id
       WHERE held.portfolio_id = $1 AND held.snapshot_date = $2::date AND held.quantity <> 0
         AND instrument.symbol = target.symbol AND lot.position_type = target.position_type
       ORDER BY held.price_date DESC NULLS LAST, held.position_id LIMIT 1) AS quote
   WHERE target.portfolio_id = $1 AND level.target IS NOT NULL
   ORDER BY target.symbol, side, level.which LIMIT ${String(MAX_ROWS)}`;
