import { describe, expect, it } from 'vitest';
import { DEMO, demoPortfolio, demoRiskReader } from '../../../test/support/demo-readers.js';
import { fakePortfolioReader, USER } from '../../../test/support/fake-readers.js';
import { seeded, SHAPES } from '../../../test/support/invented-figures.js';
import { traceFigures, type TraceableResult } from './figure-tracing.kernel.js';
import { leavesOf } from './result-leaves.kernel.js';
import { GetAnalyticsOverviewTool } from './tools/get-analytics-overview.tool.js';
import { GetConcentrationMetricsTool } from './tools/get-concentration-metrics.tool.js';
import { GetPortfolioCompleteTool } from './tools/get-portfolio-complete.tool.js';
import { GetVolatilityAnalysisTool } from './tools/get-volatility-analysis.tool.js';
import { ListUserPortfoliosTool } from './tools/list-user-portfolios.tool.js';

const DRAWS = 300;
const SEED = 20_251_121;

async function everyResult(): Promise<readonly TraceableResult[]> {
  const portfolios = fakePortfolioReader({ [USER]: [demoPortfolio] });
  const risk = demoRiskReader();
  const newId = (): string => 'result';
  const tools = [
    new GetPortfolioCompleteTool(portfolios, newId),
    new GetAnalyticsOverviewTool(risk, portfolios, newId),
    new GetConcentrationMetricsTool(risk, newId),
    new GetVolatilityAnalysisTool(risk, newId),
    new ListUserPortfoliosTool(portfolios, newId),
  ];
  return Promise.all(
    tools.map(async (tool) => {
      const { meta, data } = await tool.run({ portfolio_id: DEMO }, { userId: USER, portfolioId: DEMO });
      return { resultId: tool.name, toolName: tool.name, asOf: meta.as_of, units: meta.units, data };
    }),
  );
}

const results = await everyResult();
const symbols = [...new Set(demoPortfolio.holdings.map(({ symbol }) => symbol))];

describe('figures that nobody computed', () => {
  const random = seeded(SEED);
  const rates = Object.entries(SHAPES).map(([shape, sentence]) => {
    const sentences = Array.from({ length: DRAWS }, () => sentence(random, symbols));
    const traced = sentences.filter((text) => traceFigures(text, { results, passages: [] }).some((f) => f.traced));
    return { shape, figures: sentences.length, traced };
  });

  it('are drawn against all the results of a portfolio with 39 lots', () => {
    expect(demoPortfolio.holdings).toHaveLength(39);
    expect(results.flatMap(leavesOf).filter(({ value }) => typeof value === 'number').length).toBeGreaterThan(200);
  });

  it('are traced in less than one of a hundred cases', () => {
    const [all, traced] = [rates.length * DRAWS, rates.flatMap((rate) => rate.traced)];
    expect(traced.length / all, traced.join('\n')).toBeLessThan(0.01);
  });

  it.each(rates)('are hardly ever traced in the shape of a $shape', ({ figures, traced }) => {
    expect(traced.length / figures, traced.join('\n')).toBeLessThan(0.02);
  });
});

describe('numbers of the tools', () => {
  it('are all of a known kind', () => {
    const unknown = results
      .flatMap(leavesOf)
      .filter(({ value, kind }) => typeof value === 'number' && kind === 'unknown');
    expect(unknown.map(({ path }) => path)).toEqual([]);
  });
});
