import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../shared/outcome.js';
import { composeAnswer } from './answer.kernel.js';
import { type Conversation, readConversation, type ToolOutcome } from './conversation.kernel.js';
import { readIntent } from './intent.kernel.js';
import { because } from './figure-wording.kernel.js';
import { holdings } from './holding-wording.kernel.js';
import { pnl } from './pnl-wording.kernel.js';

const outcome = (toolName: string, data: ToolOutcome['data'], error: string | null = null): ToolOutcome => ({
  toolName,
  asOf: '2025-11-21',
  data,
  error,
  isTruncated: false,
});

function answer(question: string, outcomes: readonly ToolOutcome[], changes: Partial<Conversation> = {}): string {
  const context = { portfolioId: 'p', today: '2025-11-24' };
  return composeAnswer(readIntent(question), {
    question,
    earlierQuestions: [],
    isFirstAnswer: false,
    isChoice: false,
    memories: [],
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
    const text = answer('My volatility and my alpha?', [outcome('get_volatility_analysis', data)]);
    expect(text).toContain('I have no tool for alpha');
    expect(text).toContain('The 21-day realised volatility is 20.0% a year.');
  });
});

describe('holdings', () => {
  const held = (symbol: string, changes: Readonly<Record<string, unknown>> = {}) => ({
    ...{ symbol, quantity: 10, lots: 1, price: 5, price_date: '2025-11-21', market_value: 50, weight: 0.5 },
    ...{ unrealized_pnl: -1, ...changes },
  });
  const unpriced = { price: null, price_date: null, market_value: null, unrealized_pnl: null };

  it('says how many lots there are in how many symbols, and marks stale and missing prices', () => {
    const data = {
      ...{ currency: 'EUR', position_count: 4, symbol_count: 2 },
      holdings: [held('OLD', { lots: 3, price_date: '2025-11-18' }), held('NIL', { quantity: -3, ...unpriced })],
    };
    expect(holdings(data, '2025-11-21')).toBe(
      'You hold 4 lots in 2 symbols.\n' +
        '- OLD: quantity 10 in 3 lots, price €5.00 (stale price of 2025-11-18), market value €50.00, weight 50.0% of net asset value, unrealised P&L -€1.00\n' +
        '- NIL: quantity -3, no price, not valued',
    );
  });

  it('does not count lots where each symbol has one', () => {
    const data = { currency: 'EUR', position_count: 1, symbol_count: 1, holdings: [held('A')] };
    expect(holdings(data, '2025-11-21')).toContain('You hold 1 symbol, one lot each.\n- A: quantity 10, price €5.00');
  });
});

describe('pnl', () => {
  const data = { currency: 'USD', daily_pnl: -5, daily_return: -0.01, cumulative_pnl: 20, reasons: {} };
  const said = (clause: string, fields: string[] = [], days = { today: '2025-11-22', asOf: '2025-11-21' }): string =>
    pnl(data, { clause, fields }, days);

  it('says yes or no where that is asked', () => {
    expect(said('did i lose money today?', ['daily_pnl'])).toContain('Yes. The P&L of the last session');
    expect(said('did i gain today?', ['daily_pnl'])).toContain('No. The P&L of the last session');
    expect(said('am i losing money?')).toMatch(/^No\. The P&L since the start is \$20\.00\./);
    expect(said('am i up or down?')).toMatch(/^Up\. /);
    expect(said('how much did i lose?')).not.toMatch(/Yes|No\./);
  });

  it('says which day it is of where another is asked for', () => {
    expect(said('how did i do yesterday', ['daily_pnl'])).toMatch(
      /^The P&L of the last session, 2025-11-21, is -\$5\.00/,
    );
    expect(said('how did i do today', ['daily_pnl'])).toMatch(/^There are no figures of today, 2025-11-22, yet\./);
    const monday = { today: '2025-11-24', asOf: '2025-11-21' };
    expect(said('how did i do yesterday', ['daily_pnl'], monday)).toMatch(/^Yesterday has no figures\./);
    const evening = { today: '2025-11-21', asOf: '2025-11-21' };
    expect(said('how did i do yesterday', ['daily_pnl'], evening)).toMatch(/^I can look up the last session only/);
  });

  it('gives the reason of what is missing', () => {
    const missing = { year_to_date_pnl: null, reasons: { year_to_date_pnl: 'no-data-before-this-date' } };
    expect(pnl(missing, { clause: 'ytd', fields: ['year_to_date_pnl'] }, { today: '', asOf: null })).toBe(
      'There is no P&L of the year to date: there are no data before that date.',
    );
  });
});

describe('because', () => {
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
      isChoice: false,
      context: { portfolioId: 'p', today: '2025-11-24' },
      outcomes: [
        { toolName: 't', asOf: '2025-11-21', data: { x: 1 }, error: null, isTruncated: false },
        { toolName: 'u', data: null, error: 'no data came back' },
      ],
    });
  });
});
