import { describe, expect, it } from 'vitest';
import { type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { readIntent } from './intent.kernel.js';
import { chosenPortfolio, nextCalls } from './plan.kernel.js';

const TOOLS = [
  'list_user_portfolios',
  'get_portfolio_complete',
  'get_analytics_overview',
  'get_concentration_metrics',
  'get_volatility_analysis',
];

const list = (...names: string[]): ToolOutcome => ({
  toolName: 'list_user_portfolios',
  asOf: null,
  error: null,
  data: { portfolios: names.map((name) => ({ portfolio_id: `id of ${name}`, name })) },
});

const conversation = (question: string, changes: Partial<Conversation> = {}): Conversation => ({
  question,
  earlierQuestions: [],
  isFirstAnswer: true,
  outcomes: [],
  context: { portfolioId: null, today: '2025-11-24' },
  passages: [],
  ...changes,
});

const calls = (given: Conversation, tools = TOOLS): unknown =>
  nextCalls(readIntent(given.question, given.earlierQuestions), given, tools).map(({ toolName, args }) => [
    toolName,
    args,
  ]);

describe('nextCalls', () => {
  it('uses the portfolio of the context', () => {
    const context = { portfolioId: 'p', today: '2025-11-24' };
    expect(calls(conversation('My beta and volatility?', { context }))).toEqual([
      ['get_volatility_analysis', { portfolio_id: 'p' }],
      ['get_analytics_overview', { portfolio_id: 'p' }],
    ]);
    expect(calls(conversation('How many MSFT shares do I own?', { context }))).toEqual([
      ['get_portfolio_complete', { portfolio_id: 'p', symbols: ['MSFT'] }],
    ]);
  });

  it('lists the portfolios first when none is given', () => {
    expect(calls(conversation('What is my beta?'))).toEqual([['list_user_portfolios', {}]]);
  });

  it('takes the only portfolio, or the one that is named, and otherwise asks', () => {
    const one = conversation('What is my beta?', { outcomes: [list('Main')] });
    expect(calls(one)).toEqual([['get_analytics_overview', { portfolio_id: 'id of Main' }]]);
    const named = conversation('What is the beta of my growth fund?', { outcomes: [list('Growth', 'Growth Fund')] });
    expect(calls(named)).toEqual([['get_analytics_overview', { portfolio_id: 'id of Growth Fund' }]]);
    expect(calls(conversation('What is my beta?', { outcomes: [list('Growth', 'Income')] }))).toEqual([]);
    expect(calls(conversation('What is my beta?', { outcomes: [list()] }))).toEqual([]);
  });

  it('prefers the name in the question to one in an earlier question', () => {
    const outcomes = [list('Growth', 'Income')];
    const earlierQuestions = ['What is the beta of Growth?'];
    expect(chosenPortfolio(conversation('And of Income?', { outcomes, earlierQuestions }))?.name).toBe('Income');
    expect(chosenPortfolio(conversation('And volatility?', { outcomes, earlierQuestions }))?.name).toBe('Growth');
  });

  it('calls no tool twice, and none that is not offered', () => {
    const context = { portfolioId: 'p', today: '2025-11-24' };
    const outcomes: ToolOutcome[] = [{ toolName: 'get_analytics_overview', asOf: null, data: null, error: 'broken' }];
    expect(calls(conversation('What is my beta?', { context, outcomes }))).toEqual([]);
    expect(calls(conversation('What is my beta?', { context }), [])).toEqual([]);
    expect(calls(conversation('What is my beta?'), ['get_analytics_overview'])).toEqual([]);
  });
});
