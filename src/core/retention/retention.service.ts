import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { asSystem } from '../../shared/database/transactions.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { MAX_PRUNED, PRUNED_TABLES, type PrunedTable, RetentionRepository } from './retention.repository.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const IDENTITY = asSystem('retention');

/** Takes away what was written about events so long ago that nobody looks at it. In each server, every hour. */
@Injectable()
export class RetentionService implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('Retention');
  private timer: NodeJS.Timeout | null = null;
  private pruning: Promise<unknown> | null = null;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly events: RetentionRepository,
    private readonly startup: StartupService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<void> => {
      this.timer = setInterval(() => {
        this.pruneSoon();
      }, EVERY_MS).unref();
      return Promise.resolve();
    };
    this.startup.add({ name: 'retention', phase: 'follow', order: 910, run });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.pruning;
  }

  /** Nothing where everything is to be kept. @returns how many rows went, by table */
  async prune(): Promise<Readonly<Record<PrunedTable, number>>> {
    const gone = Object.fromEntries(PRUNED_TABLES.map((table) => [table, 0])) as Record<PrunedTable, number>;
    if (this.env.RETENTION_DAYS === 0) return gone;
    const before = new Date(this.clock.now().getTime() - this.env.RETENTION_DAYS * DAY_MS);
    for (const table of PRUNED_TABLES) gone[table] = await this.pruneTable(table, before);
    return gone;
  }

  private async pruneTable(table: PrunedTable, before: Date): Promise<number> {
    let gone = 0;
    let last = MAX_PRUNED;
    while (last === MAX_PRUNED) {
      last = await this.tx.run(IDENTITY, () => this.events.prune(table, before));
      gone += last;
    }
    if (gone > 0) this.log.log(`${String(gone)} rows of ${table} from before ${before.toISOString()} are gone`);
    return gone;
  }

  /** One at a time, however long it takes. */
  private pruneSoon(): void {
    this.pruning ??= this.prune()
      .catch((error: unknown) => {
        this.log.warn(`old events could not be taken away: ${String(error)}`);
      })
      .finally(() => {
        this.pruning = null;
      });
  }
}
