import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { FACTOR_FUNDS } from '../../src/core/market-data/factor-funds.kernel.js';
import { PriceImportService } from '../../src/core/market-data/price-import.service.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';

const TODAY = '2024-11-29';
const START = '2024-11-26';
const CALL = 'AAA250620C00120000';
/** Known, and held by nobody. */
const NEW = 'DDD';
const SYMBOLS = ['AAA', 'BBB', 'CCC', NEW, ...FACTOR_FUNDS];
const TRADES = [
  { symbol: 'AAA', side: 'sell', quantity: '40' },
  { symbol: NEW, side: 'buy', quantity: '25', price: '101.5' },
  { symbol: 'BBB', side: 'short', quantity: '10' },
  { symbol: CALL, side: 'buy', quantity: '2', price: '9.25' },
] as const;

const closeOf = (symbol: number, t: number): number =>
  100 * Math.exp(0.1 * Math.sin(t / 17 + symbol) + 0.02 * Math.sin(t * (1.3 + symbol / 7)) + t / 2_000);

describe('a what-if', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: string;
  let url: string;
  let folder: string;

  async function night(): Promise<void> {
    const id = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test');
    expect(await app.app.get(BatchRunner, { strict: false }).execute(id, 'test')).not.toBeNull();
  }
  const book = async (...transactions: unknown[]) => {
    const answer = await app.post(`/api/v1/portfolios/${portfolio}/transactions`, { as: ann, body: { transactions } });
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
  };
  const ask = (body: unknown, as: TestUser | null = ann, id = portfolio) =>
    app.post(`/api/v1/analytics/portfolio/${id}/what-if`, { ...(as ? { as } : {}), body });
  /** Everything that the batch has stored, as text. */
  const stored = async (): Promise<string> => {
    const tables = [
      'portfolio_snapshots',
      'snapshot_positions',
      'transactions',
      'positions',
      'symbol_greeks',
      'instruments',
    ];
    const rows = await Promise.all(
      [...tables, 'symbol_market_betas', 'portfolio_exposures', 'factor_exposures', 'modeling_session_snapshots'].map(
        (table) => app.sql('core', `SELECT to_jsonb(row) AS row FROM ${table} row ORDER BY 1::text`, []),
      ),
    );
    return JSON.stringify(rows.map((each) => each.map(({ row }) => JSON.stringify(row)).sort()));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sgw-'));
    app = await TestApp.start({ now: '2024-11-30T12:00:00Z', env: { PRICE_DATASET: 'csv' } });
    [ann, bob] = [await app.user(), await app.user()];
    const sessions = sessionsBetween('2023-10-02', TODAY);
    const lines = SYMBOLS.flatMap((symbol, i) =>
      sessions.map((session, t) => `${symbol},${session},${closeOf(i, t).toFixed(4)}`),
    );
    const options = sessions.slice(-4).map((session, i) => `${CALL},${session},${(9 + i / 10).toFixed(2)}`);
    const file = join(folder, 'prices.csv');
    const body = { name: 'Growth', account_name: 'Growth', equity_balance: 50_000, opening_date: START };
    portfolio = (await app.post('/api/v1/portfolios', { as: ann, body })).body.id;
    url = `/api/v1/analytics/portfolio/${portfolio}`;
    await book(
      { kind: 'buy', trade_date: START, symbol: 'AAA', quantity: '100', price: '110' },
      { kind: 'buy', trade_date: START, symbol: 'CCC', quantity: '50.5', price: '95.25' },
      { kind: 'short', trade_date: START, symbol: CALL, quantity: '1', price: '9' },
    );
    await writeFile(file, ['symbol,date,close', ...lines, ...options].join('\n'));
    await app.app.get(PriceImportService, { strict: false }).importFile(file, 'raw');
    await night();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('shows the book as it stands, and as the trades would leave it, and stores nothing', async () => {
    const before = await stored();
    const { status, body } = await ask({ trades: TRADES });
    expect([status, body.portfolio_id, body.as_of_date, body.session_id]).toEqual([200, portfolio, TODAY, null]);
    const overview = (await app.get(`${url}/overview`, { as: ann })).body;
    expect(body.before).toMatchObject({
      net_asset_value: overview.net_asset_value,
      cash_balance: overview.cash_balance,
      greeks: { options: 1, options_with_greeks: 1 },
      status: 'OK',
    });
    const { long_exposure, short_exposure } = overview.exposures;
    expect(body.before.exposures).toMatchObject({ long_exposure, short_exposure });
    const delta = overview.delta_adjusted_exposures;
    expect(body.before.delta_adjusted_exposures.net_exposure).toBe(delta.net_exposure);
    const concentration = (await app.get(`${url}/concentration`, { as: ann })).body.data;
    expect(body.before.concentration.hhi).toBe(concentration.hhi);
    const sectors = (await app.get(`${url}/sector-exposure`, { as: ann })).body.data;
    expect(body.before.sectors).toEqual(sectors.portfolio_weights);
    const greeks = (await app.get(`${url}/greeks`, { as: ann })).body.totals;
    expect(body.before.greeks).toMatchObject({ vega: greeks.vega, theta: greeks.theta, rho: greeks.rho });
    expect(body.trades[0]).toMatchObject({
      symbol: 'AAA',
      side: 'sell',
      price: closeOf(0, sessionsBetween('2023-10-02', TODAY).length - 1)
        .toFixed(4)
        .replace(/0+$/, ''),
    });
    expect(body.after.beta_90d).not.toBe(body.before.beta_90d);
    expect(await stored()).toBe(before);
  });

  it('names symbols that nobody knows, and refuses what the ledger would refuse', async () => {
    const unknown = await ask({ trades: [TRADES[0], { symbol: 'NOPE', side: 'buy', quantity: '1' }] });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toMatchObject([{ pointer: '/trades/1/symbol', code: 'unknown_symbol' }]);
    const oversold = await ask({ trades: [{ symbol: 'AAA', side: 'sell', quantity: '1000' }] });
    expect([oversold.status, oversold.body.errors[0].code]).toEqual([422, 'ledger.oversold']);
    const late = await ask({ trades: [{ symbol: CALL, side: 'buy', quantity: '1', price: '-1' }] });
    expect([late.status, late.body.errors[0].field]).toEqual([422, 'trades.0.price']);
  });

  it.each([
    ['no trades', { trades: [] }],
    ['too many', { trades: Array.from({ length: 51 }, () => TRADES[0]) }],
    ['a side that is none', { trades: [{ ...TRADES[0], side: 'hold' }] }],
    ['a quantity of nothing', { trades: [{ ...TRADES[0], quantity: '0' }] }],
    ['a field that is none', { trades: [TRADES[0]], dry: true }],
    ['a session without a name', { trades: [TRADES[0]], save: { name: ' ' } }],
  ])('refuses %s', async (_, body) => {
    expect((await ask(body)).status).toBe(422);
  });

  it('is answered to the owner of the portfolio alone', async () => {
    expect((await ask({ trades: TRADES }, null)).status).toBe(401);
    expect((await ask({ trades: TRADES }, bob)).status).toBe(404);
    expect((await ask({ trades: TRADES }, ann, randomUUID())).status).toBe(404);
    expect((await ask({ trades: TRADES }, ann, 'no-uuid')).status).toBe(422);
  });

  it('waits for a first session', async () => {
    const body = { name: 'Fresh', account_name: 'Fresh' };
    const { id } = (await app.post('/api/v1/portfolios', { as: ann, body })).body;
    const answer = await ask({ trades: TRADES }, ann, id);
    expect([answer.status, answer.body.code]).toEqual([409, 'what_if.not_computed_yet']);
  });

  it('is kept, listed, read and forgotten as a modelling session', async () => {
    const { body } = await ask({ trades: TRADES, save: { name: '  Less of AAA ' } });
    const sessions = `${url}/modeling-sessions`;
    const list = await app.get(sessions, { as: ann });
    expect(list.body.items).toMatchObject([
      { session_id: body.session_id, name: 'Less of AAA', status: 'completed', as_of_date: TODAY },
    ]);
    expect(list.body.items[0].trades).toEqual(body.trades);
    const one = `${sessions}/${body.session_id}`;
    const read = await app.get(one, { as: ann });
    expect(read.body).toMatchObject({ before: body.before, after: body.after });
    for (const address of [sessions, one]) {
      expect((await app.get(address)).status).toBe(401);
      expect((await app.get(address, { as: bob })).status).toBe(404);
    }
    expect((await app.get(`${sessions}/${randomUUID()}`, { as: ann })).status).toBe(404);
    expect((await app.get(`${sessions}?limit=0`, { as: ann })).status).toBe(422);
    expect((await app.call('DELETE', one, { as: bob })).status).toBe(404);
    expect((await app.call('DELETE', one, { as: ann })).status).toBe(204);
    expect((await app.get(one, { as: ann })).status).toBe(404);
  });

  it('equals trading and running the batch', async () => {
    const { after, trades } = (await ask({ trades: TRADES })).body;
    await book(
      ...(trades as { symbol: string; side: string; quantity: string; price: string }[]).map(
        ({ symbol, side, quantity, price }) => ({ kind: side, trade_date: TODAY, symbol, quantity, price }),
      ),
    );
    await night();
    const [snapshot] = await app.sql(
      'core',
      'SELECT to_jsonb(s) AS row FROM portfolio_snapshots s WHERE portfolio_id = $1 AND snapshot_date = $2',
      [portfolio, TODAY],
    );
    const row = snapshot?.row as Record<string, number | null>;
    expect(Object.keys(after.figures).length).toBeGreaterThan(10);
    for (const [column, value] of Object.entries(after.figures as Record<string, number | null>)) {
      same(row[column] ?? null, value, column);
    }
    for (const { name, rows } of after.results as { name: string; rows: Record<string, unknown>[] }[]) {
      const found = await app.sql(
        'core',
        `SELECT to_jsonb(r) - 'portfolio_id' - 'as_of_date' - 'updated_at' AS row FROM ${name} r WHERE portfolio_id = $1 AND as_of_date = $2`,
        [portfolio, TODAY],
      );
      const key = (one: Record<string, unknown>): string =>
        JSON.stringify([
          Object.values(one)
            .filter((cell) => typeof cell === 'string')
            .sort(),
          one['window_sessions'],
        ]);
      const booked = found
        .map(({ row: one }) => one as Record<string, unknown>)
        .sort((a, b) => (key(a) < key(b) ? -1 : 1));
      const asked = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(asked).toHaveLength(booked.length);
      for (const [i, one] of asked.entries()) {
        for (const [column, value] of Object.entries(one)) same(booked[i]![column], value, `${name}.${column}`);
      }
    }
    const sectors = (await app.get(`${url}/sector-exposure`, { as: ann })).body.data;
    for (const [sector, weight] of Object.entries(after.sectors as Record<string, number>)) {
      same(sectors.portfolio_weights[sector], weight, sector);
    }
    const greeks = (await app.get(`${url}/greeks`, { as: ann })).body.totals;
    expect(after.greeks).toMatchObject({ delta_dollars: greeks.delta_dollars, gamma_dollars: greeks.gamma_dollars });
    expect(after.greeks).toMatchObject({ vega: greeks.vega, theta: greeks.theta, rho: greeks.rho });
    const overview = (await app.get(`${url}/overview`, { as: ann })).body;
    expect(after.net_asset_value).toBe(overview.net_asset_value);
  });
});

/** To 1e-12 of the figure. */
function same(booked: unknown, asked: unknown, what: string): void {
  if (Array.isArray(asked) && Array.isArray(booked)) {
    expect([what, asked.length]).toEqual([what, booked.length]);
    // The database writes a missing number of an array as NaN.
    for (const [i, one] of asked.entries()) same(booked[i] === 'NaN' ? null : booked[i], one, `${what}[${String(i)}]`);
  } else if (typeof asked !== 'number' || typeof booked !== 'number') expect([what, asked]).toEqual([what, booked]);
  else if (Math.abs(asked - booked) > 1e-12 * Math.max(1, Math.abs(booked)))
    expect([what, asked]).toEqual([what, booked]);
}
