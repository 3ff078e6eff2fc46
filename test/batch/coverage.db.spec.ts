import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { asSystem } from '../../src/shared/database/transactions.js';
import { BatchFixture, LAST_SESSION, type Trade } from './fixture.js';

const START = '2024-11-25';
const cash: Trade = { kind: 'deposit', date: START, amount: '100000' };
const buy = (symbol: string, quantity: string): Trade => ({ kind: 'buy', date: START, symbol, quantity, price: '50' });

describe('coverage of the batch', () => {
  let fixture: BatchFixture;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
  });
  afterAll(() => fixture.close());

  const snapshots = (portfolio: string) =>
    fixture.sql<Record<string, unknown>>(
      'SELECT *, snapshot_date::text AS day FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY snapshot_date',
      [portfolio],
    );
  const lots = (portfolio: string, day = LAST_SESSION) =>
    fixture.sql<Record<string, unknown>>(
      'SELECT *, price_date::text FROM snapshot_positions WHERE portfolio_id = $1 AND snapshot_date = $2 ORDER BY age_sessions',
      [portfolio, day],
    );

  it('carries an instrument without a price at cost, and says so', async () => {
    await fixture.instrument('NOPE');
    const portfolio = await fixture.portfolio([cash, buy('AAA', '100'), buy('NOPE', '3')]);
    expect(await fixture.run({ portfolioId: portfolio })).toMatchObject({ status: 'completed', completed: 4 });
    const newest = (await snapshots(portfolio)).at(-1);
    expect(newest).toMatchObject({ status: 'PARTIAL', num_positions: 2 });
    expect(newest!.coverage).toBeGreaterThan(0.9);
    expect(newest!.coverage).toBeLessThan(1);
    const [, unpriced] = await lots(portfolio);
    expect(unpriced).toMatchObject({
      status: 'unpriced',
      reason: 'no-price',
      price: null,
      market_value: '150.00000000',
    });
  });

  it('writes nothing where more than half has no price, and goes on with the rest', async () => {
    const blocked = await fixture.portfolio([cash, buy('AAA', '1'), buy('NOPE', '100')]);
    const fine = await fixture.portfolio([cash, buy('BBB', '1')]);
    const report = await fixture.run();
    expect(report).toMatchObject({ status: 'partial', completed: 4, blocked: 4 });
    expect(report.problems[0]).toEqual({ portfolioId: blocked, date: LAST_SESSION, reason: 'insufficient-coverage' });
    expect(await snapshots(blocked)).toEqual([]);
    expect(await snapshots(fine)).toHaveLength(4);
    const due = fixture.app.get(BatchDueService);
    expect(await due.health()).toMatchObject({ status: 'up', detail: { lacking: 0, blocked: 1 } });
    await fixture.sql('DELETE FROM portfolios WHERE id = $1', [blocked]);
  });

  it('uses the last price with its age', async () => {
    const id = fixture.instruments.get('CCC');
    const portfolio = await fixture.portfolio([cash, buy('CCC', '2'), buy('DDD', '200')]);
    const gap = `UPDATE market_data_cache SET dataset = $2 WHERE instrument_id = $1 AND price_date > '2024-11-26'`;
    await fixture.sql(gap, [id, 'yahoo']);
    await fixture.run({ portfolioId: portfolio });
    await fixture.sql(gap, [id, 'csv']);
    const [, old] = await lots(portfolio);
    expect(old).toMatchObject({ status: 'stale', reason: 'stale-price', age_sessions: 2, price_date: '2024-11-26' });
    expect((await snapshots(portfolio)).map(({ status }) => status)).toEqual(['OK', 'OK', 'PARTIAL', 'PARTIAL']);
  });

  it('keeps the last price of what is quoted no more, whether the sessions are computed together or one by one', async () => {
    const gone = await fixture.instrument('GONE');
    await fixture.sql(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       VALUES ($1, 'csv', '2023-01-03', 'split_adjusted', 50), ($1, 'csv', '2023-01-04', 'split_adjusted', 0.5)`,
      [gone],
    );
    const date = '2023-01-03';
    const portfolio = await fixture.portfolio([
      { ...cash, date },
      { ...buy('AAA', '100'), date },
      { ...buy('GONE', '100'), date },
    ]);
    const newest = async () => (await snapshots(portfolio)).find(({ day }) => day === LAST_SESSION);
    await fixture.run({ portfolioId: portfolio, from: LAST_SESSION, isForced: true });
    const alone = await newest();
    await fixture.run({ portfolioId: portfolio, from: date, isForced: true });
    expect(await newest()).toEqual({ ...alone, run_id: expect.any(String), updated_at: expect.any(Date) });
    expect(alone).toMatchObject({ status: 'PARTIAL', num_positions: 2 });
    const [, last] = await lots(portfolio);
    expect(last).toMatchObject({
      status: 'unpriced',
      reason: 'stale-price',
      price: '0.50000000',
      price_date: '2023-01-04',
      market_value: '50.00000000',
      unrealized_pnl: '-4950.00000000',
    });
    const valued = (await fixture.sql(
      `SELECT snapshot_date::text AS day, market_value FROM snapshot_positions WHERE portfolio_id = $1 AND instrument_id = $2
        AND market_value <> 50 ORDER BY 1`,
      [portfolio, gone],
    )) as unknown[];
    expect(valued).toEqual([{ day: date, market_value: '5000.00000000' }]);
    await fixture.sql('DELETE FROM portfolios WHERE id = $1', [portfolio]);
  });

  it('gives no beta without the benchmark, and restates when it comes', async () => {
    const portfolio = await fixture.portfolio([cash, buy('EEE', '5')]);
    const hide = `UPDATE market_data_cache SET dataset = $2 WHERE instrument_id = $1`;
    await fixture.sql(hide, [fixture.instruments.get('SPY'), 'yahoo']);
    await fixture.run({ portfolioId: portfolio });
    const [first] = await snapshots(portfolio);
    expect(first).toMatchObject({
      beta_calculated_90d: null,
      reasons: {
        beta_calculated_90d: 'no-benchmark',
        beta_coverage: 'no-benchmark',
        beta_calculated_252d: 'no-benchmark',
      },
    });
    await fixture.sql(hide, [fixture.instruments.get('SPY'), 'csv']);
    await fixture.sql('UPDATE portfolios SET stale_from = $2 WHERE id = $1', [portfolio, START]);
    await fixture.run({ portfolioId: portfolio });
    expect((await snapshots(portfolio))[0]).toMatchObject({ beta_calculated_90d: expect.any(Number), reasons: {} });
  });

  it('leaves private assets and options out of betas, and gives no weights to negative equity', async () => {
    const [{ user_id }] = (await fixture.sql('SELECT user_id FROM portfolios LIMIT 1')) as [{ user_id: string }];
    await fixture.instrument('HOUSE', 'PRIVATE', user_id);
    await fixture.instrument('AAA250620C00100000', 'OPTIONS');
    const portfolio = await fixture.portfolio([
      cash,
      buy('HOUSE', '10'),
      buy('AAA250620C00100000', '1'),
      buy('AAA', '100'),
    ]);
    const poor = await fixture.portfolio([
      { ...cash, amount: '1' },
      buy('AAA', '1'),
      { kind: 'withdrawal', date: START, amount: '5000' },
    ]);
    await fixture.run();
    const [option] = await fixture.sql(`SELECT reason FROM symbol_market_betas WHERE instrument_id = $1`, [
      fixture.instruments.get('AAA250620C00100000'),
    ]);
    expect(option).toEqual({ reason: 'not-applicable' });
    const house = 'SELECT FROM symbol_market_betas WHERE instrument_id = $1';
    expect(await fixture.sql(house, [fixture.instruments.get('HOUSE')])).toEqual([]);
    expect((await snapshots(portfolio)).at(-1)!.beta_coverage).toBeLessThan(1);
    expect((await snapshots(poor)).at(-1)).toMatchObject({
      realized_volatility_21d: null,
      reasons: { realized_volatility_21d: 'non-positive-equity', daily_return: 'non-positive-equity' },
    });
    expect(await lots(poor)).toMatchObject([{ weight: null, reason: 'non-positive-equity' }]);
  });

  it('loads the inputs again when the ledger changes under its hands', async () => {
    const portfolio = await fixture.portfolio([cash, buy('BBB', '2')]);
    const id = await fixture.service.begin({ triggeredBy: 'test', portfolioId: portfolio }, fixture.owner);
    let late: Promise<unknown> | undefined;
    const report = await fixture.runner.execute(id, fixture.owner, ({ completed }) => {
      if (completed === 2) late ??= fixture.post(portfolio, { kind: 'deposit', date: START, amount: '7' });
    });
    await late;
    const nav = (await snapshots(portfolio)).map(({ net_asset_value, cash_value }) => [net_asset_value, cash_value]);
    const [{ stale_from }] = (await fixture.sql('SELECT stale_from FROM portfolios WHERE id = $1', [portfolio])) as [
      { stale_from: unknown },
    ];
    if (stale_from !== null) await fixture.run({ portfolioId: portfolio });
    expect(report!.status).toBe('completed');
    expect(nav).toHaveLength(4);
    expect((await snapshots(portfolio)).map(({ cash_value }) => cash_value)).toEqual(Array(4).fill('99907.00000000'));
  });

  it('takes snapshots away when the ledger begins later', async () => {
    const tx = fixture.app.get(CoreTransactions);
    const portfolio = await fixture.portfolio([]);
    const first = await fixture.post(portfolio, { kind: 'deposit', date: START, amount: '10' });
    await fixture.post(portfolio, { kind: 'deposit', date: '2024-11-27', amount: '20' });
    await fixture.run({ portfolioId: portfolio });
    await tx.run(asSystem('test'), () =>
      tx.manager.query(
        `INSERT INTO transactions (portfolio_id, kind, trade_date, amount, reverses_id, source) VALUES ($1, 'deposit', $2, -10, $3, 'reversal')`,
        [portfolio, START, first],
      ),
    );
    await fixture.sql('UPDATE portfolios SET stale_from = $2 WHERE id = $1', [portfolio, START]);
    await fixture.run({ portfolioId: portfolio });
    expect((await snapshots(portfolio)).map(({ day, net_asset_value }) => [day, net_asset_value])).toEqual([
      ['2024-11-27', '20.00000000'],
      ['2024-11-29', '20.00000000'],
    ]);
  });
});
