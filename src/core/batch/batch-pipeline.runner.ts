import { Injectable, Logger } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import type { PricePanel } from '../calculations/price-panel.kernel.js';
import type { Results, SymbolSet } from '../calculations/calculation.js';
import type { StoredRows } from '../calculations/result-table.js';
import type { SourceReport } from '../market-data/price-source.js';
import { type StepResult, SnapshotWriter } from '../snapshots/snapshot-writer.service.js';
import { BatchEventService } from './batch-event.service.js';
import { type BatchInputs, BatchInputsService, type Obsolete } from './batch-inputs.service.js';
import { type BatchScope, groupSessions, watermarkAfter } from './batch-plan.kernel.js';
import { type BatchProblem, UNREADABLE_LEDGER } from './batch-run.entity.js';
import { type Instruments, portfolioBook, type PortfolioWork, rowOf, symbolSet } from './batch-work.js';
import type { PortfolioRecord } from './batch-work.repository.js';
import { isFaultOfOne } from './batch.errors.js';
import type { PortfolioShare } from './pieces/piece-split.kernel.js';
import { MixedBasis, type ValuedSession } from './portfolio-replay.kernel.js';

export interface PipelineRequest extends BatchScope {
  readonly runId: string;
  readonly portfolioId: string | null;
}

/** Follows a run. Every call may throw to end it. */
export interface PipelineMonitor {
  /** Given when the run is to end. */
  readonly signal: AbortSignal;
  enter(phase: 'prices' | 'events' | 'inputs' | 'symbol results' | 'portfolio results'): void;
  expect(steps: number): void;
  /** Counts what the phase at hand worked through. */
  processed(records: number): void;
  done(problem: BatchProblem | null): void;
  fetched(reports: readonly SourceReport[]): void;
  /** Something that keeps no step from being done. */
  note(problem: BatchProblem): void;
}

/** Steps whose symbol results are computed and stored together: what a killed run has to do again at most. */
const STEPS_A_GROUP = 50;

/** How often inputs are loaded anew because somebody changed them while they were in use. */
const MAX_ROUNDS = 3;

interface ValuedStep {
  readonly work: PortfolioWork;
  readonly session: string;
  /** Or why there is none. */
  readonly valued: ValuedSession | BlockedReason;
}

type BlockedReason = 'insufficient-coverage' | 'mixed-price-basis' | 'computation-failed';

interface SymbolResults {
  readonly set: SymbolSet;
  readonly results: Results;
}

/**
 * The one pipeline for one date, a backfill and a restatement: prices → events → symbol results → valuation, P&L,
 * snapshot and portfolio results. Inputs are loaded once, and every session of a portfolio is computed from ledger and prices alone,
 * so that sessions may come in any order and be computed any number of times.
 */
@Injectable()
export class BatchPipeline {
  private readonly log = new Logger('Batch');
  private readonly failedBefore = new Set<string>();

  constructor(
    private readonly inputs: BatchInputsService,
    private readonly events: BatchEventService,
    private readonly calculations: CalculationRunner,
    private readonly snapshots: SnapshotWriter,
  ) {}

  /** What comes before the work can be shared out: prices and events, once a run. @returns the portfolios that have work. */
  async prepare(request: PipelineRequest, monitor: PipelineMonitor): Promise<PortfolioShare[]> {
    monitor.enter('prices');
    monitor.fetched(await this.inputs.extendPrices(request.portfolioId, request.to, monitor.signal));
    monitor.enter('events');
    for (const problem of await this.events.book(request.portfolioId, request.to)) monitor.note(problem);
    monitor.enter('inputs');
    monitor.processed(0);
    return this.inputs.listShares(request, request.portfolioId === null ? null : [request.portfolioId]);
  }

  /** All that is due of some portfolios, by any process, any number of times. */
  async compute(request: PipelineRequest, portfolioIds: readonly string[], monitor: PipelineMonitor): Promise<void> {
    this.failedBefore.clear();
    let ids = portfolioIds;
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      monitor.enter('inputs');
      const inputs = await this.inputs.load(request, ids);
      monitor.processed(inputs.works.length);
      const steps = inputs.works.reduce((sum, { plan }) => sum + plan.sessions.length, 0);
      monitor.expect(steps + inputs.faulty.length);
      await this.giveUp(inputs.faulty, request, monitor);
      await this.removeObsolete(inputs.obsolete, request.runId);
      await this.computeAll(inputs, request, monitor);
      ids = inputs.works.filter(({ state }) => state === 'outdated').map(({ id }) => id);
      if (ids.length === 0) return;
    }
    for (const portfolioId of ids) monitor.done({ portfolioId, date: request.to, reason: 'inputs-keep-changing' });
  }

  /** They have no newest snapshot that could be stood for; what they have of before stays until they can be planned. */
  private async giveUp(
    faulty: readonly PortfolioRecord[],
    { runId, to: session }: PipelineRequest,
    monitor: PipelineMonitor,
  ): Promise<void> {
    for (const { id: portfolioId, version, firstCorrection } of faulty) {
      const step = { runId, portfolioId, session, version, firstCorrection };
      await this.snapshots.write({ ...step, row: null, staleFrom: undefined });
      monitor.done({ portfolioId, date: session, reason: UNREADABLE_LEDGER });
    }
  }

  private async removeObsolete(obsolete: readonly Obsolete[], runId: string): Promise<void> {
    for (const { record, session, staleFrom } of obsolete) {
      const { id: portfolioId, version, firstCorrection } = record;
      const step = { runId, portfolioId, session, version, firstCorrection };
      await this.snapshots.write({ ...step, row: null, staleFrom });
    }
  }

  private async computeAll(
    { works, instruments }: BatchInputs,
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
      monitor.processed(rows.length);
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
        steps.push({ work, session, valued: this.blockedBy(error, work, session) });
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
      for (const { instrumentId } of typeof valued === 'string' ? [] : valued.valuation.positions) {
        const id = instruments.bearerOf(instrumentId);
        if (id !== null) ids.add(id);
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
    step: ValuedStep,
    symbols: SymbolResults | undefined,
    request: PipelineRequest,
    monitor: PipelineMonitor,
  ): Promise<void> {
    const { work, session } = step;
    let blocked: BlockedReason | null = null;
    let result: StepResult;
    try {
      const { valued } = step;
      blocked = blockOf(valued);
      const isComputed = typeof valued !== 'string' && blocked === null && symbols !== undefined;
      result = await this.store(step, isComputed ? { valued, symbols } : null, request);
    } catch (error) {
      blocked = this.blockedBy(error, work, session);
      result = await this.store(step, null, request);
    }
    if (result.kind === 'outdated') {
      this.log.log(`portfolio ${work.id} has changed while it was computed: its inputs are read again`);
      work.state = 'outdated';
      return;
    }
    work.version = result.version;
    if (isAhead(step, request)) work.ahead = session;
    monitor.done(blocked === null ? null : { portfolioId: work.id, date: session, reason: blocked });
  }

  /** Without a book the session is left without a snapshot. */
  private async store(
    step: ValuedStep,
    book: { readonly valued: ValuedSession; readonly symbols: SymbolResults } | null,
    request: PipelineRequest,
  ): Promise<StepResult> {
    const { work, session } = step;
    const { id: portfolioId, plan, version } = work;
    const staleFrom = isAhead(step, request) ? undefined : watermarkAfter(plan, session, request, work.ahead);
    let row = null;
    let results: readonly StoredRows[] = [];
    if (book) {
      const input = portfolioBook(portfolioId, book.valued, work.market, book.symbols.set);
      const { figures, rows, failed } = this.calculations.computePortfolio(input, book.symbols.results);
      this.report(failed, work, session);
      results = rows;
      row = rowOf(book.valued, figures, failed.keys());
    }
    const { firstCorrection } = work.record;
    return this.snapshots.write({
      runId: request.runId,
      portfolioId,
      session,
      row,
      results,
      version,
      staleFrom,
      firstCorrection,
    });
  }

  /** Once a calculation and piece: what fails for one mostly fails for all. */
  private report(failed: ReadonlyMap<string, Error>, { id }: PortfolioWork, session: string): void {
    for (const [name, error] of failed) {
      if (this.failedBefore.has(name)) continue;
      this.failedBefore.add(name);
      this.log.error(`${name} cannot be computed of portfolio ${id} on ${session}; the rest is`, error);
    }
  }

  /** @throws what concerns more than this portfolio. */
  private blockedBy(error: unknown, work: PortfolioWork, session: string): BlockedReason {
    if (error instanceof MixedBasis) return 'mixed-price-basis';
    if (!isFaultOfOne(error)) throw error;
    if (!work.isFaulty) this.log.error(`portfolio ${work.id} cannot be computed on ${session}`, error);
    work.isFaulty = true;
    return 'computation-failed';
  }
}

const blockOf = (valued: ValuedSession | BlockedReason): BlockedReason | null => {
  if (typeof valued === 'string') return valued;
  return valued.valuation.portfolio.status === 'BLOCKED' ? 'insufficient-coverage' : null;
};

/** The newest session comes before its turn, so that people see today's figures first. */
const isAhead = ({ work, session }: ValuedStep, { to }: PipelineRequest): boolean =>
  session === to && work.plan.sessions.length > 1;
