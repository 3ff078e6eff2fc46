import { setTimeout as sleep } from 'node:timers/promises';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { asUser } from '../../src/shared/database/transactions.js';
import { type TestApp } from './app.js';

/**
 * Does `first` in a unit of work that is committed only when `second` waits for it, or has ended: whatever `second` reads
 * before it waits, it reads as it was before `first`. Only for servers: an embedded database runs one transaction at a
 * time, so that `second` would not begin.
 */
export async function overlapping<T>(
  app: TestApp,
  userId: string,
  first: () => Promise<unknown>,
  second: () => Promise<T>,
): Promise<PromiseSettledResult<T>> {
  let begin!: () => void;
  let commit!: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  const open = app.app.get(CoreTransactions, { strict: false }).run(asUser(userId), async () => {
    await first();
    begin();
    await mayCommit;
  });
  await Promise.race([begun, open]);
  const progress = { hasEnded: false };
  const other = Promise.allSettled([second()]).then(([result]) => {
    progress.hasEnded = true;
    return result;
  });
  while (!progress.hasEnded && !(await somebodyWaits(app))) await sleep(20);
  commit();
  await open;
  return other;
}

async function somebodyWaits(app: TestApp): Promise<boolean> {
  const waiting = await app.sql(
    'core',
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return waiting.length > 0;
}
