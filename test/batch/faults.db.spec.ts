import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { BatchFixture, LAST_SESSION, type Trade } from './fixture.js';

const START = '2024-11-25';
const SESSIONS = 4;
const cash: Trade = { kind: 'deposit', date: START, amount: '100000' };
const buy = (symbol: string, quantity: string, date = START): Trade => {
  const price = '50';
  return { kind: 'buy', date, symbol, quantity, price };
};

describe('a ledger that cannot be computed', () => {
  let fixture: BatchFixture;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
  });
  afterAll(() => fixture.close());

  const days = async (portfolio: string): Promise<string[]> => {
    const rows = await fixture.sql<{ day: string }>(
      'SELECT snapshot_date::text AS day FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY 1',
      [portfolio],
    );
    return rows.map(({ day }) => day);
  };
  // Each test has the database to itself.
  afterEach(() => fixture.sql('DELETE FROM portfolios'));

  it('begins with the calendar when its first entry is older', async () => {
    const old = await fixture.portfolio([{ ...cash, date: '1999-12-31' }]);
    const other = await fixture.portfolio([cash, buy('AAA', '10')]);
    expect(await fixture.run({ to: '2000-01-04' })).toMatchObject({ status: 'completed', completed: 2, error: null });
    expect(await days(old)).toEqual(['2000-01-03', '2000-01-04']);
    const [first] = await fixture.sql(
      `SELECT net_asset_value, daily_capital_flow, daily_pnl FROM portfolio_snapshots WHERE portfolio_id = $1
        ORDER BY snapshot_date LIMIT 1`,
      [old],
    );
    expect(first).toEqual({
      net_asset_value: '100000.00000000',
      daily_capital_flow: '100000.00000000',
      daily_pnl: '0.00000000',
    });
    await fixture.sql('DELETE FROM portfolios WHERE id = $1', [old]);
    await fixture.run();
    expect(await days(other)).toHaveLength(SESSIONS);
  });

  it('has nothing to compute when it begins after the calendar', async () => {
    await fixture.portfolio([{ ...cash, date: '2040-01-02' }]);
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: 0 });
  });

  it('is a problem of its own when nothing can be planned for it', async () => {
    const bad = await fixture.portfolio([{ ...cash, date: '20000-01-01' }]);
    const fine = await fixture.portfolio([cash, buy('AAA', '10')]);
    const report = await fixture.run();
    expect(report).toMatchObject({
      status: 'partial',
      error: null,
      total: SESSIONS + 1,
      completed: SESSIONS,
      blocked: 1,
    });
    expect(report.problems).toEqual([{ portfolioId: bad, date: LAST_SESSION, reason: 'unreadable-ledger' }]);
    expect([await days(bad), (await days(fine)).length]).toEqual([[], SESSIONS]);
  });

  it('is not tried every minute, but when its ledger has changed', async () => {
    const bad = await fixture.portfolio([cash]);
    const problem = { portfolioId: bad, date: LAST_SESSION, reason: 'unreadable-ledger' };
    await fixture.sql(
      `INSERT INTO batch_run_tracking (triggered_by, to_date, status, problems, started_at, completed_at)
       VALUES ('test', $1, 'partial', $2, now() + interval '1 s', now() + interval '2 s')`,
      [LAST_SESSION, JSON.stringify([problem])],
    );
    const due = fixture.app.get(BatchDueService);
    expect((await due.health()).detail).toMatchObject({ lacking: 0, blocked: 1, stale: 0 });
    await fixture.sql(`UPDATE transactions SET created_at = now() + interval '1 min' WHERE portfolio_id = $1`, [bad]);
    expect((await due.health()).detail).toMatchObject({ stale: 1 });
  });

  it('is a problem of its own when a value is too large to be stored', async () => {
    const [user] = await fixture.sql<{ id: string }>(
      `INSERT INTO users (id, email, full_name) VALUES ($1, $2, 'T') RETURNING id`,
      [randomUUID(), `${randomUUID()}@example.com`],
    );
    const asset = await fixture.instrument('MOON', 'PRIVATE', user!.id);
    const huge = await fixture.portfolio([cash, buy('MOON', '900000000000')]);
    const fine = await fixture.portfolio([cash, buy('BBB', '10')]);
    await fixture.sql(
      `INSERT INTO transactions (portfolio_id, kind, trade_date, instrument_id, price, amount, source)
       VALUES ($1, 'mark', '2024-11-27', $2, 900000000000, 0, 'api')`,
      [huge, asset],
    );
    const report = await fixture.run();
    expect(report).toMatchObject({ status: 'partial', error: null, completed: SESSIONS + 2, blocked: 2 });
    expect(new Set(report.problems.map(({ portfolioId, reason }) => `${portfolioId} ${reason}`))).toEqual(
      new Set([`${huge} computation-failed`]),
    );
    expect([await days(huge), (await days(fine)).length]).toEqual([[START, '2024-11-26'], SESSIONS]);
  });

  it('goes on after sessions whose prices cannot be added up', async () => {
    await fixture.sql(`UPDATE market_data_cache SET basis = 'raw' WHERE instrument_id = $1`, [
      fixture.instruments.get('CCC'),
    ]);
    const mixed = await fixture.portfolio([cash, buy('DDD', '10'), buy('CCC', '10', '2024-11-26')]);
    await fixture.sql(
      `INSERT INTO transactions (portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
       VALUES ($1, 'sell', '2024-11-27', $2, 10, 50, 500, 'api')`,
      [mixed, fixture.instruments.get('CCC')],
    );
    const report = await fixture.run();
    expect(report).toMatchObject({ status: 'partial', error: null });
    expect(report.problems.map(({ date, reason }) => `${date} ${reason}`)).toEqual([
      '2024-11-26 mixed-price-basis',
      '2024-11-27 mixed-price-basis',
    ]);
    expect(await days(mixed)).toEqual([START, LAST_SESSION]);
  });
});
