import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DATABASES, type Databases } from '../../shared/database/databases.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import type { StoredColumns } from '../calculations/result-columns.js';
import type { SessionWork } from '../calculations/session-results.js';
import { computedHere, SessionThreads } from '../calculations/session-threads.js';
import { SnapshotWriter } from '../snapshots/snapshot-writer.service.js';
import { BatchEventService } from './batch-event.service.js';
import { type BatchInputs, BatchInputsService, type Obsolete } from './batch-inputs.service.js';
import { groupSessions } from './batch-plan.kernel.js';
import { UNREADABLE_LEDGER } from './batch-run.entity.js';
import type { PortfolioRecord } from './batch-work.repository.js';
import type { PortfolioShare } from './pieces/piece-split.kernel.js';
import type { PipelineMonitor, PipelineRequest } from './pipeline-monitor.js';
import { PortfolioResultsRunner } from './portfolio-results.runner.js';
import { type OpenGroup, SessionGroups } from './session-group.js';

/** Steps whose symbol results are computed and stored together: what a killed run has to do again at most. */
const STEPS_A_GROUP = 50;

/** As long as they take by themselves. */
const STEPS_FOR_THREADS = 50;

/** How often inputs are loaded anew because somebody changed them while they were in use. */
const MAX_ROUNDS = 3;

/**
 * The one pipeline for one date, a backfill and a restatement: prices → events → symbol results → valuation, P&L,
 * snapshot and portfolio results. Inputs are loaded once, and every session of a portfolio is computed from ledger and prices alone,
 * so that sessions may come in any order and be computed any number of times.
 */
@Injectable()
export class BatchPipeline {
  // eslint-disable-next-line max-params -- what is read, booked, computed and written, by what, and where
  constructor(
    private readonly inputs: BatchInputsService,
    private readonly events: BatchEventService,
    private readonly calculations: CalculationRunner,
    private readonly threads: SessionThreads,
    private readonly snapshots: SnapshotWriter,
    @Inject(DATABASES) private readonly databases: Databases,
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
    const portfolios = new PortfolioResultsRunner(this.snapshots, this.databases.mode, request, monitor);
    let ids = portfolioIds;
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      monitor.enter('inputs');
      const inputs = await this.inputs.load(request, ids);
      monitor.processed(inputs.works.length);
      const steps = inputs.works.reduce((sum, { plan }) => sum + plan.sessions.length, 0);
      monitor.expect(steps + inputs.faulty.length);
      await this.giveUp(inputs.faulty, request, monitor);
      await this.removeObsolete(inputs.obsolete, request.runId);
      try {
        await this.computeAll(inputs, request, monitor, portfolios);
      } finally {
        // Nothing of a round is written after it, however it ends.
        await portfolios.settle();
      }
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
      const sessions = [{ session, row: null, results: [] }];
      await this.snapshots.write({ runId, portfolioId, sessions, version, firstCorrection, staleFrom: undefined });
      monitor.done({ portfolioId, date: session, reason: UNREADABLE_LEDGER });
    }
  }

  private async removeObsolete(obsolete: readonly Obsolete[], runId: string): Promise<void> {
    for (const { record, session, staleFrom } of obsolete) {
      const { id: portfolioId, version, firstCorrection } = record;
      const sessions = [{ session, row: null, results: [] }];
      await this.snapshots.write({ runId, portfolioId, sessions, version, firstCorrection, staleFrom });
    }
  }

  private async computeAll(
    { works, instruments }: BatchInputs,
    request: PipelineRequest,
    monitor: PipelineMonitor,
    portfolios: PortfolioResultsRunner,
  ): Promise<void> {
    const planned = groupSessions(
      works.map(({ plan }) => plan),
      request.to,
      STEPS_A_GROUP,
    );
    // The symbols of a single session are what all its portfolios wait for; a few sessions are done before threads are up.
    const steps = works.reduce((sum, { plan }) => sum + plan.sessions.length, 0);
    const isParallel = this.threads.count > 0 && planned.length > 1 && steps >= STEPS_FOR_THREADS;
    const compute = isParallel ? (work: SessionWork) => this.threads.start(work) : computedHere;
    const groups = new SessionGroups(works, instruments, request.to, portfolios, compute);
    let coming: Promise<OpenGroup> | undefined;
    for (const [i, sessions] of planned.entries()) {
      monitor.enter('symbol results');
      const group = await (coming ?? groups.open(sessions));
      const next = planned[i + 1];
      // Computed while this one is stored.
      coming = isParallel && next ? groups.open(next) : undefined;
      const rows: StoredColumns[] = [];
      for (const one of group.computed) {
        rows.push(...(await one.symbols()));
        await nextTurn();
      }
      await portfolios.storeSymbols(() => this.calculations.store(rows));
      monitor.processed(rows.reduce((sum, { count }) => sum + count, 0));
      monitor.enter('portfolio results');
      for (const [work, valued] of group.steps) await portfolios.run(work, valued);
    }
  }
}
