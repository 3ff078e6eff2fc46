import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { AppError } from '../../shared/errors/app-error.js';
import { CoreTransactions } from '../core.transactions.js';
import { ActivityRepository, type NewActivity } from './activity.repository.js';

const IDENTITY = asSystem('activity');

/** Writes down what users do on their way in, for the funnel of the administrators. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly events: ActivityRepository,
  ) {}

  /** In the caller's unit of work: it is written if and only if what happened is. */
  async record(event: NewActivity): Promise<void> {
    await this.events.insert(event);
  }

  /** An attempt, or its failure: there is no unit of work that it could be part of. */
  async recordAlone(event: NewActivity): Promise<void> {
    await this.tx.run(IDENTITY, () => this.events.insert(event));
  }

  /** Runs what may be refused; a refusal is written down with its code, and thrown on. */
  async watch<T>(failed: Pick<NewActivity, 'type' | 'userId'>, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.kind !== 'unavailable') {
        await this.recordAlone({ ...failed, error: { code: error.code, message: publicText(error) } });
      }
      throw error;
    }
  }
}

/** The rule that was broken, without what somebody typed. */
const publicText = (error: AppError): string => error.name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
