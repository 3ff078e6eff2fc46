import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../shared/outcome.js';
import { composeAnswer } from './answer.kernel.js';
import { type Conversation, readConversation, type ToolOutcome } from './conversation.kernel.js';
import { readIntent } from './intent.kernel.js';
import { because, describeOutcome } from './wording.kernel.js';

const outcome = (toolName: string, data: ToolOutcome['data'], error: string | null = null): ToolOutcome => ({
  toolName,
  asOf: '2025-11-21',
  data,
  error,
});

function answer(question: string, outcomes: readonly ToolOutcome[], changes: Partial<Conversation> = {}): string {
  const context = { portfolioId: 'p', today: '2025-11-24' };
  return composeAnswer(readIntent(question), {
    question,
    earlierQuestions: [],
    isFirstAnswer: false,
    outcomes,
    context,
    passages: [],
    ...changes,
  });
}

describe('composeAnswer', () => {
  it('says why a figure is missing, and never zero', () => {
    const data = { hhi: null, reasons: { hhi: 'no-positions' }, largest: [] };
    const text = answer('How concentrated am I?', [outcome('get_concentration_metrics', data)]);
    expect(text).toContain('There is no Herfindahl-Hirschman index (HHI): there are no open positions.');
    expect(text).not.toMatch(/\b0\b/);
  });

  it('introduces itself once in a conversation', () => {
    expect(answer('Hello', [], { isFirstAnswer: true })).toContain('not a language model');
    expect(answer('Hello', [])).not.toContain('not a language model');
  });

  it('says what could not be read', () => {
    const text = answer('What is my volatility?', [outcome('get_volatility_analysis', null, 'not available.')]);
    expect(text).toBe('I could not read the volatility: not available.');
  });

  it('says when there is no portfolio, or the list cannot be read', () => {
    const context = { portfolioId: null, today: '2025-11-24' };
    const listed = (data: ToolOutcome['data'], error: string | null = null): string =>
      answer('What is my beta?', [outcome('list_user_portfolios', data, error)], { context });
    expect(listed({ portfolios: [] })).toContain('You have no portfolios yet.');
    expect(listed(null, 'down')).toBe('I could not read your portfolios: down');
  });

  it('answers what it can of a question that asks for more', () => {
    const data = { realized_volatility_21d: 0.2, reasons: {} };
    const text = answer('My volatility and my value at risk?', [outcome('get_volatility_analysis', data)]);
    expect(text).toContain('I have no tool for value at risk');
    expect(text).toContain('is 20.0%.');
  });
});

describe('describeOutcome', () => {
  it('marks stale and missing prices of holdings', () => {
    const holdings = [
      {
        symbol: 'OLD',
        quantity: 10,
        price: 5,
        price_date: '2025-11-18',
        market_value: 50,
        weight: 0.5,
        unrealized_pnl: -1,
      },
      {
        symbol: 'NIL',
        quantity: -3,
        price: null,
        price_date: null,
        market_value: null,
        weight: null,
        unrealized_pnl: null,
      },
    ];
    const data = { currency: 'EUR', position_count: 2, holdings };
    expect(describeOutcome(outcome('get_portfolio_complete', data), ['holdings'], [])).toBe(
      'The position count is 2.\n' +
        '- OLD: quantity 10, price €5.00 (stale price of 2025-11-18), market value €50.00, weight 50.0% of net asset value, unrealised P&L -€1.00\n' +
        '- NIL: quantity -3, no price, not valued',
    );
  });

  it('has words for every reason', () => {
    for (const reason of REASONS) expect(because({ reasons: { x: reason } }, 'x')).not.toBe(reason);
    expect(because({ reasons: { x: 'a new reason' } }, 'x')).toBe('a new reason');
    expect(because({}, 'x')).toBe('it has not been computed');
  });
});

describe('readConversation', () => {
  it('separates this turn from earlier ones', () => {
    const text = (value: string) => [{ type: 'text', text: value }];
    const conversation = readConversation([
      { role: 'system', content: '<context>{"portfolio_id":"p","today":"2025-11-24"}</context>' },
      { role: 'user', content: text('First?') },
      { role: 'assistant', content: text('Answer.') },
      { role: 'user', content: text('Second?') },
      { role: 'assistant', content: [{ type: 'tool-call', toolName: 't' }] },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolName: 't',
            output: { type: 'json', value: { meta: { as_of: '2025-11-21' }, data: { x: 1 }, error: null } },
          },
          { type: 'tool-result', toolName: 'u', output: { type: 'error-text', value: 'boom' } },
        ],
      },
    ]);
    expect(conversation).toMatchObject({
      question: 'Second?',
      earlierQuestions: ['First?'],
      isFirstAnswer: false,
      context: { portfolioId: 'p', today: '2025-11-24' },
      outcomes: [
        { toolName: 't', asOf: '2025-11-21', data: { x: 1 }, error: null },
        { toolName: 'u', data: null, error: 'no data came back' },
      ],
    });
  });
});
