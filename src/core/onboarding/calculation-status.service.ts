import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { isUuid } from '../../shared/http/uuid-param.js';
import { Clock } from '../../shared/time/clock.js';
import { type BatchRun } from '../batch/batch-run.entity.js';
import { BatchService } from '../batch/batch.service.js';
import { durationsOf } from '../batch/run-jobs.kernel.js';
import { activityLog, type LogLine } from '../batch/run-log.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { SnapshotService } from '../snapshots/snapshot.service.js';
import { type CalculationProgress, calculationProgress } from './calculation-progress.kernel.js';
import { NoLogsAvailable, StatusPortfolioInvalid, StatusPortfolioNotFound } from './onboarding.errors.js';

export interface CalculationStatus {
  readonly portfolioId: string;
  readonly portfolioName: string;
  readonly startedAt: Date | null;
  readonly elapsedSeconds: number;
  readonly progress: CalculationProgress;
  readonly log: readonly LogLine[];
  readonly now: Date;
}

/** How far the first figures of a portfolio are: read off its newest run and its snapshots. */
@Injectable()
export class CalculationStatusService {
  constructor(
    private readonly portfolios: PortfolioService,
    private readonly snapshots: SnapshotService,
    private readonly batch: BatchService,
    private readonly tx: CoreTransactions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async get(userId: string, portfolioId: string): Promise<CalculationStatus> {
    if (!isUuid(portfolioId)) throw new StatusPortfolioInvalid();
    const { portfolio, hasFigures } = await this.tx.run(asUser(userId), async () => ({
      portfolio: await this.portfolios.find(userId, portfolioId),
      hasFigures: (await this.snapshots.findLatest(userId, portfolioId))?.snapshot != null,
    }));
    if (!portfolio) throw new StatusPortfolioNotFound();
    const run = await this.batch.findLatestFor(userId, portfolio.id);
    const now = this.clock.now();
    const facts = run === null ? null : { ...factsOf(run, portfolio.id) };
    const progress = calculationProgress(facts, hasFigures ? 1 : 0);
    return {
      portfolioId: portfolio.id,
      portfolioName: portfolio.name,
      startedAt: run?.startedAt ?? null,
      elapsedSeconds: run === null ? 0 : secondsBetween(run.startedAt ?? run.createdAt, run.completedAt ?? now),
      progress,
      log: run === null ? [] : activityLog(momentsOf(run, portfolio.id), progress.status),
      now,
    };
  }

  /** @throws NoLogsAvailable where no run has been asked for */
  async getLogs(userId: string, portfolioId: string): Promise<CalculationStatus> {
    const status = await this.get(userId, portfolioId);
    if (status.log.length === 0) throw new NoLogsAvailable();
    return status;
  }
}

const factsOf = (run: BatchRun, portfolioId: string) => ({
  status: run.status,
  currentPhase: run.currentPhase,
  total: run.totalSteps,
  completed: run.completedSteps,
  durations: durationsOf(run.jobs),
  problems: problemsOf(run, portfolioId).length,
});

/** A run of all portfolios knows problems of others too, which are nobody else's business. */
const problemsOf = (run: BatchRun, portfolioId: string) =>
  run.problems.filter((problem) => problem.portfolioId === portfolioId);

const momentsOf = (run: BatchRun, portfolioId: string) => ({
  requestedAt: run.createdAt.toISOString(),
  startedAt: run.startedAt?.toISOString() ?? null,
  seenAt: run.heartbeatAt?.toISOString() ?? null,
  completedAt: run.completedAt?.toISOString() ?? null,
  phase: run.currentPhase,
  total: run.totalSteps,
  completed: run.completedSteps,
  durations: durationsOf(run.jobs),
  problems: problemsOf(run, portfolioId).map(({ date, reason, detail }) => ({ date, reason, detail: detail ?? null })),
});

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
