import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';
const ROUTES = ['correlation-matrix', 'diversification-score', 'clusters'] as const;
let app: TestApp;
let ann: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let unvalued: SeededPortfolio;

beforeAll(async () => {
  app = await TestApp.start();
  [ann, bob] = [await app.user(), await app.user()];
  portfolio = await SeededPortfolio.create(app, ann);
  unvalued = await SeededPortfolio.create(app, ann);
  const symbols = ['AAPL', 'MSFT', 'XOM'];
  for (const symbol of symbols) await portfolio.lot(symbol, { symbol, quantity: 100, entryPrice: 150 });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 20_000, investmentClass: 'PRIVATE' });
  const lots = [...symbols, 'house'].map((lot) => ({ lot, price: lot === 'house' ? null : 200 }));
  await portfolio.snapshot({ date: TODAY, cash: 20_000, lots });
  const ids = symbols.map((symbol) => portfolio.lots.get(symbol)!.instrumentId);
  const key = [portfolio.id, TODAY] as const;
  await app.sql(
    'core',
    `INSERT INTO correlation_calculations (portfolio_id, as_of_date, window_sessions, min_overlap, instrument_ids, weights,
       correlations, overlap_counts, p_values, average_correlation, observations, method, version)
     VALUES ($1, $2, 90, 30, $3::text[]::uuid[], '{0.2,0.2,-0.1}', '{0.8123456789,0.1,NaN}', '{90,45,12}', '{0.001,0.5,NaN}', 0.42, 90, 'pearson', 1)`,
    [...key, ids],
  );
  await app.sql(
    'core',
    `INSERT INTO correlation_clusters (portfolio_id, as_of_date, cluster_number, nickname, average_correlation, gross_share)
     VALUES ($1, $2, 0, 'AAPL and MSFT', 0.8123456789, 0.5)`,
    [...key],
  );
  for (const [i, weight] of [0.2, Number.NaN].entries()) {
    await app.sql(
      'core',
      `INSERT INTO correlation_cluster_positions (portfolio_id, as_of_date, instrument_id, cluster_number, weight, correlation_to_cluster)
       VALUES ($1, $2, $3, 0, $4, 0.8123456789)`,
      [...key, ids[i], weight],
    );
  }
});
afterAll(() => app.close());

const url = (id: string, route: string): string => `/api/v1/analytics/portfolio/${id}/${route}`;
const get = async (route: string, of = portfolio) => (await app.get(url(of.id, route), { as: ann })).body;

describe('correlations over HTTP', () => {
  it('are a matrix of the largest, with null where a pair has none', async () => {
    const { status, body } = await app.get(url(portfolio.id, 'correlation-matrix'), { as: ann });
    expect([status, body.available]).toEqual([200, true]);
    expect(body.data.matrix).toEqual({
      AAPL: { AAPL: 1, MSFT: 0.812346, XOM: 0.1 },
      MSFT: { AAPL: 0.812346, MSFT: 1, XOM: null },
      XOM: { AAPL: 0.1, MSFT: null, XOM: 1 },
    });
    expect(body.data.average_correlation).toBe(0.42);
    expect(body.data.overlaps.AAPL).toEqual({ AAPL: null, MSFT: 90, XOM: 45 });
    expect(body.data.p_values.XOM).toEqual({ AAPL: 0.5, MSFT: null, XOM: null });
    expect(body.data_quality).toEqual({
      ...{ flag: null, message: null, positions_analyzed: 3, positions_total: 4, positions_skipped: 1, data_days: 90 },
      ...{ is_stale: false, is_current: true },
    });
    expect(body.metadata).toEqual({
      ...{ calculation_date: TODAY, duration_days: 90, symbols_included: 3, lookback_days: 90, min_overlap: 30 },
      ...{ max_symbols: 25, selection_method: 'weight', window_sessions: 90, min_overlap_used: 30, observations: 90 },
      ...{ method: 'pearson', version: 1, reason: null },
    });
  });

  it('answer another lookback from what is stored, and say so', async () => {
    const { data, metadata } = await get('correlation-matrix?lookback_days=180&min_overlap=60&max_symbols=50');
    expect(metadata).toMatchObject({ lookback_days: 180, duration_days: 90, min_overlap: 60, min_overlap_used: 60 });
    expect(data.matrix.AAPL).toEqual({ AAPL: 1, MSFT: 0.812346, XOM: null });
    expect(data.average_correlation).toBe(0.812346);
    const few = await get('correlation-matrix?max_symbols=2&min_overlap=10');
    expect(Object.keys(few.data.matrix as object)).toEqual(['AAPL', 'MSFT']);
    expect(few.metadata).toMatchObject({ symbols_included: 2, min_overlap: 10, min_overlap_used: 30 });
  });

  it('are one number as the diversification score', async () => {
    expect(await get('diversification-score')).toMatchObject({
      ...{ available: true, portfolio_id: portfolio.id, portfolio_correlation: 0.42, duration_days: 90 },
      ...{ calculation_date: TODAY, symbols_included: 3, metadata: { reason: null, selection_method: 'weight' } },
    });
    expect(await get('diversification-score?lookback_days=365&min_overlap=100')).toMatchObject({
      ...{ available: false, portfolio_correlation: null, metadata: { reason: 'too-few-observations' } },
    });
  });

  it('are clusters of what moves together', async () => {
    expect(await get('clusters')).toEqual({
      ...{ available: true, portfolio_id: portfolio.id, as_of_date: TODAY, threshold: 0.7 },
      data_quality: { snapshot_date: TODAY, is_stale: false, is_current: true },
      ...{ window_sessions: 90, observations: 90, method: 'pearson', version: 1, reason: null },
      clusters: [
        {
          ...{ cluster_number: 0, nickname: 'AAPL and MSFT', average_correlation: 0.812346, gross_share: 0.5 },
          members: [
            expect.objectContaining({ symbol: 'MSFT', weight: null, correlation_to_cluster: 0.812346 }),
            expect.objectContaining({ symbol: 'AAPL', weight: 0.2, correlation_to_cluster: 0.812346 }),
          ],
        },
      ],
    });
  });

  it('are missing with a reason before the first run, and when they could not be computed', async () => {
    const matrix = await get('correlation-matrix', unvalued);
    expect(matrix).toMatchObject({ available: false, data: null, data_quality: null });
    expect(matrix.metadata).toMatchObject({ reason: 'not-computed-yet', calculation_date: null, symbols_included: 0 });
    expect(matrix.metadata.message).toContain('next run');
    expect(await get('clusters', unvalued)).toMatchObject({
      available: false,
      reason: 'not-computed-yet',
      clusters: [],
    });
    const alone = await SeededPortfolio.create(app, ann);
    await alone.snapshot({ date: TODAY, cash: 100, lots: [] });
    await app.sql(
      'core',
      `INSERT INTO correlation_calculations (portfolio_id, as_of_date, window_sessions, min_overlap, instrument_ids, weights,
         correlations, overlap_counts, p_values, observations, reason, method, version)
       VALUES ($1, $2, 90, 30, '{}', '{}', '{}', '{}', '{}', 0, 'too-few-observations', 'pearson', 1)`,
      [alone.id, TODAY],
    );
    const { data, data_quality, metadata } = await get('correlation-matrix', alone);
    expect([data, data_quality.flag, metadata.reason]).toEqual([null, 'INSUFFICIENT_SYMBOLS', 'too-few-observations']);
    expect((await get('diversification-score', alone)).metadata.reason).toBe('too-few-observations');
    const failed = await SeededPortfolio.create(app, ann);
    const reasons = JSON.stringify({ correlation: 'computation-failed' });
    await failed.snapshot({ date: TODAY, cash: 10_000, lots: [], columns: { reasons } });
    expect((await get('clusters', failed)).reason).toBe('computation-failed');
  });

  it.each(ROUTES)('%s are shown to nobody else, and to nobody without a session', async (route) => {
    expect((await app.get(url(portfolio.id, route))).status).toBe(401);
    expect((await app.get(url(portfolio.id, route), { as: bob })).status).toBe(404);
    expect((await app.get(url(randomUUID(), route), { as: ann })).status).toBe(404);
    expect((await app.get(url('no-uuid', route), { as: ann })).status).toBe(422);
  });

  it.each([
    ['correlation-matrix?lookback_days=29', 'lookback_days'],
    ['correlation-matrix?max_symbols=51', 'max_symbols'],
    ['correlation-matrix?lookback_days=40&min_overlap=41', 'min_overlap'],
    ['diversification-score?min_overlap=x', 'min_overlap'],
  ])('refuse %s, naming the parameter', async (route, field) => {
    const { status, body } = await app.get(url(portfolio.id, route), { as: ann });
    expect(status).toBe(422);
    expect(new Set(body.errors.map((error: { field: string }) => error.field))).toEqual(new Set([field]));
  });
});
