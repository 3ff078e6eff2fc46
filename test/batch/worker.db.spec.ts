import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { BatchScheduler } from '../../src/core/batch/batch.scheduler.js';
import { BatchFixture, LAST_SESSION } from './fixture.js';

/** Needs the build: a thread starts from JavaScript alone. */
describe('the batch thread', () => {
  let fixture: BatchFixture;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
  });
  afterAll(() => fixture.close());

  it('computes what is due beside the thread that serves', async () => {
    const portfolio = await fixture.portfolio([
      { kind: 'deposit', date: '2024-11-25', amount: '1000' },
      { kind: 'buy', date: '2024-11-25', symbol: 'AAA', quantity: '2', price: '90' },
    ]);
    await fixture.app.get(BatchScheduler).start();
    const health = () => fixture.app.get(BatchDueService).health();
    await expect
      .poll(health, { timeout: 90_000, interval: 250 })
      .toMatchObject({ status: 'up', detail: { lacking: 0 } });
    await expect.poll(() => fixture.service.findCurrent(), { timeout: 90_000 }).toBeNull();
    const { items } = await fixture.service.list({ days: 90, statuses: null, limit: 5, after: null });
    const [run] = items;
    expect(run).toMatchObject({
      triggeredBy: 'schedule',
      status: 'completed',
      completedSteps: 4,
      toDate: LAST_SESSION,
    });
    expect(run!.leaseOwner).toMatch(/^worker:/);
    const rows = await fixture.sql('SELECT FROM portfolio_snapshots WHERE portfolio_id = $1', [portfolio]);
    expect(rows).toHaveLength(4);
  }, 200_000);
});
