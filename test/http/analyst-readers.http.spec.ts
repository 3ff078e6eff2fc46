import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPANY_READER, type CompanyReader } from '../../src/contracts/company-reader.js';
import { LIMIT_READER, type LimitReader } from '../../src/contracts/limit-reader.js';
import { MEASURE_READER, type MeasureReader } from '../../src/contracts/measure-reader.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../src/contracts/portfolio-reader.js';
import { RISK_READER, type RiskReader } from '../../src/contracts/risk-reader.js';
import { WHAT_IF_READER, type WhatIfReader } from '../../src/contracts/what-if-reader.js';
import { traceFigures } from '../../src/ai/chat/figure-tracing.kernel.js';
import { toolsOver } from '../support/analyst-tools.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';

describe('what core tells the analyst', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: SeededPortfolio;
  let measures: MeasureReader;
  let risk: RiskReader;
  let limits: LimitReader;
  let whatIf: WhatIfReader;
  let companies: CompanyReader;

  const read = async (path: string) => {
    const { status, body } = await app.get(`/api/v1/analytics/portfolio/${portfolio.id}/${path}`, { as: ann });
    expect(status).toBe(200);
    return body;
  };

  beforeAll(async () => {
    app = await TestApp.start({ now: '2024-11-30T12:00:00Z' });
    [ann, bob] = [await app.user(), await app.user()];
    measures = app.app.get<MeasureReader>(MEASURE_READER, { strict: false });
    risk = app.app.get<RiskReader>(RISK_READER, { strict: false });
    limits = app.app.get<LimitReader>(LIMIT_READER, { strict: false });
    whatIf = app.app.get<WhatIfReader>(WHAT_IF_READER, { strict: false });
    companies = app.app.get<CompanyReader>(COMPANY_READER, { strict: false });
    portfolio = await SeededPortfolio.create(app, ann);
    await portfolio.deposit('2024-11-01', 100_000);
    await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
    await portfolio.lot('xom', { symbol: 'XOM', quantity: 100, entryPrice: 100 });
    for (const [date, daily_return] of [
      ['2024-11-27', 0.01],
      [TODAY, -0.05],
    ] as const) {
      const lots = date === TODAY ? ['aapl', 'xom'].map((lot) => ({ lot, price: 200 })) : [];
      await portfolio.snapshot({ ...{ date, cash: 39_800, lots }, columns: { daily_return } });
      for (const [name, value] of [
        ['historical_var_95', 0.02],
        ['historical_cvar_95', 0.031],
        ['shrunk_volatility', 0.2],
        ['effective_bets', 2.25],
        ['expected_volatility_21d', 0.19],
      ] as const)
        await app.sql(
          'core',
          `INSERT INTO portfolio_risk_measures (portfolio_id, as_of_date, measure, window_sessions, value, observations, reason, method, version)
           VALUES ($1, $2, $3, 252, $4, 250, NULL, 'test-method', 3)`,
          [portfolio.id, date, name, value],
        );
    }
  });
  afterAll(() => app.close());

  it('is nothing of a portfolio of somebody else', async () => {
    const at = [bob.id, portfolio.id] as const;
    const answers = await Promise.all([
      ...[
        measures.valueAtRisk(...at),
        measures.contributions(...at),
        measures.ratios(...at),
        measures.forecasts(...at),
        measures.factors(...at),
      ],
      ...[measures.correlations(...at, []), risk.sectors(...at), limits.find(...at), companies.listOfPortfolio(...at)],
      ...[whatIf.sensitivities(...at), whatIf.trades(...at, [{ symbol: 'AAPL', side: 'sell', quantity: '1' }])],
    ]);
    expect(answers).toEqual(answers.map(() => null));
  });

  it('is the value at risk of the endpoint', async () => {
    const [view, body] = [await measures.valueAtRisk(ann.id, portfolio.id), await read('value-at-risk')];
    const historical = body.figures.find(
      (one: { name: string; confidence: number }) => one.name === 'historical' && one.confidence === 0.95,
    );
    expect(view).toMatchObject({
      asOf: TODAY,
      valueAtRisk95: { value: historical.value_at_risk },
      expectedShortfall95: { value: historical.expected_shortfall },
      valueAtRisk99: { value: null, reason: 'not-computed-yet' },
      netAssetValue: { value: body.net_asset_value },
    });
    expect(historical.value_at_risk).toBe(0.02);
    const backtest = await read('value-at-risk/backtest');
    expect(view?.backtest).toMatchObject({ sessions: 1, breaches: { value: 1 }, lastBreach: TODAY });
    expect([backtest.observations, backtest.breaches]).toEqual([1, 1]);
  });

  it('is what the endpoints say of contributions, ratios and forecasts', async () => {
    const contributions = await read('risk-contributions');
    expect(await measures.contributions(ann.id, portfolio.id)).toMatchObject({
      volatility: { value: contributions.volatility },
      effectiveBets: { value: contributions.effective_bets },
      diversificationRatio: { value: null, reason: contributions.reasons.diversification_ratio },
    });
    const ratios = await read('risk-ratios');
    const view = await measures.ratios(ann.id, portfolio.id);
    expect(view?.maxDrawdown.value).toBeCloseTo(ratios.ratios.max_drawdown as number, 6);
    expect(view).toMatchObject({ sessions: ratios.observations, from: ratios.from, to: ratios.to });
    expect(await measures.forecasts(ann.id, portfolio.id)).toMatchObject({ expected21d: { value: 0.19 } });
  });

  it('is the factor exposures of the endpoint, and why there are none', async () => {
    expect(await measures.factors(ann.id, portfolio.id)).toMatchObject({
      factors: [],
      sessions: null,
      interestRateBeta: { value: null, reason: 'not-computed-yet' },
    });
    for (const [model, factor, exposure, dollars] of [
      ['style', 'Momentum', 0.4, 40_000],
      ['style', 'Market', 1.05, 105_000],
      ['spread', 'Growth-Value Spread', -0.25, -25_000],
      ['rate', 'Market', 0.9, 90_000],
      ['rate', 'IR Beta', -0.1, -10_000],
    ] as const)
      await app.sql(
        'core',
        `INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, dollar_exposure, coverage, window_sessions, observations, reason, method)
         VALUES ($1, $2, $3, $4, $5, $6, 1, 252, 240, NULL, 'test-method')`,
        [portfolio.id, TODAY, model, factor, exposure, dollars],
      );
    const [view, body] = [await measures.factors(ann.id, portfolio.id), await read('factor-exposures')];
    const named = Object.fromEntries(
      body.factors.map(({ name, beta }: { name: string; beta: number }) => [name, beta]),
    );
    expect(view).toMatchObject({ asOf: TODAY, sessions: 240, interestRateBeta: { value: named['IR Beta'] } });
    expect(named['IR Beta']).toBe(-0.1);
    expect(view?.factors.map(({ factor, kind, exposure }) => [factor, kind, exposure.value])).toEqual([
      ['Momentum', 'style', named['Momentum']],
      ['Growth-Value Spread', 'spread', -0.25],
    ]);
    expect(view?.factors[0]?.dollarExposure.value).toBe(40_000);
  });

  it('is the sector weights of the endpoint', async () => {
    const [view, body] = [await risk.sectors(ann.id, portfolio.id), await read('sector-exposure')];
    const weights = Object.fromEntries((view?.sectors ?? []).map(({ name, weight }) => [name, weight]));
    expect(Object.keys(weights).length).toBeGreaterThan(0);
    for (const [name, weight] of Object.entries(body.data.portfolio_weights as Record<string, number>))
      expect(weights[name]).toBeCloseTo(weight, 4);
  });

  it('says of correlations and Greeks that they are not computed yet', async () => {
    expect(await measures.correlations(ann.id, portfolio.id, [])).toMatchObject({
      average: { value: null, reason: 'not-computed-yet' },
      groups: [],
      pairs: [],
    });
    expect(await whatIf.sensitivities(ann.id, portfolio.id)).toMatchObject({ optionCount: 0, options: [] });
  });

  it('is told in methods whose figures are those of their results', async () => {
    const portfolios = app.app.get<PortfolioReader>(PORTFOLIO_READER, { strict: false });
    let count = 0;
    const tools = toolsOver({ portfolios, risk, measures, limits, whatIf, companies }, () => `r${++count}`);
    const told: string[] = [];
    for (const tool of tools) {
      const { meta, data } = await tool.run({ portfolio_id: portfolio.id }, { userId: ann.id, portfolioId: null });
      const method = (data as { readonly method?: string } | null)?.method;
      if (method === undefined) continue;
      told.push(tool.name);
      const result = { toolName: tool.name, resultId: meta.result_id, asOf: meta.as_of, units: meta.units, data };
      const figures = traceFigures(method, { results: [result], passages: [], knownDates: [] });
      expect(
        figures.filter(({ traced }) => !traced),
        `${tool.name}: ${method}`,
      ).toEqual([]);
    }
    expect(told).toEqual(
      expect.arrayContaining([
        'get_correlations',
        'get_volatility_forecast',
        'get_factor_exposures',
        'get_value_at_risk',
      ]),
    );
  });

  it('is the limits of the portfolio', async () => {
    const made = await app.post(`/api/v1/portfolios/${portfolio.id}/limits`, {
      as: ann,
      body: { kind: 'beta', name: 'Beta ceiling', max: 1.1 },
    });
    expect(made.status).toBe(201);
    expect(await limits.find(ann.id, portfolio.id)).toMatchObject({
      limits: [{ name: 'Beta ceiling', status: 'not_evaluated' }],
      alerts: [],
      alertCount: 0,
    });
  });

  it('refuses trades that cannot be supposed in a sentence, and stores none', async () => {
    const trades = [{ symbol: 'NOWHERE', side: 'buy', quantity: '1' }] as const;
    expect(await whatIf.trades(ann.id, portfolio.id, trades)).toEqual({
      refused: expect.stringContaining('NOWHERE is not known here'),
    });
  });
});
