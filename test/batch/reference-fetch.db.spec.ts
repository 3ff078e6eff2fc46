import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NobodyAnswered } from '../../src/core/market-data/providers/provider.registry.js';
import { MarketDataProviders } from '../../src/core/market-data/providers/provider.registry.js';
import type { ReferenceReport } from '../../src/core/reference-data/reference-answer.js';
import { ReferenceFetchService } from '../../src/core/reference-data/reference-fetch.service.js';
import type { Env } from '../../src/shared/config/env.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import {
  cutOff,
  GOOD_KEY,
  hang,
  type Mishap,
  page,
  ProviderDouble,
  status,
  tooMany,
} from '../support/provider-double.js';
import { BatchFixture } from './fixture.js';

const DAYS = sessionsBetween('2024-06-03', '2024-12-06').map((date) => ({ date, close: 100 }));
const EVERYTHING = /quoteSummary|timeseries|stable/;

describe('what providers know of companies', () => {
  let double: ProviderDouble;
  let fixture: BatchFixture;

  const settings = (order: Env['FUNDAMENTALS_PROVIDERS']): Partial<Env> => ({
    ...{ YAHOO_BASE_URL: double.url, YAHOO_COOKIE_URL: `${double.url}/cookie`, FMP_BASE_URL: double.url },
    ...{ FMP_API_KEY: GOOD_KEY, FMP_REQUESTS_PER_MINUTE: 10_000, YAHOO_REQUESTS_PER_MINUTE: 10_000 },
    ...{ PROVIDER_TIMEOUT: 1, FUNDAMENTALS_PROVIDERS: order },
  });
  /** Another program: what a provider was given up for in one is tried anew. */
  const inProgram = async <T>(
    order: Env['FUNDAMENTALS_PROVIDERS'],
    work: (app: INestApplicationContext) => Promise<T>,
  ): Promise<T> => {
    const app = await BatchFixture.over(fixture, settings(order));
    return work(app).finally(() => app.close());
  };
  const extend = (order: Env['FUNDAMENTALS_PROVIDERS'] = ['yahoo'], signal = new AbortController().signal) =>
    inProgram(order, (app) =>
      app.get(ReferenceFetchService, { strict: false }).extend('2024-11-29', { portfolioId: null, signal }),
    );
  const count = async (table: string, symbol: string, dataset = 'yahoo'): Promise<number> => {
    const [row] = await fixture.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} JOIN instruments ON instruments.id = instrument_id WHERE symbol = $1 AND dataset = $2`,
      [symbol, dataset],
    );
    return row!.n;
  };
  const forget = () => fixture.sql('UPDATE reference_fetches SET fetched_at = NULL, failed_at = NULL, failure = NULL');
  const profiles = () => fixture.sql('SELECT * FROM company_profiles ORDER BY instrument_id, dataset');

  beforeAll(async () => {
    double = await ProviderDouble.start();
    fixture = await BatchFixture.start(settings(['yahoo']));
    for (const symbol of ['AAA', 'BBB']) double.set(symbol, DAYS);
    double.set('SPY', DAYS, true);
    const trades = ['AAA', 'BBB'].map((symbol) => {
      return { kind: 'buy' as const, date: '2024-11-18', symbol, quantity: '10', price: '100' };
    });
    await fixture.portfolio([{ kind: 'deposit', date: '2024-11-18', amount: '10000' }, ...trades]);
    const simulated = { kind: 'buy' as const, date: '2024-11-18', symbol: 'CCC', quantity: '1', price: '100' };
    await fixture.portfolio([{ kind: 'deposit', date: '2024-11-18', amount: '10000' }, simulated], 'simulated');
  });
  afterAll(async () => {
    await fixture.close();
    double.close();
  });
  beforeEach(() => {
    double.calm();
  });

  it('is fetched by a run for what real portfolios hold and the benchmark, and is in its report', async () => {
    const { prices } = await fixture.run();
    const report = prices.find(({ dataset }) => dataset === 'profiles and statements');
    expect(report).toMatchObject({ wanted: 3, fetched: 3, failed_total: 0, left: 0 });
    expect(double.calls.some(({ path, query }) => `${path}${query.toString()}`.includes('CCC'))).toBe(false);
    for (const table of ['company_profiles', 'income_statements', 'cash_flows', 'analyst_estimates'])
      expect({ table, n: await count(table, 'AAA') }).not.toEqual({ table, n: 0 });
    expect(await count('fund_holdings', 'SPY')).toBe(1);
    const weights = await fixture.sql(
      'SELECT sector, benchmark_code AS code FROM benchmarks_sector_weights ORDER BY 1',
    );
    expect(weights).toEqual([
      { sector: 'Real Estate', code: 'SP500' },
      { sector: 'Technology', code: 'SP500' },
    ]);
    const [profile] = await fixture.sql(
      `SELECT sector, market_cap::text AS cap, dataset FROM company_profiles JOIN instruments ON instruments.id = instrument_id WHERE symbol = 'AAA'`,
    );
    expect(profile).toEqual({ sector: 'Technology', cap: '3587000000000', dataset: 'yahoo' });
  });

  it('is not asked for again while it is fresh, and is after a week', async () => {
    expect([await extend(), double.calls.length]).toEqual([null, 0]);
    fixture.clock.set('2024-12-09T12:00:00Z');
    expect(await extend()).toMatchObject({ wanted: 3, fetched: 3 });
    fixture.clock.set('2024-12-01T12:00:00Z');
  });

  it.each<[string, Mishap, string]>([
    ['a server that fails', status(500), 'unavailable'],
    ['too many requests', tooMany(3_600), 'rate-limited'],
    ['a page', page, 'unreadable'],
    ['an answer that is cut off', cutOff, 'unreadable'],
    ['nothing', hang, 'timed-out'],
  ])('stays as it is stored after %s, which is reported, and is asked for a day later', async (_, mishap, code) => {
    await forget();
    const before = await profiles();
    double.mishap(EVERYTHING, mishap, 1_000);
    const report = await extend();
    expect(report).toMatchObject({ wanted: 3, fetched: 0, stored: 0, left: 0 });
    expect(report!.failed.map((one) => one.code)).toContain(code);
    expect(await profiles()).toEqual(before);
    double.calm();
    expect([await extend(), double.calls.length]).toEqual([null, 0]);
    fixture.clock.set('2024-12-02T12:00:00Z');
    expect(await extend()).toMatchObject({ wanted: 3, fetched: 3, failed_total: 0 });
    fixture.clock.set('2024-12-01T12:00:00Z');
  });

  it('is stored as far as it came when one of its parts fails', async () => {
    await forget();
    await fixture.sql('DELETE FROM company_profiles; DELETE FROM income_statements');
    double.mishap(/timeseries/, status(500), 1_000);
    const { failed, fetched } = (await extend()) as ReferenceReport;
    expect([await count('company_profiles', 'AAA'), await count('income_statements', 'AAA'), fetched]).toEqual([
      1, 0, 1,
    ]);
    expect(failed[0]).toMatchObject({ symbol: 'AAA', part: 'income statements (annual)' });
  });

  it('is asked of the next provider when the first has failed, and is stored under the name of who answered', async () => {
    await forget();
    double.mishap(/quoteSummary|timeseries/, status(500), 1_000);
    expect(await extend(['yahoo', 'fmp'])).toMatchObject({ wanted: 3, fetched: 3, failed_total: 0 });
    expect([await count('company_profiles', 'AAA', 'fmp'), await count('balance_sheets', 'AAA', 'fmp')]).toEqual([
      1, 2,
    ]);
  });

  it('stops being asked for when the program ends', async () => {
    await forget();
    double.mishap(EVERYTHING, hang, 1_000);
    const end = new AbortController();
    setTimeout(() => {
      end.abort();
    }, 50);
    expect(await extend(['yahoo'], end.signal)).toMatchObject({ wanted: 3, fetched: 0, failed_total: 0, left: 3 });
  });

  it('is asked of nobody where no provider is set', async () => {
    await forget();
    expect([await extend([]), double.calls.length]).toEqual([null, 0]);
  });

  describe('asked of several', () => {
    const signal = new AbortController().signal;
    const ask = (order: Env['FUNDAMENTALS_PROVIDERS']) =>
      inProgram(order, (app) =>
        app
          .get(MarketDataProviders, { strict: false })
          .ask((provider) => provider.companyProfile('AAA', signal))
          .catch((error: unknown) => error),
      );

    it('is the answer of the first that has one, in the order of the settings', async () => {
      expect(await ask(['fmp', 'yahoo'])).toMatchObject({ provider: 'fmp', passedOver: [] });
      expect(double.calls.every(({ path }) => path.startsWith('/stable/'))).toBe(true);
      double.mishap(/stable/, status(500), 1_000);
      expect(await ask(['fmp', 'yahoo'])).toMatchObject({ provider: 'yahoo', passedOver: [{ code: 'unavailable' }] });
    });

    it('is what each of them said when nobody has one', async () => {
      double.mishap(/stable/, status(500), 1_000);
      double.mishap(/quoteSummary/, page, 1_000);
      const error = (await ask(['yahoo', 'fmp'])) as NobodyAnswered;
      expect(error).toBeInstanceOf(NobodyAnswered);
      expect(error.failures.map(({ provider, code }) => [provider, code])).toEqual([
        ['yahoo', 'unreadable'],
        ['fmp', 'unavailable'],
      ]);
      expect(await ask([])).toMatchObject({ message: 'FUNDAMENTALS_PROVIDERS names no provider', failures: [] });
    });

    it('is no price: a dataset asks its own provider alone', async () => {
      await fixture.portfolio(
        [
          { kind: 'deposit', date: '2024-11-18', amount: '10000' },
          { kind: 'buy', date: '2024-11-18', symbol: 'AAA', quantity: '1', price: '100' },
        ],
        'yahoo',
      );
      double.mishap(/chart/, status(500), 1_000);
      const { prices } = await fixture.run();
      expect(prices[0]).toMatchObject({ dataset: 'yahoo', fetched: 0 });
      expect(double.callsOf(/historical-price/)).toEqual([]);
    });
  });
});
