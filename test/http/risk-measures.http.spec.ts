import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';
/** Daily returns; the VaR of each session is 2 % at 95 %, and missing on the second last. */
const DAYS = [
  ['2024-11-22', 0.01],
  ['2024-11-25', -0.03],
  ['2024-11-26', 0.02],
  ['2024-11-27', -0.015],
  [TODAY, -0.05],
] as const;
const ROUTES = ['value-at-risk', 'value-at-risk/backtest', 'risk-contributions', 'risk-ratios'] as const;
const HISTORY = 'risk-measures/history?measure=historical_var_95';
let app: TestApp;
let ann: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let unvalued: SeededPortfolio;

async function measure(of: SeededPortfolio, date: string, name: string, value: number | null, window = 252) {
  const reason = value === null ? 'not-applicable' : null;
  await app.sql(
    'core',
    `INSERT INTO portfolio_risk_measures (portfolio_id, as_of_date, measure, window_sessions, value, observations, reason, method, version)
     VALUES ($1, $2, $3, $4, $5, 250, $6, 'test-method', 3)`,
    [of.id, date, name, window, value, reason],
  );
}

beforeAll(async () => {
  app = await TestApp.start();
  [ann, bob] = [await app.user(), await app.user()];
  portfolio = await SeededPortfolio.create(app, ann);
  unvalued = await SeededPortfolio.create(app, ann);
  await portfolio.deposit('2024-11-01', 100_000);
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
  await portfolio.lot('xom', { symbol: 'XOM', quantity: 100, entryPrice: 100 });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 20_000, investmentClass: 'PRIVATE' });
  for (const [date, daily_return] of DAYS) {
    const lots = date === TODAY ? ['aapl', 'xom', 'house'].map((lot) => ({ lot, price: 200 })) : [];
    await portfolio.snapshot({
      ...{ date, cash: 39_800, lots },
      columns: {
        ...{ daily_return, realized_volatility_21d: 0.2134, realized_volatility_63d: null },
        ...(date === TODAY ? { versions: '{"portfolio-risk": 3}' } : {}),
        reasons: JSON.stringify({ realized_volatility_63d: 'too-few-observations' }),
      },
    });
    await measure(portfolio, date, 'historical_var_95', date === '2024-11-27' ? null : 0.02);
  }
  const figures = [
    ...([
      ['historical_cvar_95', 0.0312345678],
      ['parametric_var_95', 0.025],
      ['cornish_fisher_var_95', null],
    ] as const),
    ...([
      ['shrunk_volatility', 0.2],
      ['diversification_ratio', 1.5],
      ['effective_bets', 2.25],
    ] as const),
    ...([
      ['max_drawdown', -0.12],
      ['sharpe_ratio', 0.9],
      ['calmar_ratio', null],
    ] as const),
  ];
  for (const [name, value] of figures) await measure(portfolio, TODAY, name, value);
  const forecasts = [
    ['expected_volatility_21d', 0.19],
    ['volatility_trend', -2.5],
    ['volatility_percentile', 0.75],
    ['garch_volatility_21d', null],
  ] as const;
  for (const [name, value] of forecasts) await measure(portfolio, TODAY, name, value, 273);
  for (const window of [90, 252]) await measure(portfolio, TODAY, 'vasicek_beta', window / 100, window);
  const contributions = [
    ['aapl', 0.4, 0.15],
    ['xom', 0.2, -0.16],
    ['house', 0.01, null],
  ] as const;
  for (const [lot, weight, volatility] of contributions) {
    await app.sql(
      'core',
      `INSERT INTO risk_contributions (portfolio_id, as_of_date, instrument_id, weight, volatility_contribution, marginal_volatility,
         component_var_95, marginal_var_95, incremental_var_95, component_cvar_95, observations, reason, method, version)
       VALUES ($1, $2, $3, $4, $5::float8, $5::float8 * 2, $5::float8 / 10, $5::float8 / 5, $5::float8 / 20, $5::float8 / 8, 250, $6, 'test-method', 3)`,
      [
        ...[portfolio.id, TODAY, portfolio.lots.get(lot)!.instrumentId, weight, volatility],
        volatility === null ? 'not-applicable' : null,
      ],
    );
  }
});
afterAll(() => app.close());

const url = (id: string, route: string): string => `/api/v1/analytics/portfolio/${id}/${route}`;
const get = async (route: string, of = portfolio) => (await app.get(url(of.id, route), { as: ann })).body;

describe('value at risk over HTTP', () => {
  it('is a share and an amount, with what the method, window and observations are', async () => {
    const body = await get('value-at-risk');
    expect(body).toMatchObject({
      ...{ available: true, portfolio_id: portfolio.id, as_of_date: TODAY, net_asset_value: 100_000 },
      ...{ horizon_sessions: 1, unit: 'share-of-net-asset-value' },
      data_quality: { snapshot_date: TODAY, is_stale: false, is_current: true },
    });
    const [historical, parametric, adjusted, absent] = body.figures;
    expect(historical).toEqual({
      ...{ name: 'historical', confidence: 0.95, value_at_risk: 0.02, value_at_risk_amount: 2_000 },
      ...{ expected_shortfall: 0.031235, expected_shortfall_amount: 3_123.46 },
      ...{ window_sessions: 252, observations: 250, method: 'test-method', version: 3, reason: null },
    });
    expect(parametric).toMatchObject({ name: 'parametric', value_at_risk: 0.025, expected_shortfall: null });
    expect(adjusted).toMatchObject({ name: 'cornish_fisher', value_at_risk: null, reason: 'not-applicable' });
    expect(absent).toMatchObject({ confidence: 0.99, value_at_risk: null, reason: 'not-computed-yet' });
    expect(body.figures).toHaveLength(6);
  });

  it('is compared with what the next session really lost', async () => {
    const body = await get('value-at-risk/backtest');
    // The session of the 29th has no VaR of the session before it.
    expect(body).toMatchObject({
      ...{ available: true, name: 'historical', confidence: 0.95, window_sessions: 252, observations: 3, breaches: 1 },
      ...{ from: '2024-11-25', to: '2024-11-27', as_of_date: '2024-11-27', expected_breaches: 0.15 },
      ...{ method: 'kupiec-unconditional-coverage', version: 1, reason: null, is_rejected: false },
    });
    expect(body.exceptions).toEqual([
      { date: '2024-11-25', forecast_date: '2024-11-22', value_at_risk: 0.02, daily_return: -0.03 },
    ]);
    // 2 ln of the likelihood of one in three over that of one in twenty.
    const ratio = 2 * (Math.log(1 / 3 / 0.05) + 2 * Math.log(2 / 3 / 0.95));
    expect(body.likelihood_ratio).toBeCloseTo(ratio, 5);
    const narrow = await get('value-at-risk/backtest?from=2024-11-26&to=2024-11-27');
    expect(narrow).toMatchObject({
      observations: 2,
      breaches: 0,
      from: '2024-11-26',
      to: '2024-11-27',
      exceptions: [],
    });
    const none = await get('value-at-risk/backtest?method=parametric&confidence=0.99');
    expect(none).toMatchObject({ available: false, breaches: null, p_value: null, reason: 'too-few-observations' });
  });
});

describe('risk contributions over HTTP', () => {
  it('are the largest first, by size, and share out the volatility', async () => {
    const body = await get('risk-contributions');
    expect(body).toMatchObject({
      ...{ available: true, as_of_date: TODAY, volatility: 0.2, value_at_risk_95: 0.025, diversification_ratio: 1.5 },
      ...{ effective_bets: 2.25, window_sessions: 252, observations: 250, method: 'test-method', version: 3 },
      ...{ reasons: {}, total: 3, limit: 100, offset: 0 },
    });
    expect(body.contributions).toMatchObject([
      { symbol: 'XOM', weight: 0.2, volatility_contribution: -0.16, risk_share: -0.8, component_var_95: -0.016 },
      { symbol: 'AAPL', risk_share: 0.75, marginal_volatility: 0.3, incremental_var_95: 0.0075, reason: null },
      { symbol: 'HOUSE', investment_class: 'PRIVATE', volatility_contribution: null, reason: 'not-applicable' },
    ]);
    const page = await get('risk-contributions?limit=1&offset=1');
    expect(page).toMatchObject({ total: 3, contributions: [{ symbol: 'AAPL' }] });
    expect(await get('risk-contributions?offset=9')).toMatchObject({ total: 3, contributions: [] });
  });
});

describe('risk ratios over HTTP', () => {
  it('are of the returns that there really were, beside those of the weights as they are', async () => {
    const body = await get('risk-ratios');
    const wealth = [1.01, 1.01 * 0.97, 1.01 * 0.97 * 1.02, 1.01 * 0.97 * 1.02 * 0.985];
    expect(body).toMatchObject({
      ...{ available: true, as_of_date: TODAY, from: '2024-11-22', to: TODAY, observations: 5, is_cut: false },
      ...{ method: 'actual-daily-returns', version: 1, benchmark: 'SPY' },
      reasons: { upside_capture: 'no-benchmark', downside_capture: 'no-benchmark' },
    });
    expect(body.ratios.max_drawdown).toBeCloseTo((wealth[3]! * 0.95) / 1.01 - 1, 5);
    expect(body.ratios.omega_ratio).toBeCloseTo(0.03 / 0.095, 5);
    expect(body.constant_weights).toMatchObject({
      ...{ window_sessions: 252, observations: 250, method: 'test-method', version: 3 },
      ratios: { max_drawdown: -0.12, sharpe_ratio: 0.9, calmar_ratio: null },
      reasons: { calmar_ratio: 'not-applicable', omega_ratio: 'not-computed-yet' },
    });
    const part = await get('risk-ratios?from=2024-11-25&to=2024-11-26');
    expect(part).toMatchObject({ from: '2024-11-25', to: '2024-11-26', observations: 2 });
    const none = await get('risk-ratios?from=2020-01-01&to=2020-12-31');
    expect(none).toMatchObject({ available: false, from: null, reasons: { sharpe_ratio: 'too-few-observations' } });
  });
});

describe('the history of a figure over HTTP', () => {
  it('is one value a session, ascending, those without one with their reason', async () => {
    const { points, ...rest } = await get(HISTORY);
    expect(rest).toEqual({
      ...{ portfolio_id: portfolio.id, measure: 'historical_var_95', from: '2024-11-22', to: TODAY, count: 5 },
      is_cut: false,
    });
    expect(points[3]).toEqual({
      ...{ as_of_date: '2024-11-27', window_sessions: 252, value: null, observations: 250, method: 'test-method' },
      ...{ version: 3, reason: 'not-applicable' },
    });
    const span = await get(`${HISTORY}&from=2024-11-25&to=2024-11-26`);
    expect(span.points.map(({ as_of_date }: { as_of_date: string }) => as_of_date)).toEqual([
      '2024-11-25',
      '2024-11-26',
    ]);
  });

  it('has windows beside each other, or one of them', async () => {
    const of = async (query: string) =>
      (await get(`risk-measures/history?measure=vasicek_beta${query}`)).points.map(
        (point: { window_sessions: number; value: number }) => [point.window_sessions, point.value],
      );
    expect(await of('')).toEqual([
      [90, 0.9],
      [252, 2.52],
    ]);
    expect(await of('&window_sessions=252')).toEqual([[252, 2.52]]);
  });

  it('is also of what the snapshots keep', async () => {
    const { points } = await get('risk-measures/history?measure=realized_volatility_21d');
    expect(points.at(-1)).toMatchObject({ as_of_date: TODAY, window_sessions: 21, value: 0.2134, reason: null });
    expect(points.at(-1)).toMatchObject({
      ...{ observations: 21, version: 3, method: 'sample-stdev-constant-weights; options-by-delta' },
    });
    // What was stored before versions were kept has none.
    expect(points[0]).toMatchObject({ version: null });
    const missing = await get('risk-measures/history?measure=realized_volatility_63d&from=2024-11-29');
    expect(missing.points).toMatchObject([{ value: null, observations: null, reason: 'too-few-observations' }]);
    expect((await get('risk-measures/history?measure=hhi&window_sessions=21')).count).toBe(0);
  });
});

describe('volatility over HTTP', () => {
  it('has the forecast, the trend in a word and the percentile', async () => {
    const { data, metadata, reasons } = await get('volatility');
    expect(data).toMatchObject({
      ...{ realized_volatility_21d: 0.2134, expected_volatility_21d: 0.19, volatility_trend: 'decreasing' },
      ...{ volatility_percentile: 0.75, garch_volatility_21d: null, ewma_volatility: null },
    });
    expect(metadata).toMatchObject({ forecast_model: 'HAR', window_sessions: 273, observations: 250, version: 3 });
    expect(reasons).toEqual({
      realized_volatility_63d: 'too-few-observations',
      ...{ garch_volatility_21d: 'not-applicable', ewma_volatility: 'not-computed-yet' },
      realized_volatility_252d: 'not-computed-yet',
    });
  });
});

describe('risk figures', () => {
  it('are missing with a reason before the first run, and after a failure', async () => {
    expect(await get('value-at-risk', unvalued)).toMatchObject({
      available: false,
      as_of_date: null,
      data_quality: null,
    });
    const contributions = await get('risk-contributions', unvalued);
    expect(contributions).toMatchObject({ available: false, total: 0, contributions: [] });
    expect(contributions.reasons.volatility).toBe('not-computed-yet');
    expect(await get('risk-ratios', unvalued)).toMatchObject({ available: false, observations: 0 });
    expect(await get(HISTORY, unvalued)).toMatchObject({ count: 0, from: null, points: [] });
    const failed = await SeededPortfolio.create(app, ann);
    const reasons = JSON.stringify({ 'value-at-risk': 'computation-failed' });
    await failed.snapshot({ date: TODAY, cash: 10_000, lots: [], columns: { reasons } });
    expect((await get('value-at-risk', failed)).figures[0].reason).toBe('computation-failed');
  });

  it.each([...ROUTES, HISTORY])('%s are shown to nobody else, and to nobody without a session', async (route) => {
    expect((await app.get(url(portfolio.id, route))).status).toBe(401);
    expect((await app.get(url(portfolio.id, route), { as: bob })).status).toBe(404);
    expect((await app.get(url(randomUUID(), route), { as: ann })).status).toBe(404);
    expect((await app.get(url('no-uuid', route), { as: ann })).status).toBe(422);
  });

  it.each([
    ['value-at-risk/backtest?method=monte_carlo', 'method'],
    ['value-at-risk/backtest?confidence=0.9', 'confidence'],
    ['value-at-risk/backtest?from=2024-02-30', 'from'],
    ['risk-contributions?limit=501', 'limit'],
    ['risk-ratios?from=2024-11-02&to=2024-11-01', 'to'],
    ['risk-ratios?since=2024-11-02', 'since'],
    ['risk-measures/history?measure=password', 'measure'],
    ['risk-measures/history?measure=hhi&window_sessions=-1', 'window_sessions'],
  ])('refuse %s, naming the parameter', async (route, field) => {
    const { status, body } = await app.get(url(portfolio.id, route), { as: ann });
    expect(status).toBe(422);
    expect(new Set(body.errors.map((error: { field: string }) => error.field))).toEqual(new Set([field]));
  });
});
