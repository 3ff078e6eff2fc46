import { Module } from '@nestjs/common';
import { CalculationsModule } from '../calculations/calculations.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { RestatementsModule } from '../restatements/restatements.module.js';
import { RiskLimitsModule } from '../risk-limits/risk-limits.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { BatchDueService } from './batch-due.service.js';
import { BatchEventRepository } from './batch-event.repository.js';
import { BatchEventService } from './batch-event.service.js';
import { BatchInputsService } from './batch-inputs.service.js';
import { BatchPipeline } from './batch-pipeline.runner.js';
import { BatchScheduleController } from './batch-schedule.controller.js';
import { BatchScheduleRepository } from './batch-schedule.repository.js';
import { BatchScheduleService } from './batch-schedule.service.js';
import { BatchRunRepository } from './batch-run.repository.js';
import { BatchWorkRepository } from './batch-work.repository.js';
import { BatchWorker } from './batch-worker.service.js';
import { BatchThread } from './batch-thread.js';
import { BATCH_COMMANDS } from './batch.command.js';
import { BatchController } from './batch.controller.js';
import { BatchJobs } from './batch.job.js';
import { BatchRunner } from './batch.runner.js';
import { BatchScheduler } from './batch.scheduler.js';
import { BatchService } from './batch.service.js';
import { HypotheticalBooks } from './hypothetical-book.service.js';
import { PortfolioBatchController } from './portfolio-batch.controller.js';
import { BatchPieceRepository } from './pieces/batch-piece.repository.js';
import { DeadLetterController } from './pieces/dead-letter.controller.js';
import { DeadLetterService } from './pieces/dead-letter.service.js';
import { PieceRunner } from './pieces/piece.runner.js';
import { RunPreparation } from './pieces/run-preparation.runner.js';
import { RunShareRepository } from './pieces/run-share.repository.js';
import { RunJobRepository } from './run-job.repository.js';

@Module({
  imports: [CalculationsModule, LedgerModule, MarketDataModule, RestatementsModule, RiskLimitsModule, SnapshotsModule],
  controllers: [BatchController, BatchScheduleController, DeadLetterController, PortfolioBatchController],
  providers: [
    BatchRunRepository,
    RunJobRepository,
    BatchScheduleRepository,
    BatchScheduleService,
    BatchWorkRepository,
    BatchJobs,
    BatchEventRepository,
    BatchEventService,
    BatchInputsService,
    HypotheticalBooks,
    BatchPipeline,
    BatchPieceRepository,
    RunShareRepository,
    RunPreparation,
    PieceRunner,
    DeadLetterService,
    BatchRunner,
    BatchService,
    BatchDueService,
    BatchWorker,
    BatchThread,
    BatchScheduler,
    ...BATCH_COMMANDS,
  ],
  exports: [BatchService, BatchRunner, BatchWorker, HypotheticalBooks],
})
export class BatchModule {}
