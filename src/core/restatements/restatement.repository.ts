import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import { Restatement } from './restatement.entity.js';

export interface RestatedStep {
  readonly portfolioId: string;
  readonly session: string;
  readonly runId: string;
  readonly firstCorrection: string;
}

/** A snapshot before it is written again: its figures as JSON text, and when they were computed. */
export interface HeldSnapshot {
  readonly figures: string;
  readonly computedAt: string;
}

const MAX_CAUSES = 20;
/** Members of a snapshot's row that are no figures. */
const NO_FIGURES = ['portfolio_id', 'snapshot_date', 'reasons', 'run_id', 'created_at', 'updated_at'];

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class RestatementRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async find(portfolioId: string, session: string): Promise<HeldSnapshot | null> {
    const [row] = await this.tx.manager.query<HeldSnapshot[]>(
      `SELECT to_jsonb(snapshot)::text AS figures, updated_at::text AS "computedAt" FROM portfolio_snapshots snapshot
        WHERE portfolio_id = $1 AND snapshot_date = $2`,
      [portfolioId, session],
    );
    return row ?? null;
  }

  /**
   * Compares the snapshot with what it was, and writes down what moved, with the corrections that reach the session: of
   * what the portfolio has held, and of the market and the factor funds, which are in every beta and exposure. Nothing moved, nothing is written.
   */
  async record({ portfolioId, session, runId, firstCorrection }: RestatedStep, held: HeldSnapshot): Promise<void> {
    await this.tx.manager.query(
      `WITH moved AS (
         SELECT jsonb_agg(jsonb_build_object('figure', figure, 'from', was.value, 'to', is_now.value) ORDER BY figure) AS figures
           FROM jsonb_each_text($4::jsonb) AS was (figure, value)
           FULL JOIN (SELECT figure, value
                        FROM portfolio_snapshots snapshot, jsonb_each_text(to_jsonb(snapshot)) AS each (figure, value)
                       WHERE portfolio_id = $1 AND snapshot_date = $2::date) AS is_now USING (figure)
          WHERE was.value IS DISTINCT FROM is_now.value AND figure <> ALL ($6::text[])
       ), cause AS (
         SELECT correction.*, instrument.symbol, count(*) OVER () AS total
           FROM price_corrections correction
           JOIN portfolios portfolio ON portfolio.id = $1 AND portfolio.price_dataset = correction.dataset
           JOIN instruments instrument ON instrument.id = correction.instrument_id
          WHERE correction.id >= $5::bigint
            AND (correction.price_date <= $2::date
                 OR (correction.basis <> 'raw' AND correction.old_split_factor <> correction.new_split_factor))
            AND (instrument.symbol = ANY ($8::text[]) AND instrument.owner_user_id IS NULL
                 OR EXISTS (SELECT FROM positions lot WHERE lot.portfolio_id = $1 AND lot.instrument_id = instrument.id))
          ORDER BY correction.price_date DESC, correction.id DESC
          LIMIT ${MAX_CAUSES}
       ), causes AS (
         SELECT coalesce(max(total), 0)::int AS total, coalesce(jsonb_agg(jsonb_build_object(
                  'symbol', symbol, 'date', price_date, 'dataset', dataset,
                  'old_close', trim_scale(old_close)::text, 'new_close', trim_scale(new_close)::text,
                  'old_split_factor', trim_scale(old_split_factor)::text, 'new_split_factor', trim_scale(new_split_factor)::text,
                  'old_dividend', trim_scale(old_dividend)::text, 'new_dividend', trim_scale(new_dividend)::text)
                ORDER BY price_date DESC, id DESC), '[]') AS list
           FROM cause
       )
       INSERT INTO portfolio_restatements (portfolio_id, snapshot_date, run_id, figures, causes, causes_total, has_new_lines)
       SELECT $1, $2::date, $3, moved.figures, causes.list, causes.total,
              EXISTS (SELECT FROM transactions line
                       WHERE line.portfolio_id = $1 AND line.trade_date <= $2::date AND line.created_at > $7::timestamptz)
         FROM moved, causes
        WHERE moved.figures IS NOT NULL AND causes.total > 0`,
      [portfolioId, session, runId, held.figures, firstCorrection, NO_FIGURES, held.computedAt, FACTOR_FUNDS],
    );
  }

  async settle(portfolioId: string): Promise<void> {
    await this.tx.manager.query('DELETE FROM pending_restatements WHERE portfolio_id = $1', [portfolioId]);
  }

  /** Newest first, older than the given one. */
  list(portfolioId: string, limit: number, before: string | null): Promise<Restatement[]> {
    return this.restatements.find({
      where: { portfolioId, ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Of one run, newest first, with how many there are. */
  async listOfRun(runId: string, limit: number): Promise<{ items: Restatement[]; total: number }> {
    const [items, total] = await this.restatements.findAndCount({
      where: { runId },
      order: { id: 'DESC' },
      take: limit,
    });
    return { items, total };
  }

  private get restatements() {
    return this.tx.manager.getRepository(Restatement);
  }
}
