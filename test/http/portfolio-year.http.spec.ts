import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { PriceImportService } from '../../src/core/market-data/price-import.service.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';
import { differences, rowOf } from '../support/year-worksheet.js';

/*
 * A year of a portfolio told in calls. After each step value, cost, P&L and returns are those of the worksheet beside
 * this file, which was worked out by hand and shows how.
 */

const CALL = 'BBB241018C00050000';
const FIRST = '2024-01-02';

/** Each close holds until the next one. */
const CLOSES: Readonly<Record<string, readonly (readonly [from: string, close: number])[]>> = {
  SPY: [
    [FIRST, 400],
    ['2024-07-01', 420],
  ],
  AAA: [
    [FIRST, 100],
    ['2024-02-01', 110],
    ['2024-04-01', 120],
    ['2024-06-03', 60],
    ['2024-08-01', 66],
  ],
  BBB: [
    [FIRST, 50],
    ['2024-05-01', 45],
    ['2024-09-03', 52],
  ],
  CCC: [
    [FIRST, 80],
    ['2024-05-01', 70],
  ],
  [CALL]: [
    ['2024-08-01', 2],
    ['2024-09-03', 3],
  ],
};

describe('a year of a portfolio', () => {
  let app: TestApp;
  let ann: TestUser;
  let folder: string;
  let portfolio: string;
  let priced = '2023-12-31';
  const booked = new Map<string, string>();

  /** At the end of a day, with the closes of every session up to it. */
  async function at(day: string): Promise<void> {
    app.clock.set(`${day}T23:30:00Z`);
    const { body } = await app.post('/api/v1/auth/login', { body: { email: ann.email, password: ann.password } });
    Object.assign(ann.headers, { authorization: `Bearer ${body.access_token as string}` });
    const lines = sessionsBetween(priced < FIRST ? FIRST : priced, day).flatMap((session) =>
      Object.entries(CLOSES).flatMap(([symbol, closes]) => {
        const close = closes.findLast(([from]) => from <= session)?.[1];
        const split = symbol === 'AAA' && session === '2024-06-03' ? 2 : 1;
        return close === undefined ? [] : [`${symbol},${session},${String(close)},1,${String(split)},0`];
      }),
    );
    priced = day;
    await prices(...lines);
  }

  async function prices(...lines: string[]): Promise<void> {
    const file = join(folder, 'prices.csv');
    await writeFile(file, ['symbol,date,close,volume,split_factor,dividend', ...lines].join('\n'));
    await app.app.get(PriceImportService, { strict: false }).importFile(file, 'raw');
  }

  async function book(name: string, entry: Record<string, unknown>): Promise<void> {
    const { status, body } = await app.post(`/api/v1/portfolios/${portfolio}/transactions`, { as: ann, body: entry });
    expect([status, body]).toMatchObject([201, {}]);
    booked.set(name, body.transactions[0].id as string);
  }

  async function reverse(name: string): Promise<void> {
    const url = `/api/v1/portfolios/${portfolio}/transactions/${booked.get(name)}/reverse`;
    expect((await app.post(url, { as: ann })).status).toBe(201);
  }

  async function night(): Promise<void> {
    const id = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test:year');
    const report = await app.app.get(BatchRunner, { strict: false }).execute(id, 'test:year');
    expect(report).not.toBeNull();
  }

  const performance = async (query = '', of = `portfolios/${portfolio}`) =>
    (await app.get(`/api/v1/${of}/performance${query}`, { as: ann })).body;

  async function agrees(id: string, query = ''): Promise<void> {
    const figures = await performance(query);
    expect({ id, as_of: figures.as_of, wrong: differences(rowOf(id), figures) }).toEqual({
      id,
      as_of: rowOf(id).date,
      wrong: [],
    });
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sgy-'));
    app = await TestApp.start({ now: `${FIRST}T23:30:00Z`, env: { PRICE_DATASET: 'csv' } });
    ann = await app.user();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('begins with an import', async () => {
    await at(FIRST);
    const content = `Symbol,Quantity,Entry Price Per Share,Entry Date\nAAA,100,95,${FIRST}`;
    const form = { portfolio_name: 'Year', account_name: 'Year', account_type: 'taxable', equity_balance: '20000' };
    const file = { field: 'csv_file', name: 'holdings.csv', content };
    const { body } = await app.upload('/api/v1/onboarding/create-portfolio', form, file, ann);
    portfolio = body.portfolio_id as string;
    await night();
    await agrees('import');
  });

  const steps: readonly (readonly [id: string, entries: readonly Record<string, unknown>[]])[] = [
    ['buy', [{ kind: 'buy', symbol: 'BBB', quantity: '100', price: '50', fees: '10' }]],
    ['partial-sale', [{ kind: 'sell', symbol: 'AAA', quantity: '40', price: '112', fees: '4' }]],
    [
      'deposit-and-short',
      [
        { kind: 'deposit', amount: '5000' },
        { kind: 'short', symbol: 'CCC', quantity: '50', price: '80', fees: '5' },
      ],
    ],
    ['partial-cover', [{ kind: 'cover', symbol: 'CCC', quantity: '30', price: '72', fees: '3' }]],
    ['split', []],
    ['dividend', [{ kind: 'dividend', symbol: 'AAA', amount: '60' }]],
    ['withdrawal', [{ kind: 'withdrawal', amount: '2000' }]],
    ['written-call', [{ kind: 'short', symbol: CALL, quantity: '1', price: '2', fees: '1' }]],
    ['assignment', [{ kind: 'assignment', symbol: CALL, quantity: '1' }]],
    [
      'through-zero',
      [{ kind: 'buy', symbol: 'CCC', quantity: '30', price: '70', fees: '3', allow_reversal_of_side: true }],
    ],
  ];

  it.each(steps)('goes on: %s', async (id, entries) => {
    const { date } = rowOf(id);
    await at(date);
    for (const entry of entries) await book(id, { trade_date: date, ...entry });
    await night();
    await agrees(id);
  });

  it('says where the P&L came from, to the cent, for the portfolio, its lots and all portfolios', async () => {
    const whole = await performance();
    expect(whole).toMatchObject({
      start_value: '0.00',
      net_flows: '23000.00',
      total_pnl: '3574.00',
      income: '60.00',
      open_fees_change: '-1.00',
      attribution: { price: '3540.00', dividend: '60.00', fee: '-26.00', interest: '0.00', total: '3574.00' },
      benchmark: { symbol: 'SPY', total_return: null, excess_return: null },
      reasons: { 'benchmark.total_return': 'no-price' },
    });
    const shares = Object.values(whole.return_shares as Record<string, number>);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(whole.returns.modified_dietz as number, 12);
    expect(await performance('', 'portfolios')).toEqual(whole);
    const lots = await app.sql<{ id: string; symbol: string; type: string }>(
      'core',
      `SELECT p.id, i.symbol, p.position_type AS type FROM positions p JOIN instruments i ON i.id = p.instrument_id`,
    );
    const lot = (symbol: string, type: string): string =>
      `positions/${lots.find((one) => one.symbol === symbol && one.type === type)!.id}`;
    expect(await performance('', lot('AAA', 'LONG'))).toMatchObject({
      total_pnl: '2956.00',
      realized_pnl: '676.00',
      unrealized_pnl: '2220.00',
      attribution: { price: '2900.00', dividend: '60.00', fee: '-4.00', total: '2956.00' },
    });
    // Ten on twenty and eight on thirty, less fees of 5, 3 and 2; on 50 × 80 with its fee of 5.
    const short = await performance('', lot('CCC', 'SHORT'));
    expect(short).toMatchObject({
      total_pnl: '430.00',
      realized_pnl: '430.00',
      end_value: '0.00',
      attribution: { price: '440.00', fee: '-10.00' },
    });
    expect(short.returns.modified_dietz).toBeGreaterThan(0);
    expect(await performance('', lot(CALL, 'SC'))).toMatchObject({ total_pnl: '0.00', realized_pnl: '0.00' });
  });

  it('measures any span from the close before it, against its own benchmark', async () => {
    const span = await performance('?from=2024-06-04&to=2024-07-01');
    expect(span).toMatchObject({
      start_date: '2024-06-03',
      as_of: '2024-07-01',
      start_value: '27098.00',
      end_value: '25158.00',
      net_flows: '-2000.00',
      total_pnl: '60.00',
      attribution: { price: '0.00', dividend: '60.00', fee: '0.00' },
    });
    expect(span.returns.time_weighted).toBeCloseTo(60 / 27098, 12);
    expect(span.benchmark.total_return).toBeCloseTo(0.05, 12);
    expect(span.benchmark.excess_return).toBeCloseTo(60 / 27098 - 0.05, 12);
    const changed = await app.call('PUT', `/api/v1/portfolios/${portfolio}`, {
      as: ann,
      body: { benchmark_symbol: 'bbb' },
    });
    expect(changed.body.benchmark_symbol).toBe('BBB');
    const other = await performance('?from=2024-08-02&to=2024-09-03');
    expect(other.benchmark).toMatchObject({ symbol: 'BBB', total_return: 52 / 45 - 1 });
  });

  it('follows a corrected price', async () => {
    await prices('AAA,2024-10-01,65,1,1,0');
    await night();
    await agrees('corrected-price');
  });

  it('has its earlier values again when the last steps are undone', async () => {
    await prices('AAA,2024-10-01,66,1,1,0');
    await night();
    await agrees('through-zero');
    await reverse('through-zero');
    await night();
    await agrees('undone-through-zero');
    await agrees('assignment', '?to=2024-09-03');
    await reverse('assignment');
    await night();
    await agrees('written-call', '?to=2024-08-01');
  });

  const mutations: readonly (readonly [what: string, broken: string, mended: string])[] = [
    [
      'the multiplier of the option',
      "UPDATE transactions SET multiplier = 1 WHERE multiplier = 100 AND kind = 'short'",
      "UPDATE transactions SET multiplier = 100 WHERE multiplier = 1 AND kind = 'short' AND quantity = 1",
    ],
    [
      'the sign of the short',
      "UPDATE transactions SET kind = 'buy' WHERE kind = 'short' AND quantity = 50",
      "UPDATE transactions SET kind = 'short' WHERE kind = 'buy' AND quantity = 50",
    ],
  ];

  it.each(mutations)('would be seen to be wrong if %s were broken', async (_, broken, mended) => {
    const wrong = async (statement: string): Promise<string[]> => {
      await app.sql('core', statement);
      await app.sql('core', "UPDATE portfolios SET stale_from = '2024-08-01'");
      await night();
      return differences(rowOf('written-call'), await performance('?to=2024-08-01'));
    };
    expect(await wrong(broken)).not.toEqual([]);
    expect(await wrong(mended)).toEqual([]);
  });
});
