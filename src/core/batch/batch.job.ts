import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { connectionOptions } from '../../shared/database/database-address.js';
import { DATABASES, type Databases } from '../../shared/database/databases.js';
import { isOutOfReach } from '../../shared/database/transactions.js';
import { CoreDatabaseDown } from '../core.errors.js';
import { CoreTransactions } from '../core.transactions.js';

const QUEUE = 'batch';
/** Invitations to take pieces of a run that is under way. */
const PIECES = 'batch-pieces';
const POOL_SIZE = 2;
const POLLING_SECONDS = 0.5;
/** An invitation that nobody has taken by then is of a run that has ended. */
const INVITATION_HOURS = 1;

/** Longer than any run: the lease of the run, not the job, says whether its worker lives. */
const EXPIRE_SECONDS = 12 * 3_600;

/** Jobs are sent inside units of work, which run as this role. Processes that start at once would collide in the grant. */
const ADMIT_SYSTEM = `
  DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('batch queue grants', 0));
    IF NOT has_schema_privilege('sigmasight_system', 'pgboss', 'USAGE') THEN
      GRANT USAGE ON SCHEMA pgboss TO sigmasight_system;
      GRANT SELECT, INSERT ON pgboss.job TO sigmasight_system;
      GRANT SELECT ON pgboss.queue TO sigmasight_system;
    END IF;
  END $$`;

interface RunJob {
  readonly runId: string;
}

/** The durable queue between those who ask for a run and the worker. */
@Injectable()
export class BatchJobs implements OnApplicationShutdown {
  private readonly log = new Logger('BatchJobs');
  private started: Promise<PgBoss> | null = null;
  private readonly closing = new AbortController();

  constructor(
    private readonly tx: CoreTransactions,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  /** Makes the queue usable. Outside of any unit of work, since it has connections of its own. */
  async ready(): Promise<void> {
    await this.boss();
  }

  /** Puts a run into the queue, as part of the open unit of work. */
  async send(runId: string, afterSeconds = 0): Promise<void> {
    const boss = await this.boss();
    await boss.send(QUEUE, { runId } satisfies RunJob, {
      startAfter: afterSeconds,
      retryLimit: 3,
      retryDelay: 5,
      expireInSeconds: EXPIRE_SECONDS,
      db: this.unitOfWork,
    });
  }

  /** Asks for another worker on a run, as part of the open unit of work, unless an invitation of it waits already. */
  async invite(runId: string): Promise<void> {
    const boss = await this.boss();
    const waiting = await this.tx.manager.query<unknown[]>(
      `SELECT FROM pgboss.job WHERE name = $1 AND data->>'runId' = $2 AND state = 'created' LIMIT 1`,
      [PIECES, runId],
    );
    if (waiting.length > 0) return;
    // The next claim invites anew, so one that comes to nothing is not repeated.
    const options = { retryLimit: 0, expireInHours: INVITATION_HOURS, retentionHours: INVITATION_HOURS };
    await boss.send(PIECES, { runId } satisfies RunJob, { ...options, db: this.unitOfWork });
  }

  /** Whether a job of the run waits to be taken. In a unit of work, when the queue is `ready`. */
  async waits(runId: string): Promise<boolean> {
    const jobs = await this.tx.manager.query<unknown[]>(
      `SELECT FROM pgboss.job WHERE name = $1 AND data->>'runId' = $2 AND state IN ('created', 'retry') LIMIT 1`,
      [QUEUE, runId],
    );
    return jobs.length > 0;
  }

  /** Takes jobs, one at a time, until `stop`. */
  async work(execute: (runId: string) => Promise<void>): Promise<void> {
    const boss = await this.boss();
    await boss.work<RunJob>(QUEUE, { pollingIntervalSeconds: POLLING_SECONDS, batchSize: 1 }, async (jobs) => {
      for (const { data } of jobs) await execute(data.runId);
    });
  }

  /** Takes invitations while nothing else is in hand, until the end. What fails is left to the leases. */
  async help(isFree: () => boolean, execute: (runId: string) => Promise<void>): Promise<void> {
    const boss = await this.boss();
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        const [job] = isFree() ? await boss.fetch<RunJob>(PIECES) : [];
        if (job) {
          await boss.complete(PIECES, job.id);
          await execute(job.data.runId);
          continue;
        }
      } catch (error) {
        this.log.warn(`an invitation to a run came to nothing: ${String(error)}`);
      }
      await sleep(POLLING_SECONDS * 1_000, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Nothing new is taken from then on. */
  async stopTaking(): Promise<void> {
    this.closing.abort();
    const boss = await this.started?.catch(() => null);
    await boss?.offWork(QUEUE).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    const boss = await this.started?.catch(() => null);
    this.started = null;
    await boss?.stop({ graceful: false, wait: false });
  }

  private get unitOfWork(): PgBoss.Db {
    return { executeSql: async (sql, values) => ({ rows: await this.tx.manager.query<unknown[]>(sql, values) }) };
  }

  private boss(): Promise<PgBoss> {
    this.started ??= this.start().catch((error: unknown) => {
      this.started = null;
      // The queue has connections of its own, past the unit of work that says so otherwise.
      throw isOutOfReach(error) ? new CoreDatabaseDown(error) : error;
    });
    return this.started;
  }

  private async start(): Promise<PgBoss> {
    const boss = new PgBoss({
      ...connectionOptions(this.databases.addresses.core),
      application_name: 'sigmasight-jobs',
      max: POOL_SIZE,
      schedule: false,
      supervise: true,
    });
    boss.on('error', (error) => {
      this.log.warn(`the job queue: ${error.message}`);
    });
    await boss.start();
    await boss.createQueue(QUEUE);
    await boss.createQueue(PIECES);
    await boss.getDb().executeSql(ADMIT_SYSTEM, []);
    return boss;
  }
}
