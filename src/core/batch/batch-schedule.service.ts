import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import type { BatchSchedule } from './batch-schedule.entity.js';
import { nextRunAt } from './batch-schedule.kernel.js';
import { BatchScheduleRepository, type ScheduleChange } from './batch-schedule.repository.js';

const IDENTITY = asSystem('batch');

/** Lets administrators pause and move what begins by itself. Servers see it with their next look. */
@Injectable()
export class BatchScheduleService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly schedules: BatchScheduleRepository,
    private readonly clock: Clock,
  ) {}

  list(): Promise<BatchSchedule[]> {
    return this.tx.run(IDENTITY, () => this.schedules.list());
  }

  /** @throws BatchScheduleNotFound */
  change(jobName: string, change: ScheduleChange): Promise<BatchSchedule> {
    return this.tx.run(IDENTITY, async () => {
      const changed = await this.schedules.change(jobName, change);
      await this.schedules.noteNext(jobName, nextRunAt(this.clock.now(), changed));
      return this.schedules.get(jobName);
    });
  }
}
