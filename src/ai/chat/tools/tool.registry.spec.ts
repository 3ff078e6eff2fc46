import { readdirSync } from 'node:fs';
import { type ToolExecutionOptions } from 'ai';
import { describe, expect, it } from 'vitest';
import {
  fakePortfolioReader,
  fakeRiskReader,
  GROWTH,
  INCOME,
  OTHER_USER,
  portfolio,
  USER,
} from '../../../../test/support/fake-readers.js';
import { toolsOver } from '../../../../test/support/analyst-tools.js';
import { fakeAnalytics } from '../../../../test/support/fake-analytics.js';
import { GetPortfolioCompleteTool } from './get-portfolio-complete.tool.js';
import { type Tool, type ToolResult } from './tool.js';
import { ToolRegistry, TOOLS } from './tool.registry.js';

const long = portfolio(INCOME, 'Income');
const holdings = Array.from({ length: 120 }, (_, index) => ({ ...long.holdings[0]!, symbol: `S${index}` }));
const portfolios = fakePortfolioReader({ [USER]: [portfolio(GROWTH, 'Growth'), { ...long, holdings }] });
const risk = fakeRiskReader(USER, [GROWTH, INCOME]);
let count = 0;
const newId = (): string => `result ${++count}`;
const tools = toolsOver({ portfolios, risk, ...fakeAnalytics(USER, [GROWTH, INCOME]) }, newId);
/** What some tools cannot do without, beside the portfolio. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  get_company_facts: { symbols: ['AAPL'] },
  what_if_trades: { trades: [{ symbol: 'MSFT', side: 'sell', quantity: 10 }] },
  what_if_price_move: { symbol: 'AAPL', move: -0.2 },
};
const registry = new ToolRegistry(tools, newId);
const mine = { userId: USER, portfolioId: null };
const ofPortfolio = tools.filter(({ name }) => name !== 'list_user_portfolios').map(({ name }) => name);

describe('the tools', () => {
  it('are all in the list', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.tool.ts'));
    const named = files.map((name) => name.replace('.tool.ts', '').replaceAll('-', '_')).sort();
    expect(tools.map(({ name }) => name).sort()).toEqual(named);
    expect(TOOLS).toHaveLength(files.length);
  });

  it.each(ofPortfolio)('%s answers with a result id, its session and units', async (name) => {
    const result = await registry.run(name, { portfolio_id: GROWTH, ...REQUIRED[name] }, mine);
    expect(result.error).toBeNull();
    expect(result.meta).toMatchObject({ result_id: `result ${count}`, as_of: '2025-11-21', truncated: false });
    expect(Object.keys(result.meta.units)).not.toHaveLength(0);
    expect(result.data).toMatchObject({ portfolio_id: GROWTH });
  });

  it.each(ofPortfolio)("%s does not find another user's portfolio", async (name) => {
    for (const caller of [
      { userId: OTHER_USER, portfolioId: null },
      { userId: OTHER_USER, portfolioId: GROWTH },
    ]) {
      const result = await registry.run(name, { portfolio_id: GROWTH, ...REQUIRED[name] }, caller);
      expect(result).toMatchObject({ data: null, error: { type: 'not_found' } });
    }
  });

  it.each(ofPortfolio)(
    '%s takes the portfolio of the conversation, and asks for one if there is none',
    async (name) => {
      expect(await registry.run(name, { ...REQUIRED[name] }, { ...mine, portfolioId: INCOME })).toMatchObject({
        data: { portfolio_id: INCOME },
      });
      expect(await registry.run(name, REQUIRED[name], mine)).toMatchObject({ error: { type: 'validation_error' } });
      const wrong = await registry.run(name, { portfolio_id: '1 OR 1=1' }, mine);
      expect(wrong.error).toMatchObject({ type: 'validation_error', message: expect.stringContaining('portfolio_id') });
    },
  );

  it('keep a missing figure null and say why', async () => {
    expect(await registry.run('get_volatility_analysis', { portfolio_id: GROWTH }, mine)).toMatchObject({
      data: { realized_volatility_63d: null, reasons: { realized_volatility_63d: 'too-few-observations' } },
    });
  });

  it('cap the holdings and say so', async () => {
    const result = await registry.run('get_portfolio_complete', { portfolio_id: INCOME }, mine);
    expect(result.meta.truncated).toBe(true);
    expect(result.data?.['holdings']).toHaveLength(100);
  });

  it('give only the holdings asked for, and say which are not held', async () => {
    const symbols = ['s119', 'NVDA'];
    const result = await registry.run('get_portfolio_complete', { portfolio_id: INCOME, symbols }, mine);
    expect(result).toMatchObject({
      meta: { truncated: false },
      data: { holdings: [{ symbol: 'S119' }], not_held: ['NVDA'], position_count: 3, symbol_count: 120 },
    });
    const byName = await registry.run('get_portfolio_complete', { portfolio_id: GROWTH, symbols: ['Tesla'] }, mine);
    expect(byName.data).toMatchObject({ holdings: [], not_held: ['Tesla'] });
  });

  it('put lots of one symbol together', async () => {
    const [lot] = long.holdings;
    const lots = { ...long, id: INCOME, holdings: [lot!, lot!, lot!, lot!], positionCount: 4 };
    const tool = new GetPortfolioCompleteTool(fakePortfolioReader({ [USER]: [lots] }), newId);
    expect((await tool.run({ portfolio_id: INCOME }, mine)).data).toMatchObject({
      position_count: 4,
      symbol_count: 1,
      holdings: [{ symbol: lot!.symbol, lots: 4, quantity: 4 * lot!.quantity }],
    });
  });

  it('give only the betas asked for', async () => {
    const ask = (symbols: string[]): Promise<ToolResult> =>
      registry.run('get_analytics_overview', { portfolio_id: GROWTH, symbols }, mine);
    expect((await ask(['msft', 'NVDA'])).data).toMatchObject({
      position_betas: [{ symbol: 'MSFT' }],
      not_held: ['NVDA'],
    });
    expect((await ask([])).data).toMatchObject({ position_betas: [], not_held: [] });
  });

  it('list only the portfolios of the caller', async () => {
    const result = await registry.run('list_user_portfolios', {}, mine);
    expect(result.data).toMatchObject({ portfolio_count: 2, portfolios: [{ name: 'Growth' }, { name: 'Income' }] });
    const nobody = await registry.run('list_user_portfolios', {}, { userId: OTHER_USER, portfolioId: null });
    expect(nobody).toMatchObject({ meta: { as_of: null }, data: { portfolio_count: 0, portfolios: [] } });
  });
});

describe('ToolRegistry', () => {
  const broken: Tool = {
    ...tools[0]!,
    name: 'broken',
    run: () => Promise.reject(new Error('connection to 10.0.0.5 lost')),
  };

  it('answers for a tool that broke without its inner workings', async () => {
    const result = await new ToolRegistry([broken], newId).run('broken', {}, mine);
    expect(result.error).toEqual({ type: 'execution_error', message: 'broken is not available at the moment.' });
  });

  it('knows no other tools', async () => {
    expect(await registry.run('drop_tables', {}, mine)).toMatchObject({ error: { type: 'validation_error' } });
  });

  it('hands the tools to the AI SDK, errors marked as such', async () => {
    const set = registry.forModel(mine);
    const chosen = set['get_concentration_metrics']!;
    const output: unknown = await chosen.execute!({ portfolio_id: OTHER_USER }, {} as ToolExecutionOptions);
    expect(await chosen.toModelOutput!({ toolCallId: '1', input: {}, output })).toMatchObject({
      type: 'error-json',
      value: { error: { type: 'not_found' } },
    });
    expect(Object.keys(set)).toEqual(tools.map(({ name }) => name));
  });
});
