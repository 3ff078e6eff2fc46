import { Injectable, Logger } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { addSessions, CALENDAR_START, sessionIndex } from '../../shared/time/trading-calendar.kernel.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import { PANEL_MARGIN, type PricePanel } from '../calculations/price-panel.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { BENCHMARK_SYMBOL } from '../market-data/benchmark.kernel.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import { PriceSources } from '../market-data/price-source.registry.js';
import type { SourceReport } from '../market-data/price-source.js';
import { type BatchScope, planPortfolio, type PortfolioPlan } from './batch-plan.kernel.js';
import { Instruments, PortfolioWork } from './batch-work.js';
import { BatchWorkRepository, type PortfolioRecord } from './batch-work.repository.js';
import { isFaultOfOne } from './batch.errors.js';
import type { PortfolioShare } from './pieces/piece-split.kernel.js';
import { firstSessionOf } from './portfolio-replay.kernel.js';

/** What a run works on. */
export interface BatchInputs {
  readonly works: readonly PortfolioWork[];
  readonly obsolete: readonly Obsolete[];
  readonly instruments: Instruments;
  /** Portfolios that nothing can be planned for. */
  readonly faulty: readonly PortfolioRecord[];
}

/** A session that no ledger stands behind any more. */
export interface Obsolete {
  readonly record: PortfolioRecord;
  readonly session: string;
  /** With the last one: where the watermark moves. */
  readonly staleFrom: string | null | undefined;
}

interface Planned {
  readonly record: PortfolioRecord;
  readonly ledger: readonly LedgerEntry[];
  readonly firstSession: string | null;
  readonly plan: PortfolioPlan;
}

const IDENTITY = asSystem('batch');
/** Memory of the process that shares a run out is bounded by so many ledgers. */
const LEDGERS_AT_ONCE = 500;

/** Loads portfolios, ledgers and prices for a run, set-wise. */
@Injectable()
export class BatchInputsService {
  private readonly log = new Logger('Batch');

  constructor(
    private readonly tx: CoreTransactions,
    private readonly work: BatchWorkRepository,
    private readonly calculations: CalculationRunner,
    private readonly sources: PriceSources,
  ) {}

  /** Brings the datasets of all active portfolios, or of one, up to a session, as far as they have a source. */
  async extendPrices(portfolioId: string | null, to: string, signal: AbortSignal): Promise<SourceReport[]> {
    const datasets = await this.tx.run(IDENTITY, () => this.work.listDatasets(portfolioId));
    return this.sources.extend(datasets, to, { portfolioId, signal });
  }

  /** Which portfolios have work, without their prices. All active portfolios when no ids are given. */
  async listShares(scope: BatchScope, ids: readonly string[] | null): Promise<PortfolioShare[]> {
    const records = await this.tx.run(IDENTITY, () => this.work.listPortfolios(ids));
    const shares: PortfolioShare[] = [];
    for (let start = 0; start < records.length; start += LEDGERS_AT_ONCE) {
      const some = records.slice(start, start + LEDGERS_AT_ONCE);
      const ledgers = await this.tx.run(IDENTITY, () => this.work.listLedgers(some.map(({ id }) => id)));
      shares.push(...some.flatMap((record) => shareOf(record, ledgers.get(record.id) ?? [], scope)));
    }
    return shares;
  }

  /** Versions are read before anything that they vouch for. All active portfolios when no ids are given. */
  async load(scope: BatchScope, ids: readonly string[] | null): Promise<BatchInputs> {
    const { records, ledgers, instruments } = await this.tx.run(IDENTITY, async () => {
      const found = await this.work.listPortfolios(ids);
      const entries = await this.work.listLedgers(found.map(({ id }) => id));
      const held = [...new Set([...entries.values()].flatMap(instrumentsIn))];
      const known = await this.work.listInstruments(held, [BENCHMARK_SYMBOL, ...FACTOR_FUNDS]);
      const proxies = await this.work.listRiskProxies(held);
      return { records: found, ledgers: entries, instruments: new Instruments(known, proxies) };
    });
    const faulty: PortfolioRecord[] = [];
    const planned = records.flatMap((record): Planned[] => {
      try {
        return [planOf(record, ledgers.get(record.id) ?? [], scope)];
      } catch (error) {
        if (!isFaultOfOne(error)) throw error;
        this.log.error(`portfolio ${record.id} cannot be planned`, error);
        faulty.push(record);
        return [];
      }
    });
    const panels = await this.loadPanels(planned, instruments, scope.to);
    const works = planned.flatMap(({ record, ledger, firstSession, plan }) => {
      const panel = panels.get(record.dataset);
      if (!panel || firstSession === null || plan.sessions.length === 0) return [];
      return [
        new PortfolioWork(record, plan, { panel, isPrivate: instruments.isPrivate, instruments }, ledger, firstSession),
      ];
    });
    return { works, obsolete: planned.flatMap((one) => obsoleteOf(one, scope.to)), instruments, faulty };
  }

  private async loadPanels(
    planned: readonly Planned[],
    instruments: Instruments,
    to: string,
  ): Promise<Map<string, PricePanel>> {
    const panels = new Map<string, PricePanel>();
    const busy = planned.filter(({ plan }) => plan.sessions.length > 0);
    for (const dataset of new Set(busy.map(({ record }) => record.dataset))) {
      const own = busy.filter(({ record }) => record.dataset === dataset);
      const first = own.map(({ plan }) => plan.sessions[0] ?? to).reduce((a, b) => (a < b ? a : b));
      const from = sessionIndex(first) < PANEL_MARGIN ? CALENDAR_START : addSessions(first, -PANEL_MARGIN);
      const held = new Set(own.flatMap(({ ledger }) => instrumentsIn(ledger)));
      panels.set(dataset, await this.calculations.loadPrices(dataset, instruments.pricedFor(held), from, to));
    }
    return panels;
  }
}

function planOf(record: PortfolioRecord, ledger: readonly LedgerEntry[], scope: BatchScope): Planned {
  const firstSession = firstSessionOf(ledger);
  return { record, ledger, firstSession, plan: planPortfolio({ ...record, firstSession }, scope) };
}

/** What cannot be planned is a step, too: somebody has to say so. */
function shareOf(record: PortfolioRecord, ledger: readonly LedgerEntry[], scope: BatchScope): PortfolioShare[] {
  const share = { id: record.id, dataset: record.dataset, instrumentIds: instrumentsIn(ledger) };
  try {
    const planned = planOf(record, ledger, scope);
    const steps = planned.plan.sessions.length;
    return steps > 0 || obsoleteOf(planned, scope.to).length > 0 ? [{ ...share, steps }] : [];
  } catch (error) {
    if (!isFaultOfOne(error)) throw error;
    return [{ ...share, steps: 1 }];
  }
}

function obsoleteOf({ record, plan: { obsolete, settlesAt } }: Planned, to: string): Obsolete[] {
  const sessions = obsolete.length === 0 && settlesAt !== undefined ? [to] : obsolete;
  return sessions.map((session) => ({
    record,
    session,
    staleFrom: session === sessions.at(-1) ? settlesAt : undefined,
  }));
}

const instrumentsIn = (ledger: readonly LedgerEntry[]): string[] => [
  ...new Set(ledger.flatMap(({ instrumentId }) => (instrumentId === null ? [] : [instrumentId]))),
];
