import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FACTOR_FUNDS } from '../../src/core/market-data/factor-funds.kernel.js';
import { PriceFetchService } from '../../src/core/market-data/providers/price-fetch.service.js';
import type { Env } from '../../src/shared/config/env.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { type DoubleDay, GOOD_KEY, hang, page, ProviderDouble, status, tooMany } from '../support/provider-double.js';
import { BatchFixture } from './fixture.js';

const SESSIONS = sessionsBetween('2023-06-01', '2024-12-06');
const closeOf = (t: number, level: number): number => Math.round((level + 9 * Math.sin(t * 0.9 + level)) * 100) / 100;
const daysOf = (level: number): DoubleDay[] => SESSIONS.map((date, t) => ({ date, close: closeOf(t, level) }));
/** Each fund has a rhythm of its own, so that none of them is made up of the others. */
const fundDays = (i: number): DoubleDay[] =>
  SESSIONS.map((date, t) => ({ date, close: Math.round((100 + 9 * Math.sin(t * (0.37 + 0.21 * i))) * 100) / 100 }));
/** SPY and the seven funds beside it. */
const FUNDS = FACTOR_FUNDS.length;
const changed = (level: number, date: string, change: Partial<DoubleDay>): DoubleDay[] =>
  daysOf(level).map((day) => (day.date === date ? { ...day, ...change } : day));

describe.each(['yahoo', 'fmp'] as const)('prices of %s', (dataset) => {
  let double: ProviderDouble;
  let fixture: BatchFixture;
  let portfolio: string;
  const path = dataset === 'yahoo' ? /chart/ : /historical-price-eod/;

  const settings = (): Partial<Env> => ({
    ...{ YAHOO_BASE_URL: double.url, YAHOO_COOKIE_URL: `${double.url}/cookie`, FMP_BASE_URL: double.url },
    ...{
      FMP_API_KEY: GOOD_KEY,
      FMP_REQUESTS_PER_MINUTE: 10_000,
      YAHOO_REQUESTS_PER_MINUTE: 10_000,
      PROVIDER_TIMEOUT: 1,
    },
  });

  beforeAll(async () => {
    double = await ProviderDouble.start();
    fixture = await BatchFixture.start(settings());
    for (const [i, symbol] of FACTOR_FUNDS.entries()) double.set(symbol, fundDays(i));
    for (const [i, symbol] of ['SPY', 'AAA', 'BBB', 'CCC'].entries()) double.set(symbol, daysOf(100 + 50 * i));
    portfolio = await fixture.portfolio(
      [
        { kind: 'deposit', date: '2024-11-18', amount: '100000' },
        { kind: 'buy', date: '2024-11-18', symbol: 'AAA', quantity: '100', price: '150' },
        { kind: 'buy', date: '2024-11-18', symbol: 'BBB', quantity: '50', price: '200' },
      ],
      dataset,
    );
    await fixture.run();
  });
  afterAll(async () => {
    await fixture.close();
    double.close();
  });
  beforeEach(() => {
    double.calm();
  });
  afterEach(async () => {
    double.calm();
    await fixture.sql('UPDATE price_fetches SET fetched_at = NULL, failed_at = NULL, failure = NULL');
  });

  const stored = (symbol: string, from: string) =>
    fixture.sql<{ date: string; close: string; split: string }>(
      `SELECT price_date::text AS date, trim_scale(close)::text AS close, trim_scale(split_factor)::text AS split
         FROM market_data_cache WHERE instrument_id = $1 AND dataset = $2 AND price_date >= $3 ORDER BY 1`,
      [fixture.instruments.get(symbol), dataset, from],
    );
  const navs = () =>
    fixture.sql<{ date: string; nav: string; status: string }>(
      `SELECT snapshot_date::text AS date, trim_scale(net_asset_value)::text AS nav, status FROM portfolio_snapshots
        WHERE portfolio_id = $1 ORDER BY 1`,
      [portfolio],
    );
  const restatements = () =>
    fixture.sql<{
      date: string;
      figures: { figure: string; from: string; to: string }[];
      causes: Record<string, unknown>[];
    }>(
      `SELECT snapshot_date::text AS date, figures, causes FROM portfolio_restatements WHERE portfolio_id = $1
        ORDER BY id DESC`,
      [portfolio],
    );
  const forget = () => fixture.sql('DELETE FROM portfolio_restatements');
  const fetchAgain = () =>
    fixture.app.get(PriceFetchService, { strict: false }).fetch(dataset, {
      ...{ to: '2024-11-29', portfolioId: null, isForced: true, signal: new AbortController().signal },
    });

  it('are fetched by the run, as far back as the longest window looks, and value the portfolio', async () => {
    expect((await navs()).at(-1)).toMatchObject({ date: '2024-11-29', status: 'OK' });
    const all = await stored('AAA', '2023-01-01');
    expect([all[0]!.date < '2023-11-13', all.at(-1)!.date]).toEqual([true, '2024-11-29']);
    const [beta] = await fixture.sql<{ beta: number | null; n: number }>(
      `SELECT beta_calculated_90d AS beta, beta_calculated_90d_observations AS n FROM portfolio_snapshots
        WHERE portfolio_id = $1 AND snapshot_date = '2024-11-29'`,
      [portfolio],
    );
    expect([typeof beta!.beta, beta!.n]).toEqual(['number', 90]);
    expect(await restatements()).toEqual([]);
  });

  it('include the funds that stand for factors, so that the portfolio has exposures', async () => {
    const held = await fixture.sql<{ symbol: string }>(
      `SELECT DISTINCT symbol FROM market_data_cache JOIN instruments ON id = instrument_id WHERE dataset = $1 ORDER BY 1`,
      [dataset],
    );
    expect(held.map(({ symbol }) => symbol)).toEqual(['AAA', 'BBB', ...FACTOR_FUNDS].sort());
    const exposures = await fixture.sql<{ model: string; exposure: number | null }>(
      `SELECT model, exposure FROM factor_exposures WHERE portfolio_id = $1 AND as_of_date = '2024-11-29'`,
      [portfolio],
    );
    const known = exposures.filter(({ exposure }) => exposure !== null).map(({ model }) => model);
    expect([...new Set(known)].sort()).toEqual(['joint', 'rate', 'spread', 'style']);
  });

  it('are asked for once, not with every run of the evening', async () => {
    await fetchAgain();
    double.calm();
    const { prices } = await fixture.run();
    expect(double.calls).toEqual([]);
    expect(prices).toMatchObject([{ wanted: 2 + FUNDS, fetched: 0, skipped: 2 + FUNDS, failed_total: 0 }]);
  });

  it('are asked for from a few sessions back, so that a correction is seen, restated and listed', async () => {
    await forget();
    const before = (await navs()).at(-2)!;
    const old = closeOf(SESSIONS.indexOf('2024-11-27'), 150);
    double.set('AAA', changed(150, '2024-11-27', { close: old + 2 }));
    const { prices, runId } = await fixture.run();
    const [call] = double.callsOf(path);
    const from = call!.query.get('from') ?? new Date(Number(call!.query.get('period1')) * 1_000).toISOString();
    expect(from.slice(0, 10)).toBe('2024-11-20');
    expect(prices).toMatchObject([{ dataset, fetched: 2 + FUNDS, inserted: 0, updated: 1, rebased: [], stale: [] }]);

    const moved = await restatements();
    expect(moved.map(({ date }) => date)).toEqual(['2024-11-27', '2024-11-29']);
    const nav = moved[0]!.figures.find(({ figure }) => figure === 'net_asset_value')!;
    expect(Number(nav.from)).toBe(Number(before.nav));
    expect(Number(nav.to) - Number(nav.from)).toBeCloseTo(200, 8);
    expect(moved[0]!.figures.map(({ figure }) => figure)).toEqual(
      expect.arrayContaining(['daily_pnl', 'beta_calculated_90d', 'realized_volatility_21d']),
    );
    const text = (close: number) => String(Number(close.toFixed(2)));
    expect(moved[0]!.causes).toEqual([
      expect.objectContaining({
        ...{ symbol: 'AAA', date: '2024-11-27', dataset, old_close: text(old), new_close: text(old + 2) },
      }),
    ]);
    // The value of the session after is what it was, its P&L is not.
    const after = moved[1]!.figures.map(({ figure }) => figure);
    expect([after.includes('daily_pnl'), after.includes('net_asset_value')]).toEqual([true, false]);
    const [run] = await fixture.sql('SELECT count(*)::int AS n FROM portfolio_restatements WHERE run_id = $1', [runId]);
    expect(run).toEqual({ n: 2 });

    await forget();
    await fixture.run({ isForced: true, from: '2024-11-18' });
    expect(await restatements()).toEqual([]);
    expect(await fixture.sql('SELECT FROM pending_restatements')).toEqual([]);
  });

  it('stand in new shares after a split, all of them, and no value moves', async () => {
    const before = await navs();
    await forget();
    const days = daysOf(200).map((day) => (day.date >= '2024-11-29' ? { ...day, close: day.close / 4 } : day));
    double.set(
      'BBB',
      days.map((day) => (day.date === '2024-11-29' ? { ...day, split: 4 } : day)),
    );
    const { prices } = await fixture.run();
    expect(prices).toMatchObject([{ rebased: ['BBB'], failed_total: 0 }]);
    const closes = await stored('BBB', '2023-01-01');
    for (const { date, close } of closes)
      expect(Number(close)).toBeCloseTo(closeOf(SESSIONS.indexOf(date), 200) / 4, 3);
    expect(closes.at(-1)!.split).toBe('4');
    const now = await navs();
    expect(now.map(({ nav }) => Math.round(Number(nav)))).toEqual(before.map(({ nav }) => Math.round(Number(nav))));
  });

  it('that fail leave the stored ones, which are shown with their age, and the night goes on', async () => {
    fixture.clock.set('2024-12-02T23:00:00Z');
    double.mishap(path, status(500), 100);
    const { prices, status: end } = await fixture.run();
    expect(end).not.toBe('failed');
    expect(prices).toMatchObject([{ fetched: 0, failed_total: 2 + FUNDS, stale_total: 2 + FUNDS }]);
    const { failed } = prices[0]!;
    expect(failed.map((one) => (one as { code: string }).code)).toEqual(Array(2 + FUNDS).fill('unavailable'));
    const last = (await navs()).at(-1)!;
    expect(last.date === '2024-11-29' || last.status === 'PARTIAL').toBe(true);
    const [row] = await fixture.sql<{ failure: string; covered: string }>(
      'SELECT failure, covered_from::text AS covered FROM price_fetches WHERE instrument_id = $1 AND dataset = $2',
      [fixture.instruments.get('AAA'), dataset],
    );
    expect([row!.failure, row!.covered < '2023-12-01']).toEqual(['unavailable', true]);
  });

  it('that are refused for one symbol come for the others', async () => {
    double.market.delete('CCC');
    await fixture.post(portfolio, { kind: 'buy', date: '2024-11-26', symbol: 'CCC', quantity: '1', price: '250' });
    // After the failures above nobody asks for a minute; another installation would.
    const fresh = await BatchFixture.over(fixture, settings());
    const report = await fresh.get(PriceFetchService, { strict: false }).fetch(dataset, {
      ...{ to: '2024-12-02', portfolioId: portfolio, isForced: false, signal: new AbortController().signal },
    });
    await fresh.close();
    expect(report).toMatchObject({ fetched: 2 + FUNDS, failed: [{ symbol: 'CCC', code: 'unknown-symbol' }] });
    expect(report.stale).toEqual([{ symbol: 'CCC', last_session: null }]);
  });

  it('include what the portfolio is compared with, and the index that stands for a private asset', async () => {
    double.set('QQQ', fundDays(20));
    double.set('VNQ', fundDays(21));
    const [owner] = await fixture.sql<{ id: string }>('SELECT user_id AS id FROM portfolios WHERE id = $1', [
      portfolio,
    ]);
    await fixture.instrument('HOUSE', 'PRIVATE', owner!.id);
    await fixture.post(portfolio, { kind: 'buy', date: '2024-11-26', symbol: 'HOUSE', quantity: '1', price: '10' });
    await fixture.sql("UPDATE portfolios SET benchmark_symbol = 'QQQ' WHERE id = $1", [portfolio]);
    await fixture.instrument('VNQ');
    await fixture.sql(
      `INSERT INTO instrument_risk_proxies (instrument_id, user_id, kind, index_symbol, beta)
       SELECT id, owner_user_id, 'index', 'VNQ', 1 FROM instruments WHERE symbol = 'HOUSE'`,
    );
    const fresh = await BatchFixture.over(fixture, settings());
    const report = await fresh.get(PriceFetchService, { strict: false }).fetch(dataset, {
      ...{ to: '2024-12-02', portfolioId: portfolio, isForced: false, signal: new AbortController().signal },
    });
    await fresh.close();
    expect(report.fetched).toBe(4 + FUNDS);
    const first = await fixture.sql<{ symbol: string }>(
      `SELECT symbol FROM market_data_cache JOIN instruments ON id = instrument_id
        WHERE symbol IN ('QQQ', 'VNQ') AND dataset = $1 GROUP BY symbol HAVING min(price_date) < '2023-11-14' ORDER BY 1`,
      [dataset],
    );
    expect(first.map(({ symbol }) => symbol)).toEqual(['QQQ', 'VNQ']);
  });

  it('stop coming when the program ends', async () => {
    double.mishap(path, hang, 10);
    const end = new AbortController();
    setTimeout(() => {
      end.abort();
    }, 50);
    const request = { to: '2024-12-02', portfolioId: null, isForced: true, signal: end.signal };
    const report = await fixture.app.get(PriceFetchService, { strict: false }).fetch(dataset, request);
    expect(report.fetched).toBe(0);
  });

  it.each([
    ['a page', page],
    ['too many requests, for an hour', tooMany(3_600)],
  ])('are not overwritten by %s', async (_, mishap) => {
    const before = await stored('AAA', '2023-01-01');
    double.mishap(path, mishap, 100);
    const fresh = await BatchFixture.over(fixture, settings());
    const report = await fresh.get(PriceFetchService, { strict: false }).fetch(dataset, {
      ...{ to: '2024-12-02', portfolioId: null, isForced: true, signal: new AbortController().signal },
    });
    await fresh.close();
    expect([report.fetched, report.failed_total]).toEqual([0, 5 + FUNDS]);
    expect(await stored('AAA', '2023-01-01')).toEqual(before);
  });
});
