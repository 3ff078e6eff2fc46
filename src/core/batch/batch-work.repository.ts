import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { CoreTransactions } from '../core.transactions.js';
import type { OptionTerms } from '../calculations/option-greeks/option-subject.kernel.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import type { LotMethod } from '../ledger/lot-book.kernel.js';
import type { InvestmentClass } from '../market-data/instrument.entity.js';
import { UNREADABLE_LEDGER } from './batch-run.entity.js';
import { type Leases, leasesOf } from './lease.kernel.js';

/** A portfolio as a run finds it. */
export interface PortfolioRecord {
  readonly id: string;
  readonly dataset: string;
  readonly lotMethod: LotMethod;
  readonly staleFrom: string | null;
  /** Of its row; see `SnapshotWriterRepository.lock`. */
  readonly version: string;
  readonly done: ReadonlySet<string>;
  /** Of the prices that were corrected since its sessions were computed; null when none was. */
  readonly firstCorrection: string | null;
}

/** A portfolio as its user asks for it. */
export interface OwnedPortfolio {
  readonly id: string;
  readonly dataset: string;
  readonly lotMethod: LotMethod;
  /** Of its newest snapshot; null before the first. */
  readonly session: string | null;
}

export interface InstrumentRecord {
  readonly id: string;
  readonly symbol: string;
  readonly investmentClass: InvestmentClass;
  /** Of an option; null for everything else. */
  readonly option?: OptionTerms | null;
}

/** Either an index with a beta or a volatility. */
export interface RiskProxyRecord {
  readonly instrumentId: string;
  readonly indexId: string | null;
  readonly beta: number | null;
  readonly annualVolatility: number | null;
}

export interface Due {
  readonly portfolios: number;
  /** Without a snapshot of the session. */
  readonly lacking: number;
  readonly blocked: number;
  readonly stale: number;
  readonly live: {
    readonly status: string;
    readonly completed_steps: number;
    readonly blocked_steps: number;
    readonly total_steps: number;
  } | null;
}

/** Reads what a run works on, everything in one query for all portfolios. */
@Injectable()
export class BatchWorkRepository {
  private readonly leases: Leases;

  constructor(
    private readonly tx: CoreTransactions,
    @Inject(ENV) env: Env,
  ) {
    this.leases = leasesOf(env.BATCH_LEASE_SECONDS);
  }

  /** Datasets of the active portfolios, or of one. */
  async listDatasets(portfolioId: string | null): Promise<string[]> {
    const rows = await this.query<{ dataset: string }>(
      `SELECT DISTINCT price_dataset AS dataset FROM portfolios
        WHERE is_active AND deleted_at IS NULL AND ($1::uuid IS NULL OR id = $1::uuid) ORDER BY 1`,
      [portfolioId],
    );
    return rows.map(({ dataset }) => dataset);
  }

  /** Active portfolios, or those of the given ids among them. */
  async listPortfolios(ids: readonly string[] | null): Promise<PortfolioRecord[]> {
    const rows = await this.query<Omit<PortfolioRecord, 'done'> & { done: string | null }>(
      `SELECT portfolio.id, portfolio.price_dataset AS dataset, portfolio.lot_method AS "lotMethod",
              portfolio.stale_from::text AS "staleFrom", portfolio.xmin::text AS version, snapshots.done,
              pending.first_correction::text AS "firstCorrection"
         FROM portfolios portfolio
         LEFT JOIN (SELECT portfolio_id, string_agg(snapshot_date::text, ',') AS done
                      FROM portfolio_snapshots
                     WHERE $1::uuid[] IS NULL OR portfolio_id = ANY ($1::uuid[])
                     GROUP BY portfolio_id) AS snapshots ON snapshots.portfolio_id = portfolio.id
         LEFT JOIN pending_restatements pending ON pending.portfolio_id = portfolio.id
        WHERE portfolio.is_active AND portfolio.deleted_at IS NULL
          AND ($1::uuid[] IS NULL OR portfolio.id = ANY ($1::uuid[]))
        ORDER BY portfolio.id`,
      [ids],
    );
    return rows.map(({ done, ...row }) => ({ ...row, done: new Set(done === null ? [] : done.split(',')) }));
  }

  /** Whole ledgers up to a day, reversals of any day included. */
  async listLedgers(portfolioIds: readonly string[]): Promise<Map<string, LedgerEntry[]>> {
    const rows = await this.query<Omit<LedgerEntry, 'sequence'> & { portfolioId: string; sequence: string }>(
      `SELECT portfolio_id AS "portfolioId", id, sequence::text AS sequence, kind, trade_date::text AS "tradeDate",
              instrument_id AS "instrumentId", quantity, price, multiplier, amount, fees, ratio, lot_id AS "lotId", leg_id AS "legId",
              crosses_zero AS "crossesZero", reverses_id AS "reversesId"
         FROM transactions WHERE portfolio_id = ANY ($1::uuid[]) ORDER BY portfolio_id, sequence`,
      [portfolioIds],
    );
    const ledgers = new Map<string, LedgerEntry[]>(portfolioIds.map((id) => [id, []]));
    for (const { portfolioId, sequence, ...entry } of rows) {
      ledgers.get(portfolioId)?.push({ ...entry, sequence: Number(sequence) });
    }
    return ledgers;
  }

  /** What their owners chose for the risk of private assets, of the given ones. By instrument. */
  listRiskProxies(instrumentIds: readonly string[]): Promise<RiskProxyRecord[]> {
    return this.query<RiskProxyRecord>(
      `SELECT proxy.instrument_id AS "instrumentId", listed.id AS "indexId", proxy.beta,
              proxy.annual_volatility AS "annualVolatility"
         FROM instrument_risk_proxies proxy
         LEFT JOIN instruments listed ON listed.symbol = proxy.index_symbol AND listed.owner_user_id IS NULL
        WHERE proxy.instrument_id = ANY ($1::uuid[]) ORDER BY proxy.instrument_id`,
      [instrumentIds],
    );
  }

  /** The given instruments, the underlyings of the options among them, and the public ones of some symbols. */
  listInstruments(ids: readonly string[], publicSymbols: readonly string[]): Promise<InstrumentRecord[]> {
    return this.query<InstrumentRecord>(
      `SELECT id, symbol, investment_class AS "investmentClass",
              CASE WHEN investment_class = 'OPTIONS' THEN jsonb_build_object('optionType', option_type,
                'strikePrice', strike_price::text, 'expirationDate', expiration_date, 'underlyingSymbol', underlying_symbol,
                'multiplier', multiplier)
              END AS option
         FROM instruments
        WHERE id = ANY ($1::uuid[])
           OR owner_user_id IS NULL AND (symbol = ANY ($2::text[]) OR symbol IN (
                SELECT underlying_symbol FROM instruments WHERE id = ANY ($1::uuid[]) AND underlying_symbol IS NOT NULL))
        ORDER BY id`,
      [ids, publicSymbols],
    );
  }

  async portfolioExists(id: string): Promise<boolean> {
    const rows = await this.query<{ id: string }>('SELECT id FROM portfolios WHERE id = $1 AND deleted_at IS NULL', [
      id,
    ]);
    return rows.length > 0;
  }

  async findOwned(userId: string, id: string): Promise<OwnedPortfolio | null> {
    const [row] = await this.query<OwnedPortfolio>(
      `SELECT id, price_dataset AS dataset, lot_method AS "lotMethod",
              (SELECT max(snapshot_date)::text FROM portfolio_snapshots WHERE portfolio_id = portfolio.id) AS session
         FROM portfolios portfolio WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL`,
      [id, userId],
    );
    return row ?? null;
  }

  async isOwned(userId: string, id: string): Promise<boolean> {
    const rows = await this.query<{ id: string }>(
      'SELECT id FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [id, userId],
    );
    return rows.length > 0;
  }

  /**
   * How many portfolios want work up to a session; those without a ledger that counts by then want none, but that what
   * is stale be taken away. A portfolio whose session the newest run of it could not stand for is blocked, not lacking. A
   * ledger that it could not read is restated once it has changed, or with the next session; else there would be a run
   * every minute.
   */
  async findDue(session: string): Promise<Due> {
    const [row] = await this.query<Due>(
      `WITH ended AS (
         SELECT DISTINCT ON (portfolio_id) id, portfolio_id, started_at, completed_at, problems FROM batch_run_tracking
          WHERE to_date >= $1::date AND completed_at IS NOT NULL AND status IN ('completed', 'partial')
          ORDER BY portfolio_id, completed_at DESC
       ), blocked AS (
         SELECT ended.id AS run_id, ended.started_at, problem."portfolioId" AS portfolio_id, min(problem.reason) AS reason
           FROM ended, jsonb_to_recordset(ended.problems) AS problem ("portfolioId" uuid, date date, reason text)
          WHERE problem.date = $1::date
          GROUP BY 1, 2, 3
       ), wanting AS (
         SELECT portfolio.id, coalesce(portfolio.stale_from <= $1::date, false) AS is_stale,
                blocked.portfolio_id IS NOT NULL AS is_blocked,
                coalesce(blocked.reason = '${UNREADABLE_LEDGER}'
                         AND NOT EXISTS (SELECT FROM transactions line WHERE line.portfolio_id = portfolio.id
                                            AND line.created_at >= blocked.started_at), false) AS is_unreadable,
                EXISTS (SELECT FROM portfolio_snapshots snapshot
                         WHERE snapshot.portfolio_id = portfolio.id AND snapshot.snapshot_date = $1::date) AS is_done,
                EXISTS (SELECT FROM transactions line
                         WHERE line.portfolio_id = portfolio.id AND line.trade_date <= $1::date
                           AND line.reverses_id IS NULL
                           AND NOT EXISTS (SELECT FROM transactions reversal WHERE reversal.reverses_id = line.id)
                       ) AS has_ledger
           FROM portfolios portfolio
           LEFT JOIN ended own ON own.portfolio_id = portfolio.id
           LEFT JOIN ended everybodys ON everybodys.portfolio_id IS NULL
           LEFT JOIN blocked
             ON blocked.portfolio_id = portfolio.id
            AND blocked.run_id = CASE WHEN own.completed_at > everybodys.completed_at THEN own.id
                                      ELSE coalesce(everybodys.id, own.id) END
          WHERE portfolio.is_active AND portfolio.deleted_at IS NULL
       ), live AS (
         SELECT status, completed_steps, blocked_steps, total_steps FROM batch_run_tracking
          WHERE ${this.leases.isLive}
          ORDER BY status DESC, created_at LIMIT 1
       )
       SELECT count(*) FILTER (WHERE has_ledger)::int AS portfolios,
              count(*) FILTER (WHERE has_ledger AND NOT is_done AND NOT is_blocked)::int AS lacking,
              count(*) FILTER (WHERE has_ledger AND NOT is_done AND is_blocked)::int AS blocked,
              count(*) FILTER (WHERE is_stale AND NOT is_unreadable)::int AS stale,
              (SELECT to_jsonb(live) FROM live) AS live
         FROM wanting`,
      [session],
    );
    if (!row) throw new Error('unreachable: an aggregate has a row');
    return row;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, parameters);
  }
}
