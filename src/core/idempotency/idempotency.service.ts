import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { AnswerLost, IdempotencyKeyReused, RequestInProgress } from '../../shared/http/idempotency.errors.js';
import {
  type IdempotencyClaim,
  IdempotencyStore,
  type KeyedRequest,
  type RecordedAnswer,
} from '../../shared/http/idempotency.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { type IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';

const KEPT_MS = 24 * 3_600_000;
/** Longer than any handler takes; one that takes longer loses its key, and then cannot commit. */
const LEASE_MS = 120_000;
const SWEEP_MS = 3_600_000;
/** A caller that waits for its other self asks again soon. */
const MAX_RETRY_AFTER = 5;
/** The table's own limit. */
const MAX_BODY = 1_000_000;

/** Keeps keys in the core database, where the effects of the requests are. */
@Injectable()
export class IdempotencyService extends IdempotencyStore implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly keys: IdempotencyKeyRepository,
    @Inject(Clock) private readonly clock: Clock,
    private readonly startup: StartupService,
  ) {
    super();
  }

  onModuleInit(): void {
    const run = (): Promise<void> => {
      this.timer = setInterval(() => void this.sweep().catch(() => undefined), SWEEP_MS).unref();
      return Promise.resolve();
    };
    this.startup.add({ name: 'idempotency-sweep', phase: 'follow', order: 900, run });
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  claim(request: KeyedRequest): Promise<IdempotencyClaim | RecordedAnswer> {
    return this.tx.run(asUser(request.userId), async () => {
      const now = this.clock.now();
      const attempt = randomUUID();
      const times = { now, leasedUntil: after(now, LEASE_MS), expiredBefore: after(now, -KEPT_MS) };
      if (await this.keys.take({ ...request, ...times, attempt }))
        return { userId: request.userId, attempt, isSettled: false };
      const held = await this.keys.find(request.userId, request.key);
      // Freed between the two statements.
      if (held === null) throw new RequestInProgress(1);
      return answered(held, request, now);
    });
  }

  settle({ userId, attempt }: IdempotencyClaim, answer: RecordedAnswer): Promise<void> {
    // Too long to be kept: what is left says that the request was carried out.
    if ((answer.body?.length ?? 0) > MAX_BODY) return Promise.resolve();
    return this.tx.run(asUser(userId), () => this.keys.settle(userId, attempt, answer));
  }

  release({ userId, attempt }: IdempotencyClaim, evenIfCarriedOut: boolean): Promise<void> {
    return this.tx.run(asUser(userId), () => this.keys.remove(userId, attempt, evenIfCarriedOut));
  }

  /** Of everybody. @returns how many keys are gone */
  sweep(): Promise<number> {
    return this.tx.run(asSystem('idempotency'), () => this.keys.sweep(after(this.clock.now(), -KEPT_MS)));
  }
}

function answered(held: IdempotencyKey, request: KeyedRequest, now: Date): RecordedAnswer {
  if (held.requestHash !== request.requestHash) throw new IdempotencyKeyReused(held.key, held.route);
  if (held.state === 'answered') {
    const { status, headers, body, isStream } = held;
    return { status: status ?? 200, headers: headers ?? {}, body, isStream };
  }
  const left = Math.ceil((held.leasedUntil.getTime() - now.getTime()) / 1000);
  if (left <= 0) throw new AnswerLost();
  throw new RequestInProgress(Math.min(left, MAX_RETRY_AFTER));
}

const after = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);
