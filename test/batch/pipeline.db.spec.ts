import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { RESULT_TABLES, tableHashes } from '../support/table-hash.js';
import { BatchFixture, FIRST_PRICE_SESSION, LAST_SESSION, madeUpClose, SYMBOLS, type Trade } from './fixture.js';

const START = '2024-09-03';
const sessions = sessionsBetween(FIRST_PRICE_SESSION, LAST_SESSION);
const at = (symbol: string, session: string): number =>
  Number(madeUpClose(SYMBOLS.indexOf(symbol as 'SPY'), sessions.indexOf(session)));
const buy = (symbol: string, quantity: string, date = START): Trade => {
  const price = at(symbol, date).toFixed(4);
  return { kind: 'buy', date, symbol, quantity, price };
};
const TRADES: readonly Trade[] = [
  { kind: 'deposit', date: START, amount: '500000' },
  ...SYMBOLS.slice(1, 7).map((symbol, i) => buy(symbol, String(100 + 37 * i))),
  buy('AAA', '12.5', '2024-10-01'),
  { kind: 'short', date: START, symbol: 'HHH', quantity: '80', price: at('HHH', START).toFixed(4) },
  { kind: 'withdrawal', date: '2024-10-12', amount: '2500.25' },
];

/** The same figures by the plainest formulas, in doubles. */
function independent(session: string): { nav: number; pnl: number; beta: number; volatility: number } {
  const quantities = new Map<string, number>();
  let cash = 0;
  let flow = 0;
  const navAt = (day: string): number => {
    quantities.clear();
    cash = 0;
    flow = 0;
    for (const { kind, date, symbol = '', quantity, price, amount } of TRADES) {
      if (date > day) continue;
      const sign = kind === 'buy' || kind === 'withdrawal' ? -1 : 1;
      cash += sign * (amount === undefined ? Number(quantity) * Number(price) : Number(amount));
      if (amount !== undefined) flow += sign * Number(amount);
      else quantities.set(symbol, (quantities.get(symbol) ?? 0) - sign * Number(quantity));
    }
    return [...quantities].reduce((sum, [symbol, held]) => sum + held * at(symbol, day), cash);
  };
  const before = sessions[sessions.indexOf(session) - 1]!;
  const navBefore = navAt(before);
  const flowBefore = flow;
  const nav = navAt(session);
  const t = sessions.indexOf(session);
  const returnOf = (symbol: string, i: number): number => at(symbol, sessions[i]!) / at(symbol, sessions[i - 1]!) - 1;
  const span = (count: number): number[] => Array.from({ length: count }, (_, i) => t - count + 1 + i);
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const covariance = (a: number[], b: number[]): number =>
    a.reduce((sum, x, i) => sum + (x - mean(a)) * (b[i]! - mean(b)), 0) / (a.length - 1);
  const market = span(90).map((i) => returnOf('SPY', i));
  let beta = 0;
  for (const [symbol, held] of quantities) {
    const own = span(90).map((i) => returnOf(symbol, i));
    beta += ((held * at(symbol, session)) / nav) * (covariance(own, market) / covariance(market, market));
  }
  const series = span(21).map((i) =>
    [...quantities].reduce(
      (sum, [symbol, held]) => sum + ((held * at(symbol, session)) / nav) * returnOf(symbol, i),
      0,
    ),
  );
  const pnl = nav - navBefore - (flow - flowBefore);
  return { nav, pnl, beta, volatility: Math.sqrt(covariance(series, series) * 252) };
}

describe('the batch', () => {
  let fixture: BatchFixture;
  let portfolio: string;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    portfolio = await fixture.portfolio(TRADES);
  });
  afterAll(() => fixture.close());

  const hashes = (): Promise<Record<string, string>> => tableHashes(fixture.databases.addresses.core);
  const snapshot = async (date: string): Promise<Record<string, string>> => {
    const [row] = await fixture.sql(
      'SELECT *, snapshot_date::text AS day FROM portfolio_snapshots WHERE portfolio_id = $1 AND snapshot_date = $2',
      [portfolio, date],
    );
    return row as Record<string, string>;
  };

  it('computes every session from the first ledger line to the last close', async () => {
    const report = await fixture.run();
    expect(report).toMatchObject({ status: 'completed', blocked: 0, total: 63, completed: 63, error: null });
    const [{ stale_from }] = (await fixture.sql('SELECT stale_from FROM portfolios WHERE id = $1', [portfolio])) as [
      { stale_from: null },
    ];
    expect(stale_from).toBeNull();
  });

  it.each(['2024-09-04', '2024-10-01', '2024-10-14', LAST_SESSION])(
    'agrees with plain formulas on %s',
    async (date) => {
      const row = await snapshot(date);
      const expected = independent(date);
      expect(Number(row.net_asset_value) / expected.nav - 1).toBeCloseTo(0, 9);
      expect(Number(row.daily_pnl) / expected.pnl - 1).toBeCloseTo(0, 8);
      expect(Number(row.beta_calculated_90d) / expected.beta - 1).toBeCloseTo(0, 9);
      expect(Number(row.realized_volatility_21d) / expected.volatility - 1).toBeCloseTo(0, 9);
      expect(row).toMatchObject({ status: 'OK', coverage: 1, volatility_coverage: 1, beta_coverage: 1, reasons: {} });
    },
  );

  it('changes no row when it runs again', async () => {
    const state = (): Promise<unknown[]> =>
      fixture.sql(`SELECT 'a' AS t, xmin::text, ctid::text FROM portfolio_snapshots UNION ALL SELECT 'b', xmin::text, ctid::text FROM snapshot_positions
        UNION ALL SELECT 'c', xmin::text, ctid::text FROM symbol_market_betas UNION ALL SELECT 'd', xmin::text, ctid::text FROM symbol_volatility ORDER BY 1, 2, 3`);
    const before = await state();
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: 0 });
    expect(await fixture.run({ from: START, isForced: true })).toMatchObject({ status: 'completed', completed: 63 });
    expect(await state()).toEqual(before);
  });

  it('gives the same tables whether sessions are computed one by one or at once', async () => {
    const before = await hashes();
    await fixture.sql(`TRUNCATE ${RESULT_TABLES.join(', ')} CASCADE`);
    for (const day of sessionsBetween('2024-11-15', LAST_SESSION).reverse()) await fixture.run({ from: day, to: day });
    for (const day of sessionsBetween(START, '2024-10-15')) await fixture.run({ to: day });
    await fixture.run();
    expect(await hashes()).toEqual(before);
  });

  it('restates from the date of a late ledger line', async () => {
    const before = await snapshot('2024-10-31');
    await fixture.post(portfolio, { kind: 'deposit', date: '2024-11-02', amount: '1000' });
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: 19 });
    expect(await snapshot('2024-10-31')).toEqual(before);
    const after = await snapshot('2024-11-04');
    expect(Number(after.net_asset_value) - independent('2024-11-04').nav).toBeCloseTo(1000, 4);
    expect(Number(after.daily_pnl)).toBeCloseTo(independent('2024-11-04').pnl, 4);
  });

  it('does not let one portfolio change another', async () => {
    const of = (id: string): Promise<unknown[]> =>
      fixture.sql('SELECT * FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY snapshot_date', [id]);
    const before = await of(portfolio);
    const other = await fixture.portfolio([{ kind: 'deposit', date: '2024-11-20', amount: '10' }]);
    expect(await fixture.run({ portfolioId: other })).toMatchObject({ status: 'completed', total: 7 });
    expect(await of(portfolio)).toEqual(before);
    const [row] = await of(other);
    expect(row).toMatchObject({
      net_asset_value: '10.00000000',
      daily_pnl: '0.00000000',
      hhi: null,
      reasons: { coverage: 'no-positions', hhi: 'no-positions', beta_calculated_90d: 'no-positions' },
    });
  });
});
