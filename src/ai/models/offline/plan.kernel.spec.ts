import { describe, expect, it } from 'vitest';
import { type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { intentOf } from './intent.kernel.js';
import { nextCalls } from './plan.kernel.js';
import { chosenPortfolio } from './portfolio-choice.kernel.js';

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
  isTruncated: false,
  data: { portfolios: names.map((name) => ({ portfolio_id: `id of ${name}`, name })) },
});

const conversation = (question: string, changes: Partial<Conversation> = {}): Conversation => ({
  question,
  earlierQuestions: [],
  isFirstAnswer: true,
  isChoice: false,
  outcomes: [],
  context: { portfolioId: null, today: '2025-11-24' },
  passages: [],
  memories: [],
  ...changes,
});

const calls = (given: Conversation, tools = TOOLS): unknown =>
  nextCalls(intentOf(given), given, tools).map(({ toolName, args }) => [toolName, args]);

describe('nextCalls', () => {
  it('uses the portfolio of the context', () => {
    const context = { portfolioId: 'p', today: '2025-11-24' };
    expect(calls(conversation('My beta and volatility?', { context }))).toEqual([
      ['get_analytics_overview', { portfolio_id: 'p' }],
      ['get_volatility_analysis', { portfolio_id: 'p' }],
    ]);
    expect(calls(conversation('How many MSFT shares do I own?', { context }))).toEqual([
      ['get_portfolio_complete', { portfolio_id: 'p', symbols: ['MSFT'] }],
    ]);
  });

  it('asks for all holdings where not every request is about one', () => {
    const context = { portfolioId: 'p', today: '2025-11-24' };
    expect(calls(conversation('What do I own and how much is MSFT worth?', { context }))).toEqual([
      ['get_portfolio_complete', { portfolio_id: 'p' }],
    ]);
  });

  it('looks a holding up by its name before it asks for its beta, and not for a beta of nothing', () => {
    const context = { portfolioId: 'p', today: '2025-11-24' };
    const question = "What is Apple's beta in my portfolio?";
    expect(calls(conversation(question, { context }))).toEqual([
      ['get_portfolio_complete', { portfolio_id: 'p', symbols: ['Apple'] }],
    ]);
    const held = (...holdings: unknown[]): ToolOutcome => ({
      ...{ toolName: 'get_portfolio_complete', asOf: '2025-11-21', error: null, isTruncated: false },
      data: { holdings },
    });
    const outcomes = [held({ symbol: 'AAPL', name: 'Apple Inc.' })];
    expect(calls(conversation(question, { context, outcomes }))).toEqual([
      ['get_analytics_overview', { portfolio_id: 'p', symbols: ['AAPL'] }],
    ]);
    expect(calls(conversation(question, { context, outcomes: [held()] }))).toEqual([]);
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
    const outcomes: ToolOutcome[] = [
      { toolName: 'get_analytics_overview', asOf: null, data: null, error: 'broken', isTruncated: false },
    ];
    expect(calls(conversation('What is my beta?', { context, outcomes }))).toEqual([]);
    expect(calls(conversation('What is my beta?', { context }), [])).toEqual([]);
    expect(calls(conversation('What is my beta?'), ['get_analytics_overview'])).toEqual([]);
  });
});

describe('chosenPortfolio', () => {
  const choose = (question: string, ...names: string[]): string | undefined =>
    chosenPortfolio(conversation(question, { outcomes: [list(...names)] }))?.name;

  it('takes a name by whole words', () => {
    expect(choose('How risky am I?', 'Risk', 'Main')).toBeUndefined();
    expect(choose('What is in mainly stocks?', 'Main', 'Other')).toBeUndefined();
    expect(choose('How volatile is MAIN?', 'Main', 'Other')).toBe('Main');
    expect(choose('Beta of A+B (joint)?', 'A+B (joint)', 'Other')).toBe('A+B (joint)');
  });

  it.each(['Risk', 'Cash', 'P&L', 'Momentum', 'Private equity'])(
    'asks where the name is a word of questions too: %s',
    (name) => {
      expect(choose(`What is my ${name.toLowerCase()}?`, name, 'Other')).toBeUndefined();
      expect(choose(`How volatile is the ${name} portfolio?`, name, 'Other')).toBe(name);
      expect(choose(`How volatile is account ${name}?`, name, 'Other')).toBe(name);
      expect(choose(`How volatile is “${name}”?`, name, 'Other')).toBe(name);
      expect(choose(`${name}.`, name, 'Other')).toBe(name);
    },
  );
});
