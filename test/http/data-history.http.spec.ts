import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortfolioReader, PORTFOLIO_READER } from '../../src/contracts/portfolio-reader.js';
import { RISK_READER, type RiskReader } from '../../src/contracts/risk-reader.js';
import { addSessions } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';

let app: TestApp;
let alice: TestUser;

beforeAll(async () => {
  app = await TestApp.start();
  alice = await app.user();
});
afterAll(() => app.close());

const complete = async (query: string, of: SeededPortfolio) =>
  (await app.get(`${of.complete}?${query}`, { as: alice })).body;

describe('the time series of a complete portfolio', () => {
  it('is the sessions up to the day, oldest first', async () => {
    const portfolio = await SeededPortfolio.create(app, alice);
    for (const [date, cash] of [
      ['2024-11-26', 100_000],
      ['2024-11-27', 100_500],
      [TODAY, 101_250.25],
    ] as const) {
      const columns = { daily_pnl: 5, daily_return: date === '2024-11-26' ? null : 0.005, daily_capital_flow: 7 };
      await portfolio.snapshot({ date, cash, lots: [], columns });
    }
    expect((await complete('include_timeseries=true&as_of_date=2024-11-28', portfolio)).timeseries).toEqual({
      dates: ['2024-11-26', '2024-11-27'],
      values: [100_000, 100_500],
      daily_pnl: [5, 5],
      daily_return: [null, 0.005],
      capital_flow: [7, 7],
      cash: [100_000, 100_500],
      gross_exposure: [0, 0],
      net_exposure: [0, 0],
      reason: null,
    });
  });

  it('is cut at its limit, and says so', async () => {
    const portfolio = await SeededPortfolio.create(app, alice);
    await portfolio.snapshot({ date: TODAY, cash: 100_000, lots: [] });
    await app.sql(
      'core',
      `INSERT INTO portfolio_snapshots (portfolio_id, snapshot_date, status, net_asset_value, cash_value, long_value, short_value,
         gross_exposure, net_exposure, daily_pnl, cumulative_pnl, daily_realized_pnl, cumulative_realized_pnl,
         daily_capital_flow, cumulative_capital_flow, num_positions, num_long_positions, num_short_positions)
       SELECT $1, date, 'OK', 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM unnest($2::date[]) date`,
      [portfolio.id, Array.from({ length: 180 }, (_, i) => addSessions(TODAY, -1 - i))],
    );
    const { meta, timeseries } = await complete('include_timeseries=true', portfolio);
    expect(timeseries.dates).toHaveLength(180);
    expect([timeseries.dates[0], timeseries.dates[179]]).toEqual([addSessions(TODAY, -179), TODAY]);
    expect(meta).toMatchObject({ truncated: true, truncated_parts: ['timeseries'] });
  });
});

describe('the attribution of a complete portfolio', () => {
  it('splits the P&L of the window by symbol, and lists what belongs to none', async () => {
    const portfolio = await SeededPortfolio.create(app, alice);
    const trade = await portfolio.deposit('2024-01-02', 100_000);
    await portfolio.lot('aapl-1', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await portfolio.lot('aapl-2', { symbol: 'AAPL', quantity: 10, entryPrice: 180 });
    await portfolio.lot('sold', { symbol: 'IBM', quantity: 10, entryPrice: 100 });
    for (let i = 0; i < 6; i++) await portfolio.lot(`up${i}`, { symbol: `UP${i}`, quantity: 1, entryPrice: 100 });
    await portfolio.lot('down', { symbol: 'DOWN', quantity: -10, entryPrice: 50 });
    await portfolio.lot('flat', { symbol: 'FLAT', quantity: 1, entryPrice: 50 });
    const ups = [...Array(6).keys()].map((i) => ({ lot: `up${i}`, price: 101 + i }));
    // The session before the window, whose gain is none of the window's.
    const outside = addSessions(TODAY, -22);
    await portfolio.snapshot({ date: outside, cash: 9000, lots: [{ lot: 'aapl-1', price: 90 }] });
    const start = [
      { lot: 'aapl-1', price: 150 },
      { lot: 'sold', price: 120 },
    ];
    await portfolio.snapshot({
      date: addSessions(TODAY, -21),
      cash: 8800,
      lots: start,
      columns: { cumulative_pnl: 500 },
    });
    for (let back = 20; back > 0; back--) {
      await portfolio.snapshot({ date: addSessions(TODAY, -back), cash: 100, lots: [] });
    }
    await portfolio.realized('sold', trade, addSessions(TODAY, -21), 9999);
    const [sale] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO transactions (portfolio_id, kind, trade_date, amount, source) VALUES ($1, 'deposit', $2, 1, 'api') RETURNING id`,
      [portfolio.id, TODAY],
    );
    await portfolio.realized('sold', sale!.id, TODAY, 150);
    await portfolio.snapshot({
      date: TODAY,
      cash: 5000,
      lots: [
        { lot: 'aapl-1', price: 170 },
        { lot: 'aapl-2', price: 170 },
        { lot: 'down', price: 60 },
        { lot: 'flat', price: null },
        ...ups,
      ],
      columns: { cumulative_pnl: 2400 },
    });
    const { meta, attribution } = await complete('include_attrib=true', portfolio);
    expect(meta.limits.max_symbols).toBe(5);
    expect(attribution).toMatchObject({
      start_date: addSessions(TODAY, -21),
      end_date: TODAY,
      sessions: 21,
      starting_net_asset_value: 25_000,
      total_pnl: 1900,
      contributors: [
        { symbol: 'AAPL', pnl: 1900, contribution: 0.076 },
        { symbol: 'UP5', pnl: 6 },
        { symbol: 'UP4', pnl: 5 },
        { symbol: 'UP3', pnl: 4 },
        { symbol: 'UP2', pnl: 3 },
      ],
      detractors: [
        { symbol: 'DOWN', pnl: -100, contribution: -0.004 },
        { symbol: 'IBM', pnl: -50 },
      ],
      other_pnl: 3,
      residual_pnl: 129,
      reason: null,
    });
    const { contributors, detractors, other_pnl, residual_pnl, total_pnl } = attribution;
    const parts: number[] = [...contributors, ...detractors].map((symbol: { pnl: number }) => symbol.pnl);
    expect([...parts, other_pnl, residual_pnl].reduce<number>((sum, part: number) => sum + part, 0)).toBe(total_pnl);
  });

  it('needs a session to compare with', async () => {
    const portfolio = await SeededPortfolio.create(app, alice);
    await portfolio.snapshot({ date: TODAY, cash: 100_000, lots: [] });
    expect((await complete('include_attrib=true', portfolio)).attribution).toMatchObject({
      contributors: [],
      end_date: TODAY,
      total_pnl: null,
      reason: 'too-few-observations',
    });
  });
});

describe('the readers of the other side', () => {
  it('show the newest figures of the owner to nobody else', async () => {
    const [portfolios, risk] = [
      app.app.get<PortfolioReader>(PORTFOLIO_READER, { strict: false }),
      app.app.get<RiskReader>(RISK_READER, { strict: false }),
    ];
    const [owner, other] = [await app.user(), await app.user()];
    const portfolio = await SeededPortfolio.create(app, owner);
    await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
    await portfolio.lot('msft', { symbol: 'MSFT', quantity: 10, entryPrice: 300 });
    const lots = [
      { lot: 'aapl', price: 200 },
      { lot: 'msft', price: 400 },
    ];
    await portfolio.snapshot({ date: TODAY, cash: 4000, lots, columns: { hhi: 5555.6, beta_calculated_90d: 0.9 } });
    await portfolio.beta('aapl', TODAY, { beta: 1.2, std_error: 0.1 });

    expect(await portfolios.listForUser(other.id)).toEqual([]);
    expect(await portfolios.findForUser(other.id, portfolio.id)).toBeNull();
    for (const figure of ['exposure', 'concentration', 'volatility', 'beta'] as const) {
      expect(await risk[figure](other.id, portfolio.id)).toBeNull();
    }
    expect(await portfolios.listForUser(owner.id)).toMatchObject([
      { asOf: TODAY, netAssetValue: 10_000, positionCount: 2 },
    ]);
    expect(await portfolios.findForUser(owner.id, portfolio.id)).toMatchObject({
      cash: 4000,
      holdings: [{ symbol: 'MSFT', marketValue: 4000, weight: 0.4 }, { symbol: 'AAPL' }],
    });
    const { pnl } = (await app.get(portfolio.analytics('overview'), { as: owner })).body;
    expect(pnl).toMatchObject({ mtd_pnl: expect.any(Number), ytd_pnl: expect.any(Number) });
    expect(await risk.exposure(owner.id, portfolio.id)).toMatchObject({
      leverage: { value: 0.6, reason: null },
      monthToDatePnl: { value: pnl.mtd_pnl, reason: null },
      yearToDatePnl: { value: pnl.ytd_pnl, reason: null },
      unrealizedPnl: { value: 2000, reason: null },
      realizedPnl: { value: pnl.realized_pnl, reason: null },
    });
    expect(await risk.concentration(owner.id, portfolio.id)).toMatchObject({
      herfindahlIndex: { value: 5555.6 },
      largest: [{ symbol: 'MSFT', share: expect.closeTo(2 / 3, 12) }, { symbol: 'AAPL' }],
    });
    expect(await risk.volatility(owner.id, portfolio.id)).toMatchObject({
      realized21d: { value: null, reason: 'not-computed-yet' },
    });
    expect(await risk.beta(owner.id, portfolio.id)).toMatchObject({
      beta90d: { value: 0.9, reason: null },
      positions: [
        { symbol: 'AAPL', beta90d: { value: 1.2 }, standardError: { value: 0.1 } },
        { symbol: 'MSFT', beta90d: { value: null, reason: 'not-computed-yet' } },
      ],
    });
  });
});
