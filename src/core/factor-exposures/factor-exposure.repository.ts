import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { FactorExposuresView, PositionExposures, PositionExposuresView } from './factor-exposure-view.js';

const IS_STALE = 'coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale"';

/** Newest snapshot of a portfolio, as `snapshot`. */
const NEWEST = `
  LEFT JOIN LATERAL (
    SELECT snapshot_date, net_asset_value, beta_calculated_90d, reasons FROM portfolio_snapshots
     WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
  ) snapshot ON true`;

const FIGURES = `
  coalesce((
    SELECT json_agg(json_build_object('model', figure.model, 'factor', figure.factor, 'exposure', figure.exposure,
             'dollarExposure', figure.dollar_exposure, 'coverage', figure.coverage, 'window', figure.window_sessions,
             'observations', figure.observations, 'reason', figure.reason, 'method', figure.method,
             'version', figure.version)
             ORDER BY definition.model, definition.position)
      FROM factor_exposures figure
      JOIN factor_definitions definition ON definition.model = figure.model AND definition.name = figure.factor
     WHERE figure.portfolio_id = portfolio.id AND figure.as_of_date = snapshot.snapshot_date), '[]') AS figures`;

/** Reads what the batch found at the newest session, one statement each. */
@Injectable()
export class FactorExposureRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Of the given portfolios as far as they are the user's, in no order of their own. */
  listNewest(userId: string, portfolioIds: readonly string[]): Promise<FactorExposuresView[]> {
    return this.tx.manager.query<FactorExposuresView[]>(
      `SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf", ${IS_STALE},
              snapshot.net_asset_value::float8 AS "netAssetValue", snapshot.beta_calculated_90d AS "marketBeta",
              coalesce(snapshot.reasons, '{}') AS reasons, ${FIGURES}
         FROM portfolios portfolio ${NEWEST}
        WHERE portfolio.id = ANY ($1::uuid[]) AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioIds, userId],
    );
  }

  /** By symbol, then lot. All symbols when none are named. */
  async findPositions(
    userId: string,
    portfolioId: string,
    {
      limit,
      offset,
      symbols,
    }: { readonly limit: number; readonly offset: number; readonly symbols: readonly string[] | null },
  ): Promise<PositionExposuresView | null> {
    const [row] = await this.tx.manager.query<
      (Omit<PositionExposuresView, 'positions'> & { positions: PositionExposures[] })[]
    >(
      `SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf", ${IS_STALE}, held.total, held.positions
         FROM portfolios portfolio ${NEWEST}
        CROSS JOIN LATERAL (
          SELECT coalesce(max(page.total), 0)::int AS total,
                 coalesce(json_agg(json_build_object('positionId', page.position_id, 'symbol', page.symbol,
                   'marketBeta', beta.beta, 'exposures', coalesce(own.exposures, '{}'), 'reason', own.reason)
                   ORDER BY page.symbol COLLATE "C", page.position_id), '[]') AS positions
            FROM (SELECT lot.position_id, lot.instrument_id, instrument.symbol, count(*) OVER () AS total
                    FROM snapshot_positions lot JOIN instruments instrument ON instrument.id = lot.instrument_id
                   WHERE lot.portfolio_id = portfolio.id AND lot.snapshot_date = snapshot.snapshot_date
                     AND ($3::text[] IS NULL OR instrument.symbol = ANY ($3::text[]))
                   ORDER BY instrument.symbol COLLATE "C", lot.position_id LIMIT $4 OFFSET $5) page
            LEFT JOIN symbol_market_betas beta
              ON beta.instrument_id = page.instrument_id AND beta.dataset = portfolio.price_dataset
             AND beta.as_of_date = snapshot.snapshot_date AND beta.window_sessions = 90
            LEFT JOIN LATERAL (
              SELECT json_object_agg(definition.name, symbol.exposures[definition.position])
                       FILTER (WHERE symbol.exposures IS NOT NULL AND definition.name <> 'Market') AS exposures,
                     min(symbol.reason) AS reason
                FROM symbol_factor_exposures symbol JOIN factor_definitions definition ON definition.model = symbol.model
               WHERE symbol.instrument_id = page.instrument_id AND symbol.dataset = portfolio.price_dataset
                 AND symbol.as_of_date = snapshot.snapshot_date AND symbol.model <> 'joint'
            ) own ON true
        ) held
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId, symbols, limit, offset],
    );
    return row ?? null;
  }
}
