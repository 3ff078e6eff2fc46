import { Inject, Injectable, Logger } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asSystem } from '../../shared/database/transactions.js';
import { addSessions, sessionIndex } from '../../shared/time/trading-calendar.kernel.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import { PANEL_MARGIN, type PricePanel } from '../calculations/price-panel.kernel.js';
import type { Results, SymbolSet } from '../calculations/calculation.js';
import type { StoredRows } from '../calculations/result-table.js';
import { CoreTransactions } from '../core.transactions.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { BENCHMARK_SYMBOL } from '../market-data/benchmark.kernel.js';
import { PRICE_SOURCES, type PriceSource } from '../market-data/price-source.js';
import { SnapshotWriter } from '../snapshots/snapshot-writer.service.js';
import {
  type BatchScope,
  groupSessions,
  planPortfolio,
  type PortfolioPlan,
  watermarkAfter,
} from './batch-plan.kernel.js';
import type { BatchProblem } from './batch-run.entity.js';
import { Instruments, portfolioBook, PortfolioWork, rowOf, symbolSet } from './batch-work.js';
import { BatchWorkRepository, type PortfolioRecord } from './batch-work.repository.js';
import { firstSessionOf, MixedBasis, type ValuedSession } from './portfolio-replay.kernel.js';

export interface PipelineRequest extends BatchScope {
  readonly runId: string;
  readonly portfolioId: string | null;
}

/** Follows a run. Every call may throw to end it. */
export interface PipelineMonitor {
  enter(phase: 'prices' | 'inputs' | 'symbol results' | 'portfolio results'): void;
  expect(steps: number): void;
  done(problem: BatchProblem | null): void;
}

const IDENTITY = asSystem('batch');
const CALENDAR_START = '2000-01-03';

/** Steps whose symbol results are computed and stored together: what a killed run has to do again at most. */
const STEPS_A_GROUP = 50;

/** How often inputs are loaded anew because somebody changed them while they were in use. */
const MAX_ROUNDS = 3;

interface Job {
  readonly works: readonly PortfolioWork[];
  readonly obsolete: readonly Obsolete[];
  readonly instruments: Instruments;
}

/** A snapshot that no ledger stands behind any more. */
interface Obsolete {
  readonly record: PortfolioRecord;
  readonly session: string;
  /** Nothing of the portfolio is left to restate. */
  readonly isLast: boolean;
}

interface Planned {
  readonly record: PortfolioRecord;
  readonly ledger: readonly LedgerEntry[];
  readonly firstSession: string | null;
  readonly plan: PortfolioPlan;
}

interface ValuedStep {
  readonly work: PortfolioWork;
  readonly session: string;
  /** Null: its prices cannot be added up. */
  readonly valued: ValuedSession | null;
}

interface SymbolResults {
  readonly set: SymbolSet;
  readonly results: Results;
}

/**
 * The one pipeline for one date, a backfill and a restatement: prices → symbol results → valuation, P&L, snapshot and
 * portfolio results. Inputs are loaded once, and every session of a portfolio is computed from ledger and prices alone,
 * so that sessions may come in any order and be computed any number of times.
 */
@Injectable()
export class BatchPipeline {
  private readonly log = new Logger('Batch');

  constructor(
    private readonly tx: CoreTransactions,
    private readonly work: BatchWorkRepository,
    private readonly calculations: CalculationRunner,
    private readonly snapshots: SnapshotWriter,
    @Inject(PRICE_SOURCES) private readonly sources: readonly PriceSource[],
  ) {}

  async run(request: PipelineRequest, monitor: PipelineMonitor): Promise<void> {
    monitor.enter('prices');
    const datasets = await this.tx.run(IDENTITY, () => this.work.listDatasets(request.portfolioId));
    for (const source of this.sources) {
      if (datasets.includes(source.dataset)) await source.extend(request.to);
    }
    let ids = request.portfolioId === null ? null : [request.portfolioId];
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      monitor.enter('inputs');
      const job = await this.load(request, ids);
      monitor.expect(job.works.reduce((sum, { plan }) => sum + plan.sessions.length, 0));
      await this.removeObsolete(job.obsolete, request.runId);
      await this.compute(job, request, monitor);
      ids = job.works.filter(({ state }) => state === 'outdated').map(({ id }) => id);
      if (ids.length === 0) return;
    }
    for (const portfolioId of ids ?? [])
      monitor.done({ portfolioId, date: request.to, reason: 'inputs-keep-changing' });
  }

  /** Versions are read before anything that they vouch for. */
  private async load(request: PipelineRequest, ids: readonly string[] | null): Promise<Job> {
    const { records, ledgers, instruments } = await this.tx.run(IDENTITY, async () => {
      const found = await this.work.listPortfolios(ids);
      const entries = await this.work.listLedgers(found.map(({ id }) => id));
      const held = [...new Set([...entries.values()].flatMap(instrumentsIn))];
      const known = await this.work.listInstruments(held, BENCHMARK_SYMBOL);
      return { records: found, ledgers: entries, instruments: new Instruments(known) };
    });
    const planned = records.map((record) => {
      const ledger = ledgers.get(record.id) ?? [];
      const firstSession = firstSessionOf(ledger);
      return { record, ledger, firstSession, plan: planPortfolio({ ...record, firstSession }, request) };
    });
    const panels = await this.loadPanels(planned, instruments, request.to);
    const works = planned.flatMap(({ record, ledger, firstSession, plan }) => {
      const panel = panels.get(record.dataset);
      if (!panel || firstSession === null || plan.sessions.length === 0) return [];
      return [new PortfolioWork(record, plan, { panel, isPrivate: instruments.isPrivate }, ledger, firstSession)];
    });
    const obsolete = planned.flatMap(({ record, firstSession, plan }) =>
      plan.obsolete.map((session) => ({
        record,
        session,
        isLast: firstSession === null && session === plan.obsolete.at(-1),
      })),
    );
    return { works, obsolete, instruments };
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
      if (instruments.benchmarkId !== null) held.add(instruments.benchmarkId);
      const priced = [...held].filter((id) => !instruments.isPrivate(id));
      panels.set(dataset, await this.calculations.loadPrices(dataset, priced, from, to));
    }
    return panels;
  }

  private async removeObsolete(obsolete: readonly Obsolete[], runId: string): Promise<void> {
    for (const { record, session, isLast } of obsolete) {
      const { id: portfolioId, version } = record;
      const staleFrom = isLast ? null : undefined;
      await this.snapshots.write({ runId, portfolioId, session, row: null, version, staleFrom });
    }
  }

  private async compute(
    { works, instruments }: Job,
    request: PipelineRequest,
    monitor: PipelineMonitor,
  ): Promise<void> {
    const groups = groupSessions(
      works.map(({ plan }) => plan),
      request.to,
      STEPS_A_GROUP,
    );
    for (const sessions of groups) {
      monitor.enter('symbol results');
      const rows: StoredRows[] = [];
      const computed = [];
      for (const session of sessions) {
        const steps = this.value(works, session, request.to);
        const symbols = this.computeSymbols(session, steps, instruments);
        for (const { batch } of symbols.values()) rows.push(...batch);
        computed.push({ steps, symbols });
        // Heartbeats go out between sessions, however long a group computes.
        await nextTurn();
      }
      await this.calculations.store(rows);
      monitor.enter('portfolio results');
      for (const { steps, symbols } of computed) {
        for (const step of steps) {
          if (step.work.state !== 'going') continue;
          await this.finishStep(step, symbols.get(step.work.record.dataset), request, monitor);
        }
      }
    }
  }

  private value(works: readonly PortfolioWork[], session: string, newest: string): ValuedStep[] {
    const steps: ValuedStep[] = [];
    for (const work of works) {
      if (work.state !== 'going' || !work.isPlanned(session)) continue;
      try {
        steps.push({ work, session, valued: work.valueAt(session, session === newest) });
      } catch (error) {
        if (!(error instanceof MixedBasis)) throw error;
        steps.push({ work, session, valued: null });
      }
    }
    return steps;
  }

  /** Once a dataset, whoever holds what. */
  private computeSymbols(
    session: string,
    steps: readonly ValuedStep[],
    instruments: Instruments,
  ): Map<string, SymbolResults & { readonly batch: readonly StoredRows[] }> {
    const held = new Map<PricePanel, Set<string>>();
    for (const { work, valued } of steps) {
      const ids = held.get(work.market.panel) ?? new Set();
      held.set(work.market.panel, ids);
      for (const { instrumentId } of valued?.valuation.positions ?? []) {
        if (!instruments.isPrivate(instrumentId)) ids.add(instrumentId);
      }
    }
    return new Map(
      [...held].map(([panel, ids]) => {
        const set = symbolSet(panel, session, ids, instruments);
        const { results, rows: batch } = this.calculations.computeSymbols(set);
        return [panel.dataset, { set, results, batch }];
      }),
    );
  }

  private async finishStep(
    { work, session, valued }: ValuedStep,
    symbols: SymbolResults | undefined,
    request: PipelineRequest,
    monitor: PipelineMonitor,
  ): Promise<void> {
    const { id: portfolioId, plan, version } = work;
    const isAhead = session === request.to && plan.sessions.length > 1;
    const staleFrom = isAhead ? undefined : watermarkAfter(plan, session, request, work.ahead);
    const isBlocked = valued === null || valued.valuation.portfolio.status === 'BLOCKED' || !symbols;
    let row = null;
    if (!isBlocked) {
      const book = portfolioBook(valued, work.market.panel, symbols.set);
      const { figures, rows } = this.calculations.computePortfolio(book, symbols.results);
      await this.calculations.store(rows);
      row = rowOf(valued, figures);
    }
    const result = await this.snapshots.write({ runId: request.runId, portfolioId, session, row, version, staleFrom });
    if (result.kind === 'outdated') {
      this.log.log(`portfolio ${portfolioId} has changed while it was computed: its inputs are read again`);
      work.state = 'outdated';
      return;
    }
    work.version = result.version;
    if (isAhead) work.ahead = session;
    const reason = valued === null ? 'mixed-price-basis' : 'insufficient-coverage';
    monitor.done(isBlocked ? { portfolioId, date: session, reason } : null);
  }
}

const instrumentsIn = (ledger: readonly LedgerEntry[]): string[] => [
  ...new Set(ledger.flatMap(({ instrumentId }) => (instrumentId === null ? [] : [instrumentId]))),
];
