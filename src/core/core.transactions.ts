import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Identity, Transactions } from '../shared/database/transactions.js';
import { LeaseLost } from '../shared/http/idempotency.errors.js';
import { runningClaim } from '../shared/http/idempotency.js';
import { CORE } from './core.data-source.js';
import { CoreDatabaseDown } from './core.errors.js';

/**
 * Notes that the request has been carried out, if this transaction has written anything at all. The row is locked from
 * here to the commit, so an attempt that took the key over is either seen now or waits and then sees the note.
 */
const NOTE_CARRIED_OUT = `
  WITH unit AS MATERIALIZED (SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS "hasWritten"),
       noted AS (UPDATE idempotency_keys SET state = 'carried_out'
                  WHERE attempt = $1 AND state <> 'answered' AND (SELECT "hasWritten" FROM unit) RETURNING 1)
  SELECT "hasWritten", EXISTS (SELECT FROM noted) AS "holdsKey" FROM unit`;

/** The unit of work of the core database. */
@Injectable()
export class CoreTransactions extends Transactions {
  constructor(@InjectDataSource(CORE) dataSource: DataSource) {
    super(dataSource);
  }

  /** @throws LeaseLost, and then nothing is committed */
  protected override async beforeCommit(identity: Identity): Promise<void> {
    const claim = runningClaim.getStore();
    if (claim === undefined || claim.isSettled || identity.kind === 'anonymous') return;
    const [unit] = await this.manager.query<{ hasWritten: boolean; holdsKey: boolean }[]>(NOTE_CARRIED_OUT, [
      claim.attempt,
    ]);
    if (unit?.hasWritten === true && !unit.holdsKey) throw new LeaseLost();
  }

  protected override outage(cause: unknown): CoreDatabaseDown {
    return new CoreDatabaseDown(cause);
  }
}
