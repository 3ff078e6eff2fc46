import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  cutOff,
  GOOD_KEY,
  hang,
  hangUp,
  page,
  ProviderDouble,
  status,
  tooMany,
} from '../../../../test/support/provider-double.js';
import { FmpProvider } from './fmp/fmp.provider.js';
import type { MarketDataProvider } from './market-data-provider.js';
import type { Pause } from './pause.js';
import { ProviderFailure } from './provider.errors.js';
import { YahooProvider } from './yahoo/yahoo.provider.js';

/** Waits cost no time; what was waited for is written down. */
class QuickPause implements Pause {
  readonly waits: number[] = [];
  private offset = 0;
  now = (): number => performance.now() + this.offset;
  wait = (milliseconds: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (milliseconds > 1) this.waits.push(Math.round(milliseconds));
    this.offset += milliseconds;
    return Promise.resolve();
  };
  random = (): number => 0.5;
  skip(milliseconds: number): void {
    this.offset += milliseconds;
  }
}

const SPAN = { from: '2024-11-25', to: '2024-11-29' };
const DAYS = [
  { date: '2024-11-22', close: 227.52 },
  { date: '2024-11-25', close: 230, dividend: 1 },
  { date: '2024-11-26', close: 240.04 },
  { date: '2024-11-27', close: 60.26, split: 4 },
  { date: '2024-11-29', close: 59.3301 },
];

let double: ProviderDouble;
let pause: QuickPause;
const signal = new AbortController().signal;

beforeAll(async () => {
  double = await ProviderDouble.start();
});
afterAll(() => {
  double.close();
});
beforeEach(() => {
  double.calm();
  double.market.clear();
  double.set('AAPL', DAYS);
  double.set('BRK-B', DAYS);
  double.set('QQQ', DAYS, true);
  pause = new QuickPause();
});
afterEach(() => {
  expect(JSON.stringify(double.calls.map(({ path, query }) => `${path}?${query.toString()}`))).not.toContain(GOOD_KEY);
});

const yahoo = (timeoutMs = 2_000): YahooProvider => {
  const addresses = { baseUrl: double.url, cookieUrl: `${double.url}/cookie` };
  return new YahooProvider({ ...addresses, perMinute: 6_000, timeoutMs }, pause, () => '2024-12-01');
};
const fmp = (apiKey: string | null = GOOD_KEY, timeoutMs = 2_000): FmpProvider =>
  new FmpProvider({ baseUrl: `${double.url}/`, apiKey, perMinute: 6_000, timeoutMs }, pause);

async function failure(asked: Promise<unknown>): Promise<ProviderFailure> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderFailure)) throw new Error(`no failure of a provider: ${String(error)}`);
  return error;
}

describe.each<[string, () => MarketDataProvider, RegExp]>([
  ['yahoo', () => yahoo(), /chart/],
  ['fmp', () => fmp(), /historical-price-eod/],
])('prices of %s', (_, provider, path) => {
  it('are adjusted for splits, with split and dividend of their day beside them', async () => {
    const { bars, splits, dividends } = await provider().dailyPrices('AAPL', SPAN, signal);
    expect(bars.map(({ date, close }) => [date, close])).toEqual([
      ['2024-11-25', '57.5'],
      ['2024-11-26', '60.01'],
      ['2024-11-27', '60.26'],
      ['2024-11-29', '59.3301'],
    ]);
    expect(splits).toEqual([{ date: '2024-11-27', ratio: '4' }]);
    expect(dividends).toEqual([{ date: '2024-11-25', amount: '0.25' }]);
    expect(bars[0]).toMatchObject({ open: '57.5', high: '115', low: '28.75', volume: '1000000' });
  });

  it('stand in the shares of the last session asked for, whatever split came since', async () => {
    const { bars, splits } = await provider().dailyPrices('AAPL', { ...SPAN, to: '2024-11-26' }, signal);
    expect(bars.map(({ close }) => close)).toEqual(['230', '240.04']);
    expect(splits).toEqual([]);
  });

  it('are none on days without a close, and none in an empty span', async () => {
    double.set('AAPL', [{ date: '2024-11-25', close: 0 }, ...DAYS.slice(2)]);
    const { bars } = await provider().dailyPrices('AAPL', SPAN, signal);
    expect(bars.map(({ date }) => date)).toEqual(['2024-11-26', '2024-11-27', '2024-11-29']);
    const empty = await provider().dailyPrices('AAPL', { from: '2020-01-02', to: '2020-01-03' }, signal);
    expect(empty.bars).toEqual([]);
  });

  it('of a share class are asked for under the name that the service has', async () => {
    expect((await provider().dailyPrices('BRK.B', SPAN, signal)).bars).toHaveLength(4);
  });

  it('fail for a symbol that it does not know', async () => {
    expect(await failure(provider().dailyPrices('NOPE', SPAN, signal))).toMatchObject({ code: 'unknown-symbol' });
  });

  it('come after a 429, once the time that it asked for is over', async () => {
    double.mishap(path, tooMany(7));
    expect((await provider().dailyPrices('AAPL', SPAN, signal)).bars).toHaveLength(4);
    expect(pause.waits[0]).toBe(7_000);
  });

  it('fail without a wait when it asks for an hour', async () => {
    double.mishap(path, tooMany(3_600));
    const one = provider();
    expect(await failure(one.dailyPrices('AAPL', SPAN, signal))).toMatchObject({ code: 'rate-limited' });
    expect(pause.waits).toEqual([]);
    double.calm();
    expect(await failure(one.dailyPrices('AAPL', SPAN, signal))).toMatchObject({ code: 'rate-limited' });
    expect(double.calls).toEqual([]);
  });

  it.each([
    ['an error of the service', status(503, 'down')],
    ['cut-off JSON', cutOff],
    ['a page instead of JSON', page],
    ['a broken connection', hangUp],
  ])('come after %s, with growing pauses', async (_, mishap) => {
    double.mishap(path, mishap, 2);
    expect((await provider().dailyPrices('AAPL', SPAN, signal)).bars).toHaveLength(4);
    expect(pause.waits).toEqual([375, 750]);
  });

  it.each([
    ['unavailable', status(500)],
    ['unreadable', page],
    ['unreadable', cutOff],
  ])('fail as %s when it does not get better', async (code, mishap) => {
    double.mishap(path, mishap, 100);
    expect(await failure(provider().dailyPrices('AAPL', SPAN, signal))).toMatchObject({ code });
    expect(double.callsOf(path)).toHaveLength(4);
  });

  it('are not asked for any more while it is dead, and are again after a minute', async () => {
    double.mishap(path, status(500), 20);
    const one = provider();
    for (let i = 0; i < 5; i += 1) await failure(one.dailyPrices('AAPL', SPAN, signal));
    double.calls.length = 0;
    expect(await failure(one.dailyPrices('AAPL', SPAN, signal))).toMatchObject({ code: 'unavailable' });
    expect(double.calls).toEqual([]);
    double.calm();
    pause.skip(61_000);
    expect((await one.dailyPrices('AAPL', SPAN, signal)).bars).toHaveLength(4);
  });

  it('stop when the program ends', async () => {
    double.mishap(path, hang, 1);
    const end = new AbortController();
    const asked = failure(provider().dailyPrices('AAPL', SPAN, end.signal));
    setTimeout(() => {
      end.abort();
    }, 30);
    expect(await asked).toMatchObject({ code: 'interrupted' });
  });
});

describe('a provider that hangs', () => {
  it.each<[string, () => MarketDataProvider, RegExp]>([
    ['yahoo', () => yahoo(60), /chart/],
    ['fmp', () => fmp(GOOD_KEY, 60), /historical/],
  ])('is waited for so long and no longer: %s', async (_, provider, path) => {
    double.mishap(path, hang, 4);
    expect(await failure(provider().dailyPrices('AAPL', SPAN, signal))).toMatchObject({ code: 'timed-out' });
  });
});

describe('the key of fmp', () => {
  it('goes in a header, and is in no failure', async () => {
    await fmp().dailyPrices('AAPL', SPAN, signal);
    expect(double.calls.every(({ headers }) => headers.apikey === GOOD_KEY)).toBe(true);
    const { message, code } = await failure(fmp('secret-wrong-key').dailyPrices('AAPL', SPAN, signal));
    expect(code).toBe('unauthorized');
    expect(message).not.toContain('secret-wrong-key');
  });

  it('is tried once when it is wrong, and not with every symbol', async () => {
    const wrong = fmp('secret-wrong-key');
    await failure(wrong.dailyPrices('AAPL', SPAN, signal));
    const { code } = await failure(wrong.dailyPrices('QQQ', SPAN, signal));
    expect([code, double.calls.length]).toEqual(['unauthorized', 1]);
  });

  it('is asked for when there is none, without a call', async () => {
    const { message } = await failure(fmp(null).companyProfile('AAPL', signal));
    expect([message, double.calls.length]).toEqual(['fmp: FMP_API_KEY is not set', 0]);
  });

  it('may have a plan without what is asked for', async () => {
    double.mishap(/profile/, status(402, 'Premium Query Parameter: upgrade your plan'));
    expect(await failure(fmp().companyProfile('AAPL', signal))).toMatchObject({ code: 'not-in-plan' });
    double.mishap(/profile/, status(429, '{"Error Message": "Limit Reach . Please upgrade your plan"}'));
    expect(await fmp().companyProfile('AAPL', signal)).toMatchObject({ name: 'AAPL Inc.' });
  });

  it('has no prices of options', async () => {
    const { code } = await failure(fmp().dailyPrices('AAPL250117C00230000', SPAN, signal));
    expect([code, double.calls.length]).toEqual(['unsupported', 0]);
  });
});

describe.each<[string, () => MarketDataProvider]>([
  ['yahoo', () => yahoo()],
  ['fmp', () => fmp()],
])('what %s knows of a company', (_, provider) => {
  it('is its profile, with null for what is not told', async () => {
    expect(await provider().companyProfile('AAPL', signal)).toMatchObject({
      ...{ symbol: 'AAPL', name: 'AAPL Inc.', sector: 'Technology', ceo: 'Ms. A. Chief', employees: 164_000 },
      ...{ isEtf: false, marketCap: '3587000000000', beta: 1.24, week52High: '237.49', operatingMargin: null },
    });
  });

  it('are its statements, of which nothing is made up', async () => {
    const [income] = await provider().incomeStatements('AAPL', 'annual', signal);
    expect(income).toMatchObject({ totalRevenue: '391035000000', dilutedEps: '6.08', currency: 'USD', ebit: null });
    const [cash] = await provider().cashFlows('AAPL', 'annual', signal);
    expect(cash).toMatchObject({ dividendsPaid: '-15234000000', freeCashFlow: null });
  });

  it('are the estimates of analysts', async () => {
    const [estimate] = await provider().analystEstimates('AAPL', signal);
    expect(estimate?.earnings.average).toMatch(/^(2.35|7.1)$/);
  });

  it('are the holdings and sectors of a fund, as ratios', async () => {
    const { holdings, sectorWeights } = await provider().fund('QQQ', signal);
    expect(holdings[0]).toMatchObject({ symbol: 'AAPL' });
    expect(holdings[0]?.weight).toBeCloseTo(0.0711, 3);
    expect(sectorWeights[0]?.weight).toBeLessThan(0.03);
  });

  it('is a failure where it knows nothing', async () => {
    expect(await failure(provider().companyProfile('NOPE', signal))).toMatchObject({ code: 'unknown-symbol' });
    expect(await failure(provider().incomeStatements('NOPE', 'annual', signal))).toMatchObject({ code: 'no-data' });
    expect(await failure(provider().fund('AAPL', signal))).toMatchObject({ code: 'no-data' });
  });
});

describe('the session of yahoo', () => {
  it('is opened once, and anew when it has ended', async () => {
    const one = yahoo();
    await one.companyProfile('AAPL', signal);
    await one.companyProfile('QQQ', signal);
    expect(double.callsOf(/getcrumb/)).toHaveLength(1);
    double.mishap(/quoteSummary/, status(401, '{"finance":{"result":null,"error":{"description":"Invalid Crumb"}}}'));
    expect(await one.companyProfile('AAPL', signal)).toMatchObject({ symbol: 'AAPL' });
    expect(double.callsOf(/getcrumb/)).toHaveLength(2);
  });
});
