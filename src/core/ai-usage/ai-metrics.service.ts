import { Inject, Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  AiMetricsRepository,
  type DailyTokens,
  type ErrorCount,
  type LatencyFigures,
  type ModelCount,
  type NamedCount,
  type UsageTotals,
} from './ai-metrics.repository.js';

export interface Measured<T> {
  readonly start: Date;
  readonly end: Date;
  readonly totals: UsageTotals;
  readonly found: T;
}

const IDENTITY = asSystem('admin');
const DAY_MS = 86_400_000;

/** How the language model does, for administrators. */
@Injectable()
export class AiMetricsService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly metrics: AiMetricsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  totals(days: number): Promise<Measured<null>> {
    return this.measure(days, () => Promise.resolve(null));
  }

  latency(days: number): Promise<Measured<LatencyFigures>> {
    return this.measure(days, (since) => this.metrics.latency(since));
  }

  tokens(days: number): Promise<Measured<DailyTokens[]>> {
    return this.measure(days, (since) => this.metrics.dailyTokens(since));
  }

  errors(days: number): Promise<Measured<ErrorCount[]>> {
    return this.measure(days, (since) => this.metrics.errors(since));
  }

  tools(days: number): Promise<Measured<NamedCount[]>> {
    return this.measure(days, (since) => this.metrics.tools(since));
  }

  models(days: number): Promise<Measured<ModelCount[]>> {
    return this.measure(days, (since) => this.metrics.models(since));
  }

  private measure<T>(days: number, read: (since: Date) => Promise<T>): Promise<Measured<T>> {
    const end = this.clock.now();
    const start = new Date(end.getTime() - days * DAY_MS);
    return this.tx.run(IDENTITY, async () => ({
      ...{ start, end, totals: await this.metrics.totals(start), found: await read(start) },
    }));
  }
}
