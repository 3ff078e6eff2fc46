import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../../core.transactions.js';
import { FACTOR_FUNDS } from '../factor-funds.kernel.js';
import type { HeldClose } from './daily-history.kernel.js';
import type { WantedPrices } from './price-fetch.kernel.js';
import type { ProviderName } from './provider-failure.kernel.js';

export interface FetchState extends WantedPrices {
  readonly fetchedAt: string | null;
  readonly failedAt: string | null;
  readonly failure: string | null;
  readonly failureDetail: string | null;
}

export interface FetchOutcome {
  readonly instrumentId: string;
  /** Null after a failure. */
  readonly coveredFrom: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** Calendar days before the first trade that the longest window of returns looks back on: 254 sessions at least. */
const LOOK_BACK_DAYS = 380;

@Injectable()
export class PriceFetchRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * What the active portfolios of a dataset need up to a session: what they hold until then, what they held until they sold
   * it, what the options of both are written on, and as long as any of them the market and the funds that stand for factors,
   * what a portfolio is compared with, and the index that stands for a private asset. By symbol.
   */
  listWanted(dataset: ProviderName, portfolioId: string | null, to: string): Promise<FetchState[]> {
    return this.query<FetchState>(
      `WITH traded AS (
         SELECT line.instrument_id, line.portfolio_id, min(line.trade_date) AS first, max(line.trade_date) AS last
           FROM transactions line
           JOIN portfolios portfolio ON portfolio.id = line.portfolio_id
          WHERE portfolio.price_dataset = $1 AND portfolio.is_active AND portfolio.deleted_at IS NULL
            AND ($2::uuid IS NULL OR portfolio.id = $2::uuid) AND line.instrument_id IS NOT NULL AND line.trade_date <= $3::date
          GROUP BY line.instrument_id, line.portfolio_id
       ), needed AS (
         SELECT traded.instrument_id, min(traded.first) AS first,
                max(CASE WHEN EXISTS (SELECT FROM positions lot WHERE lot.portfolio_id = traded.portfolio_id
                                         AND lot.instrument_id = traded.instrument_id AND lot.quantity <> 0)
                         THEN $3::date ELSE traded.last END) AS last
           FROM traded
           JOIN instruments instrument ON instrument.id = traded.instrument_id AND instrument.owner_user_id IS NULL
          GROUP BY traded.instrument_id
         UNION ALL
         SELECT instrument.id, min(traded.first), $3::date
           FROM traded
           JOIN portfolios portfolio ON portfolio.id = traded.portfolio_id
           LEFT JOIN instrument_risk_proxies proxy ON proxy.instrument_id = traded.instrument_id
           JOIN instruments instrument ON instrument.owner_user_id IS NULL
            AND (instrument.symbol = ANY ($4::text[]) OR instrument.symbol IN (portfolio.benchmark_symbol, proxy.index_symbol))
          GROUP BY instrument.id
       ), wanted AS (
         SELECT instrument_id, first, last FROM needed
         UNION ALL
         SELECT underlying.id, needed.first, needed.last
           FROM needed
           JOIN instruments option ON option.id = needed.instrument_id AND option.investment_class = 'OPTIONS'
           JOIN instruments underlying ON underlying.symbol = option.underlying_symbol AND underlying.owner_user_id IS NULL
       )
       SELECT ${STATE}, greatest(min(needed.first) - ${LOOK_BACK_DAYS}, '2000-01-03')::text AS "neededFrom",
              least(max(needed.last), $3::date)::text AS "neededTo"
         FROM wanted needed JOIN instruments instrument ON instrument.id = needed.instrument_id ${JOINED}
        GROUP BY instrument.id, price.last, asked.covered_from, asked.fetched_at, asked.failed_at, asked.failure, asked.failure_detail
        ORDER BY instrument.symbol`,
      [dataset, portfolioId, to, FACTOR_FUNDS],
    );
  }

  /** What the active portfolios of a dataset are compared with. */
  async listBenchmarks(dataset: ProviderName, portfolioId: string | null): Promise<string[]> {
    const rows = await this.query<{ symbol: string }>(
      `SELECT DISTINCT benchmark_symbol AS symbol FROM portfolios
        WHERE price_dataset = $1 AND is_active AND deleted_at IS NULL AND ($2::uuid IS NULL OR id = $2::uuid) ORDER BY 1`,
      [dataset, portfolioId],
    );
    return rows.map(({ symbol }) => symbol);
  }

  /** Of these instruments, from a day on. By symbol. */
  listNamed(dataset: ProviderName, ids: readonly string[], from: string, to: string): Promise<FetchState[]> {
    return this.query<FetchState>(
      `SELECT ${STATE}, $3::date::text AS "neededFrom", $4::date::text AS "neededTo"
         FROM instruments instrument ${JOINED}
        WHERE instrument.id = ANY ($2::uuid[]) ORDER BY instrument.symbol`,
      [dataset, ids, from, to],
    );
  }

  /** Stored closes from a day on, by instrument, ascending. */
  async listHeld(
    dataset: ProviderName,
    spans: readonly { readonly instrumentId: string; readonly from: string }[],
  ): Promise<Map<string, HeldClose[]>> {
    const rows = await this.query<HeldClose & { id: string }>(
      `SELECT price.instrument_id AS id, price.price_date::text AS date, price.close::text AS close,
              price.split_factor::text AS "splitFactor"
         FROM unnest($2::uuid[], $3::date[]) AS given (id, since)
         JOIN market_data_cache price ON price.instrument_id = given.id AND price.dataset = $1 AND price.price_date >= given.since
        ORDER BY price.instrument_id, price.price_date`,
      [dataset, spans.map(({ instrumentId }) => instrumentId), spans.map(({ from }) => from)],
    );
    const held = new Map<string, HeldClose[]>(spans.map(({ instrumentId }) => [instrumentId, []]));
    for (const { id, ...close } of rows) held.get(id)?.push(close);
    return held;
  }

  /** What was covered stays so after a failure. */
  async save(dataset: ProviderName, outcomes: readonly FetchOutcome[], now: Date): Promise<void> {
    if (outcomes.length === 0) return;
    await this.query(
      `INSERT INTO price_fetches AS held (instrument_id, dataset, covered_from, fetched_at, failed_at, failure, failure_detail)
       SELECT id, $1, covered_from, CASE WHEN failure IS NULL THEN $2::timestamptz END,
              CASE WHEN failure IS NOT NULL THEN $2::timestamptz END, failure, detail
         FROM unnest($3::uuid[], $4::date[], $5::text[], $6::text[]) AS given (id, covered_from, failure, detail)
       ON CONFLICT (instrument_id, dataset) DO UPDATE SET
         covered_from = least(held.covered_from, excluded.covered_from),
         fetched_at = coalesce(excluded.fetched_at, held.fetched_at),
         failed_at = excluded.failed_at, failure = excluded.failure, failure_detail = excluded.failure_detail`,
      [
        dataset,
        now.toISOString(),
        outcomes.map(({ instrumentId }) => instrumentId),
        outcomes.map(({ coveredFrom }) => coveredFrom),
        outcomes.map(({ failure }) => failure?.code ?? null),
        outcomes.map(({ failure }) => failure?.message ?? null),
      ],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

const STATE = `instrument.id AS "instrumentId", instrument.symbol, asked.covered_from::text AS "coveredFrom",
  price.last::text AS "lastSession", asked.fetched_at::text AS "fetchedAt", asked.failed_at::text AS "failedAt",
  asked.failure, asked.failure_detail AS "failureDetail"`;

const JOINED = `LEFT JOIN price_fetches asked ON asked.instrument_id = instrument.id AND asked.dataset = $1
  LEFT JOIN LATERAL (SELECT max(price_date) AS last FROM market_data_cache
                      WHERE instrument_id = instrument.id AND dataset = $1) price ON true`;
