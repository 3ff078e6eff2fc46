import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type DataSource,
  type EntityManager,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import { AppError } from '../errors/app-error.js';
import { connectWithDoor, type DooredConnection, type PgConnection } from './pg-connection.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Who a unit of work acts as. Row-level security sees nothing else.
 * A system identity is a named job (`batch`, `seed`, `relay`); anonymous is a request that has not signed in.
 */
export type Identity =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'anonymous' };

/** @throws TypeError for anything but a uuid: nobody acts as a user without being one */
export function asUser(userId: string): Extract<Identity, { kind: 'user' }> {
  if (!UUID.test(userId)) throw new TypeError('a user identity needs a uuid');
  return { kind: 'user', userId };
}
export const asSystem = (name: string): Identity => ({ kind: 'system', name });
export const ANONYMOUS: Identity = { kind: 'anonymous' };

const ROLES = {
  user: 'sigmasight_app',
  system: 'sigmasight_system',
  anonymous: 'sigmasight_anonymous',
} as const satisfies Record<Identity['kind'], string>;

/** Checked before it is put into SQL text: `SET LOCAL` takes no parameters, and one round trip is worth the text. */
function openingStatement(identity: Identity): string {
  const userId = identity.kind === 'user' ? asUser(identity.userId).userId : '';
  return `BEGIN; SET LOCAL ROLE ${ROLES[identity.kind]}; SET LOCAL app.user_id = '${userId}'`;
}

const sameIdentity = (a: Identity, b: Identity): boolean => JSON.stringify(a) === JSON.stringify(b);

/** SQLSTATEs and socket errors that say "this connection is gone", as opposed to "this statement is wrong". */
export function isConnectionFault(error: unknown): boolean {
  // A runner is released under its user's feet only when its connection has died.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError)
    return true;
  if (!(error instanceof Error)) return false;
  const { code, message } = ((error as { driverError?: unknown }).driverError ?? error) as NodeJS.ErrnoException;
  if (
    typeof code === 'string' &&
    (/^(08|57P0[123])/.test(code) || /^E(CONN|PIPE|NOENT|NOTFOUND|AI_|HOST|NET|TIMEDOUT)/.test(code))
  )
    return true;
  return /connection terminated|timeout exceeded when trying to connect|connection error|client was closed/i.test(
    message,
  );
}

/** The server has not answered: the connection is still busy with the statement and must not be used again. */
const isUnanswered = (error: unknown): boolean => /query read timeout/i.test(String(error));

/** SQLSTATEs of a server that is there and lets nobody in: refused sign-in, missing database, no connection left. */
const NO_ENTRY = /^(28|3D000|53300|57P)/;

/** The database cannot be worked with now, whatever was asked of it. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  const { code } = ('driverError' in error ? error.driverError : error) as { code?: unknown };
  return (typeof code === 'string' && NO_ENTRY.test(code)) || isConnectionFault(error) || isUnanswered(error);
}

/** PostgreSQL answers ROLLBACK to the COMMIT of a transaction in which a statement failed, even if nobody looked. */
export class TransactionNotCommitted extends Error {
  constructor() {
    super('nothing was committed: a statement of this unit of work failed and its error was swallowed');
  }
}

interface OpenUnit {
  readonly identity: Identity;
  readonly manager: EntityManager;
  /** Set before the transaction ends, so that work left behind unawaited cannot run after it. */
  hasEnded: boolean;
}

interface BegunTransaction extends DooredConnection {
  readonly runner: QueryRunner;
}

/**
 * The unit of work of one DataSource: a transaction that runs as one identity. Repositories read their manager from
 * it and throw outside of it, so that no query can run without an identity. Nothing slow (a model, a provider, a
 * queue) may be awaited inside: on an embedded database an open transaction holds up everybody else.
 */
export abstract class Transactions {
  private readonly storage = new AsyncLocalStorage<OpenUnit>();

  protected constructor(private readonly dataSource: DataSource) {}

  get manager(): EntityManager {
    const unit = this.openUnit();
    if (!unit) throw new Error('a repository was used outside a unit of work');
    return unit.manager;
  }

  get isOpen(): boolean {
    return this.openUnit() !== undefined;
  }

  /**
   * Runs `work` in a transaction as `identity`: committed when it resolves, rolled back when it rejects.
   * Inside an open unit of the same identity it joins; of another identity it is a programmer's error.
   * @throws TransactionNotCommitted when `work` resolves although PostgreSQL has given the transaction up.
   * @throws what `outage` makes of it when the database is out of reach.
   */
  async run<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
    const open = this.openUnit();
    if (open) {
      if (!sameIdentity(open.identity, identity)) throw new Error('a unit of work cannot change its identity');
      return work();
    }
    try {
      return await this.runNew(identity, work);
    } catch (error) {
      throw isOutOfReach(error) ? this.outage(error) : error;
    }
  }

  /** Last thing inside a unit of work that has succeeded; what it throws rolls it back. */
  protected async beforeCommit(identity: Identity): Promise<void> {
    await Promise.resolve(identity);
  }

  /** What a caller is told while this database does not answer. */
  protected abstract outage(cause: unknown): AppError;

  private async runNew<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
    const begun = await this.begin(identity);
    const unit: OpenUnit = { identity, manager: begun.runner.manager, hasEnded: false };
    try {
      const result = await this.storage.run(unit, async () => {
        const done = await work();
        await this.beforeCommit(identity);
        return done;
      });
      end(unit, begun);
      await commit(begun.connection);
      return result;
    } catch (error) {
      end(unit, begun);
      await rollback(begun, error);
      throw error;
    } finally {
      await begun.runner.release();
    }
  }

  /** What was started in a unit may outlive it (a timer, a loop): to it the unit is no more. */
  private openUnit(): OpenUnit | undefined {
    const unit = this.storage.getStore();
    return unit?.hasEnded ? undefined : unit;
  }

  /** A pooled connection may have died while idle; then the next one is tried, so that no request meets a dead one. */
  private async begin(identity: Identity): Promise<BegunTransaction> {
    const statement = { text: openingStatement(identity), query_timeout: this.openingPatience() };
    for (let attempt = 1; ; attempt += 1) {
      const runner = this.dataSource.createQueryRunner();
      // Fails for a new connection or a full pool: neither gets better by trying at once.
      const doored = await connectWithDoor(runner);
      try {
        await doored.connection.query(statement);
        // TypeORM then joins this transaction, or makes savepoints in it, instead of beginning its own.
        Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
        return { runner, ...doored };
      } catch (error) {
        await discard(runner, error);
        const isGone = isConnectionFault(error) || (isUnanswered(error) && attempt <= MAX_SILENT_CONNECTIONS);
        if (attempt > MAX_DEAD_CONNECTIONS || !isGone) throw error;
      }
    }
  }

  /** A server opens a transaction at once or is out of reach; an embedded database does when it is the unit's turn. */
  private openingPatience(): number | undefined {
    const { extra } = this.dataSource.options as { extra?: { connectionString?: string } };
    return extra?.connectionString === undefined ? undefined : SERVER_PATIENCE_MS;
  }
}

const SERVER_PATIENCE_MS = 5_000;

/** A connection that a proxy forgot gives no error, only silence. */
const MAX_SILENT_CONNECTIONS = 3;

/** More than any pool holds: each attempt takes one dead connection out of it. */
const MAX_DEAD_CONNECTIONS = 600;

/** Before the transaction ends, so that nothing that was left behind runs after it. */
function end(unit: OpenUnit, { runner, shut }: BegunTransaction): void {
  unit.hasEnded = true;
  Object.assign(runner, { isTransactionActive: false });
  shut();
}

async function commit(connection: PgConnection): Promise<void> {
  const { command } = await connection.query('COMMIT');
  if (command !== 'COMMIT') throw new TransactionNotCommitted();
}

async function rollback({ runner, connection }: BegunTransaction, cause: unknown): Promise<void> {
  if (cause instanceof TransactionNotCommitted) return;
  if (isConnectionFault(cause) || isUnanswered(cause)) {
    await discard(runner, cause);
    return;
  }
  try {
    await connection.query('ROLLBACK');
  } catch (error) {
    // A server that loses the connection rolls back by itself; the cause is what the caller must see.
    await discard(runner, error);
  }
}

/** Closes the connection instead of handing it back to the pool. */
async function discard(runner: QueryRunner, error: unknown): Promise<void> {
  await (runner as unknown as Discardable).releasePostgresConnection(
    error instanceof Error ? error : new Error('connection discarded'),
  );
}

/** Of TypeORM's PostgreSQL runner; its `release()` has no way to say why. */
interface Discardable {
  releasePostgresConnection(error: Error): Promise<void>;
}
