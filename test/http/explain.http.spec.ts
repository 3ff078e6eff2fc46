import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { CALCULATIONS } from '../../src/core/calculations/calculation.registry.js';
import { EXPLAINED, EXPLANATIONS } from '../../src/core/explain/explanation.registry.js';
import { FACTOR_FUNDS } from '../../src/core/market-data/factor-funds.kernel.js';
import { PriceImportService } from '../../src/core/market-data/price-import.service.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';
import { type Pair, REPRODUCTIONS } from '../support/reproduce-figures.js';

const TODAY = '2024-11-29';
const START = '2024-11-26';
const CALL = 'AAA250620C00120000';
/** On what pays dividends and is not held: by a tree, and in the returns of what the portfolio does not have. */
const PUT = 'DDD250620P00095000';
const DIVIDEND_DAYS: readonly string[] = ['2024-03-15', '2024-09-13'];
const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD', ...FACTOR_FUNDS];
const ENDPOINTS = Object.keys(EXPLAINED);
/** Both kinds of it are all the same to a test: where its figures are. */
const ENDPOINT_OF = new Map(
  ENDPOINTS.flatMap((endpoint) =>
    EXPLAINED[endpoint as keyof typeof EXPLAINED].map((name) => [name as string, endpoint]),
  ),
);
interface Explained {
  readonly of: { readonly symbol?: string };
  readonly method: string;
}
const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x) - 0.5;
};

describe('an explanation', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: string;
  let folder: string;

  const ask = (endpoint: string, query = '', as: TestUser | null = ann, id = portfolio) =>
    app.get(`/api/v1/analytics/portfolio/${id}/${endpoint}/explain${query}`, as ? { as } : {});

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sge-'));
    app = await TestApp.start({ now: '2024-11-30T12:00:00Z', env: { PRICE_DATASET: 'csv', RATE_LIMIT_PER_MINUTE: 0 } });
    [ann, bob] = [await app.user(), await app.user()];
    const sessions = sessionsBetween('2023-09-01', TODAY);
    const lines = SYMBOLS.flatMap((symbol, i) => {
      let close = 100;
      return sessions.map((session, t) => {
        close *= 1 + 0.012 * noise(t + 1) + 0.01 * noise((t + 1) * 31 + i * 7_919);
        const dividend = symbol === 'DDD' && DIVIDEND_DAYS.includes(session) ? '1.2' : '';
        return `${symbol},${session},${close.toFixed(4)},${dividend}`;
      });
    });
    const last = (place: number): number => Number(lines[(place + 1) * sessions.length - 1]!.split(',')[2]);
    const options = sessions
      .slice(-4)
      .flatMap((session) => [
        `${CALL},${session},${Math.max(6, last(0) - 112).toFixed(2)},`,
        `${PUT},${session},${(Math.max(0, 95 - last(3)) + 5).toFixed(2)},`,
      ]);
    const file = join(folder, 'prices.csv');
    const body = { name: 'Growth', account_name: 'Growth', equity_balance: 50_000, opening_date: START };
    portfolio = (await app.post('/api/v1/portfolios', { as: ann, body })).body.id;
    const transactions = [
      { kind: 'buy', trade_date: START, symbol: 'AAA', quantity: '100', price: '110' },
      { kind: 'buy', trade_date: START, symbol: 'CCC', quantity: '150.5', price: '95.25' },
      { kind: 'short', trade_date: START, symbol: 'BBB', quantity: '30', price: '100' },
      { kind: 'short', trade_date: START, symbol: CALL, quantity: '1', price: '9' },
      { kind: 'short', trade_date: START, symbol: PUT, quantity: '2', price: '5' },
    ];
    const booked = await app.post(`/api/v1/portfolios/${portfolio}/transactions`, { as: ann, body: { transactions } });
    expect([booked.status, booked.text]).toEqual([201, expect.anything()]);
    await writeFile(file, ['symbol,date,close,dividend', ...lines, ...options].join('\n'));
    await app.app.get(PriceImportService, { strict: false }).importFile(file, 'raw');
    const id = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test');
    expect(await app.app.get(BatchRunner, { strict: false }).execute(id, 'test')).not.toBeNull();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('is there for every registered calculation, and each is reproduced here', () => {
    const names = CALCULATIONS.map(({ name }) => name).sort();
    expect(Object.keys(EXPLANATIONS).sort()).toEqual(names);
    expect(Object.keys(REPRODUCTIONS).sort()).toEqual([...names, 'valuation'].sort());
  });

  it.each(ENDPOINTS)('of %s says run, version and sources, and finds the stored figures again', async (endpoint) => {
    const { status, body } = await ask(endpoint);
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(body).toMatchObject({ portfolio_id: portfolio, endpoint, as_of_date: TODAY, is_stale: false, reason: null });
    expect([body.run_id, body.code_version]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), '0.1.0']);
    const others = body.figures.filter((one: { reproduced: boolean }) => !one.reproduced);
    expect(others).toEqual([]);
    expect(body).toMatchObject({ reproduced: true });
    expect(body.figures.length).toBeGreaterThan(0);
    for (const one of body.calculations) {
      expect(one).toMatchObject({ formula: expect.stringMatching(/\w{3}/), source: expect.stringMatching(/\w{3}/) });
    }
  });

  it.each(Object.keys(REPRODUCTIONS))('has in itself what the figures of %s are computed from', async (name) => {
    const explaining = ENDPOINT_OF.get(name) ?? (name === 'scenario-shocks' ? 'stress-test' : 'value-at-risk');
    const { body } = await ask(explaining);
    const pairs: Pair[] = REPRODUCTIONS[name]!(body);
    expect(pairs.length).toBeGreaterThan(0);
    const different = pairs.filter(
      ([, mine, stored]) => !(Math.abs(mine - stored) <= 1e-9 * Math.max(Math.abs(mine), Math.abs(stored), 1e-6)),
    );
    expect(different).toEqual([]);
  });

  it('says which options a formula prices, which a tree, and what each of them stands for', async () => {
    const { calculations, figures, inputs } = (await ask('value-at-risk')).body;
    const greeks = figures.filter(({ calculation }: { calculation: string }) => calculation === 'option-greeks');
    expect(greeks.map(({ of, method }: Explained) => [of.symbol, method]).sort()).toEqual([
      [CALL, 'black-scholes-merton; assumed-rate'],
      [PUT, 'leisen-reimer; assumed-rate'],
    ]);
    const { steps } = calculations.find(({ name }: { name: string }) => name === 'risk-contribution');
    const [call, put, share] = [CALL, PUT, 'AAA'].map(
      (symbol) => inputs.holdings.find((one: { symbol: string }) => one.symbol === symbol).instrument_id,
    );
    const rowOf = (id: string): number => steps.row_of[steps.instrument_ids.indexOf(id)];
    expect(rowOf(call)).toBe(rowOf(share));
    expect(steps.bearer_ids[steps.instrument_ids.indexOf(call)]).toBe(share);
    expect(steps.instrument_ids).not.toContain(steps.bearer_ids[steps.instrument_ids.indexOf(put)]);
    expect(steps.annual_covariance).toHaveLength(4);
    const sample = calculations.find(({ name }: { name: string }) => name === 'risk-sample').steps;
    expect(sample.revalued.portfolio_returns).toHaveLength(sample.year.portfolio_returns.length);
    expect(sample.revalued.portfolio_returns).not.toEqual(sample.year.portfolio_returns);
  });

  it('says that what is stored is no longer what the inputs give', async () => {
    await app.sql(
      'core',
      'UPDATE portfolio_snapshots SET hhi = hhi + 1 WHERE portfolio_id = $1 AND snapshot_date = $2',
      [portfolio, TODAY],
    );
    const { body } = await ask('concentration');
    await app.sql(
      'core',
      'UPDATE portfolio_snapshots SET hhi = hhi - 1 WHERE portfolio_id = $1 AND snapshot_date = $2',
      [portfolio, TODAY],
    );
    expect(body.reproduced).toBe(false);
  });

  it('is of the newest session on or before a day, and empty before the first', async () => {
    const before = (await ask('concentration', '?date=2024-11-28')).body;
    expect(before).toMatchObject({ as_of_date: '2024-11-27', reproduced: true });
    const none = (await ask('concentration', '?date=2024-01-02')).body;
    expect(none).toMatchObject({
      as_of_date: null,
      reason: 'not-computed-yet',
      figures: [],
      inputs: null,
      reproduced: null,
    });
  });

  it.each(ENDPOINTS)('of %s is for its owner alone', async (endpoint) => {
    expect((await ask(endpoint, '', null)).status).toBe(401);
    expect((await ask(endpoint, '', bob)).status).toBe(404);
    expect((await ask(endpoint, '', ann, randomUUID())).status).toBe(404);
    expect((await ask(endpoint, '', ann, 'x')).status).toBe(422);
    expect((await ask(endpoint, '?date=2024-02-30')).status).toBe(422);
    expect((await ask(endpoint, '?day=2024-02-20')).status).toBe(422);
  });
});
