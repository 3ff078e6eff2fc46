import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { BENCHMARK_SYMBOL } from '../market-data/benchmark.kernel.js';
import type { DueSymbol, SymbolAnswer } from './reference-answer.js';

/** Ages after which a symbol is asked for again, in hours. */
const FRESH_HOURS = 7 * 24;
const RETRY_HOURS = 20;

@Injectable()
export class ReferenceFetchRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * Listed symbols that active portfolios of real datasets hold, and the benchmark as long as there are such, whose data are
   * missing or old: those that were never answered first, then the oldest.
   */
  listDue(portfolioId: string | null, now: Date, limit: number): Promise<DueSymbol[]> {
    return this.tx.manager.query<DueSymbol[]>(
      `WITH held AS (
         SELECT DISTINCT position.instrument_id AS id
           FROM positions position JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
          WHERE portfolio.price_dataset <> 'simulated' AND portfolio.is_active AND portfolio.deleted_at IS NULL
            AND ($1::uuid IS NULL OR portfolio.id = $1::uuid) AND position.quantity <> 0
       )
       SELECT ${SYMBOL}
         FROM instruments instrument LEFT JOIN reference_fetches asked ON asked.instrument_id = instrument.id
        WHERE instrument.owner_user_id IS NULL AND instrument.investment_class = 'PUBLIC' AND EXISTS (SELECT FROM held)
          AND (instrument.id IN (SELECT id FROM held) OR instrument.symbol = '${BENCHMARK_SYMBOL}')
          AND (asked.fetched_at IS NULL OR asked.fetched_at < $2::timestamptz - interval '${FRESH_HOURS} hours')
          AND (asked.failed_at IS NULL OR asked.failed_at < $2::timestamptz - interval '${RETRY_HOURS} hours')
        ORDER BY asked.fetched_at NULLS FIRST, asked.failed_at NULLS FIRST, instrument.symbol
        LIMIT $3`,
      [portfolioId, now.toISOString(), limit],
    );
  }

  /** By symbol. */
  listNamed(ids: readonly string[]): Promise<DueSymbol[]> {
    return this.tx.manager.query<DueSymbol[]>(
      `SELECT ${SYMBOL} FROM instruments instrument WHERE instrument.id = ANY ($1::uuid[]) ORDER BY instrument.symbol`,
      [ids],
    );
  }

  /** What was answered before a failure stays so. */
  async save({ instrumentId }: DueSymbol, { failures: [failure] }: SymbolAnswer, now: Date): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO reference_fetches AS held (instrument_id, fetched_at, failed_at, failure, failure_detail)
       SELECT $1, CASE WHEN $3::text IS NULL THEN $2::timestamptz END, CASE WHEN $3::text IS NOT NULL THEN $2::timestamptz END, $3, $4
       ON CONFLICT (instrument_id) DO UPDATE SET
         fetched_at = coalesce(excluded.fetched_at, held.fetched_at),
         failed_at = excluded.failed_at, failure = excluded.failure, failure_detail = excluded.failure_detail`,
      [instrumentId, now.toISOString(), failure?.code ?? null, failure?.message ?? null],
    );
  }
}

const SYMBOL = `instrument.id AS "instrumentId", instrument.symbol, instrument.symbol = '${BENCHMARK_SYMBOL}' AS "isBenchmark"`;
