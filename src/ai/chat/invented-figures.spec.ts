import { describe, expect, it } from 'vitest';
import { DEMO, demoPortfolio, demoRiskReader } from '../../../test/support/demo-readers.js';
import { fakePortfolioReader, USER } from '../../../test/support/fake-readers.js';
import { seeded, SHAPES } from '../../../test/support/invented-figures.js';
import { traceFigures, type TraceableResult } from './figure-tracing.kernel.js';
import { leavesOf } from './result-leaves.kernel.js';
import { toolsOver } from '../../../test/support/analyst-tools.js';
import { fakeAnalytics } from '../../../test/support/fake-analytics.js';

const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  get_company_facts: { symbols: ['AAPL'] },
  what_if_trades: { trades: [{ symbol: 'MSFT', side: 'sell', fraction: 0.5 }] },
  what_if_price_move: { symbol: 'AAPL', move: -0.2 },
};
const DRAWS = 300;
const SEED = 20_251_121;

async function everyResult(): Promise<readonly TraceableResult[]> {
  const portfolios = fakePortfolioReader({ [USER]: [demoPortfolio] });
  const risk = demoRiskReader();
  const newId = (): string => 'result';
  const tools = toolsOver({ portfolios, risk, ...fakeAnalytics(USER, [DEMO]) }, newId);
  return Promise.all(
    tools.map(async (tool) => {
      const { meta, data } = await tool.run(
        { portfolio_id: DEMO, ...ARGUMENTS[tool.name] },
        { userId: USER, portfolioId: DEMO },
      );
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

describe('figures of the tools', () => {
  it.each([
    'Your portfolio is worth $1.25M, of which $54,301 is cash.',
    '**MSFT** (Microsoft): 386.08 shares in 4 lots at $620.74, worth $239,656 or 8.0% of net asset value.',
    'Your largest holdings are HOME_EQUITY ($286,717) and MSFT ($239,656).',
    "You're down $8,421 (-0.7%) on the day, but up $98.8k year to date.",
    'Apple makes up 2.3% of the portfolio. It is worth about $69,000.',
    'Over the last 21 sessions the realised volatility was 21.3%, and your market beta against SPY is 1.12.',
    'Tesla has lost $13,833 since you bought it.',
    'The leverage is 1.09x, on a gross exposure of $1.36M and a net asset value of $1,254,301.',
    'An HHI of 4,791 means effectively 2.1 positions.',
    'You hold 39 lots across 30 symbols.',
    "TSLA's beta is 1.87, with a standard error of 0.09, while AAPL has 1.21.",
    '| Symbol | Price | Value | Weight |\n|---|---|---|---|\n| AAPL | – | $69,354 | 2.3% |\n| MSFT | $620.74 | $239,656 | 8.0% |',
    'Your positions:\n- MSFT: $239,656 (8.0%)\n- AAPL: $69,354 (2.3%)',
    'P&L since inception stands at +$154,301; unrealised gains are $120,837.',
    'About 97% of the gross market value is covered. The top three make up 100%.',
  ])('are traced as a language model words them: %s', (answer) => {
    const figures = traceFigures(answer, { results, passages: [] });
    expect(figures.filter(({ traced }) => !traced).map(({ text }) => text)).toEqual([]);
    expect(figures.length).toBeGreaterThan(0);
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
