import { Inject, Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import type { CursorKey, CursorPage } from '../../shared/http/cursor.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { type ActivityType } from './activity-event.entity.js';
import { type ActivityRow, ActivityRepository, type DailyActivity, type ErrorGroup } from './activity.repository.js';

export interface Period {
  readonly start: Date;
  readonly end: Date;
}

export interface Since<T> {
  readonly period: Period;
  readonly found: T;
}

export interface EventFilter {
  readonly type: string | null;
  readonly errorOnly: boolean;
  readonly limit: number;
  readonly after: CursorKey | null;
}

const IDENTITY = asSystem('admin');
const DAY_MS = 86_400_000;

/** How people come in, for administrators. */
@Injectable()
export class OnboardingFunnelService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly events: ActivityRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  funnel(days: number): Promise<Since<Partial<Record<ActivityType, number>>>> {
    return this.since(days, (start) => this.events.counts(start));
  }

  daily(days: number): Promise<Since<DailyActivity[]>> {
    return this.since(days, (start) => this.events.daily(start));
  }

  errors(days: number): Promise<Since<ErrorGroup[]>> {
    return this.since(days, (start) => this.events.errors(start));
  }

  list(filter: EventFilter): Promise<CursorPage<ActivityRow>> {
    return this.tx.run(IDENTITY, () => this.events.list(filter));
  }

  private async since<T>(days: number, read: (start: Date) => Promise<T>): Promise<Since<T>> {
    const end = this.clock.now();
    const start = new Date(end.getTime() - days * DAY_MS);
    return { period: { start, end }, found: await this.tx.run(IDENTITY, () => read(start)) };
  }
}
