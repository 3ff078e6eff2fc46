import { type ModelMessage } from 'ai';
import { describe, expect, it } from 'vitest';
import { askAnalyst, type Asked } from '../../../../test/support/ask-analyst.js';
import {
  askDemo,
  betaOf,
  checkAnswers,
  holdingsOf,
  OVERVIEW,
  PORTFOLIO_VALUE,
  VOLATILITY,
} from '../../../../test/support/demo-answers.js';
import { demoRiskReader } from '../../../../test/support/demo-readers.js';
import { portfolio } from '../../../../test/support/fake-readers.js';

const LIST = 'list_user_portfolios';

describe('questions without an answer', () => {
  const cannot = (what: string): readonly string[] => [`I have no tool for ${what}`, 'I can look up value and cash'];
  const none = { calls: [], never: [PORTFOLIO_VALUE, '$'] };
  checkAnswers([
    {
      asks: ['Should I sell TSLA?', 'Is Apple a good investment?', "What's the best stock to buy?"],
      says: cannot('advice'),
      ...none,
    },
    { asks: ['Will the market crash next month?', 'What is my expected return?'], says: cannot('forecasts'), ...none },
    {
      asks: ['Any news about Apple?', 'What are the earnings of NVDA?'],
      says: cannot('news and statements of companies'),
      ...none,
    },
    {
      asks: ['Is AAPL volatile?', 'What is the volatility of AAPL?', 'How volatile is AAPL?', 'Is my AAPL volatile?'],
      says: ['There is no volatility of a single position such as AAPL, only of the whole portfolio.'],
      ...none,
    },
    {
      asks: ['Is Apple volatile?', 'How volatile is Apple?', 'What is my volatility in Apple?'],
      says: ['There is no volatility of a single position such as Apple, only of the whole portfolio.'],
      ...none,
    },
    { asks: ['Am I beating the market?', 'Compare my portfolio to the S&P 500'], says: cannot('comparisons'), ...none },
    { asks: ['Why did my portfolio fall today?'], says: cannot('the causes of a move'), ...none },
    { asks: ['Sell all my TSLA', 'Delete my portfolio'], says: cannot('trading or changing anything'), ...none },
    { asks: ['What was my portfolio worth a year ago?'], says: cannot('figures of earlier sessions'), ...none },
    { asks: ['How much dividend income did I get?'], says: cannot('dividends and income'), ...none },
    { asks: ['When did I buy AAPL?'], says: cannot('single transactions'), ...none },
    {
      asks: [
        'asdf',
        'Tell me a joke',
        'What is NATO?',
        'Who won the world cup?',
        'How is the market doing?',
        'SELECT * FROM users',
      ],
      says: ['I found nothing about that in your figures or in the knowledge base.'],
      ...none,
    },
    {
      asks: [
        'Was ist mein Portfolio wert?',
        '¿Cuánto vale mi cartera?',
        'Combien vaut mon portefeuille ?',
        '私の資産は？',
        'Сколько стоит мой портфель?',
      ],
      says: ['I understand questions in English only.'],
      ...none,
    },
    {
      asks: ['Hello', 'Hi there!', 'What can you do?', 'Who are you?', 'help'],
      says: ['not a language model', 'I can look up'],
      ...none,
    },
    { asks: ['Thanks!', 'thank you'], says: ['You are welcome.'], ...none },
    {
      asks: ['How is beta computed?', 'What is leverage?', 'Can I import options?', 'What is SPY?'],
      says: [],
      ...none,
    },
  ]);
});

describe('questions after others', () => {
  const after = async (...questions: string[]): Promise<Asked> => {
    const before: ModelMessage[] = [];
    for (const question of questions.slice(0, -1)) {
      const { text } = await askDemo(question, before);
      before.push({ role: 'user', content: question }, { role: 'assistant', content: text });
    }
    return askDemo(questions.at(-1)!, before);
  };

  it.each([
    [['How volatile am I?', 'And what does that mean?'], [VOLATILITY], '21.3%'],
    [['How volatile am I?', 'And my beta?'], [OVERVIEW], 'market beta is 1.12'],
    [['How volatile am I?', 'Tell me a joke'], [], 'I found nothing about that'],
    [['How volatile am I?', 'And AAPL?'], [], 'There is no volatility of a single position such as AAPL'],
    [['How much AAPL do I own?', 'What is its beta?'], [betaOf('AAPL')], 'beta of AAPL is 1.21'],
    [['What is my AAPL position worth?', 'And MSFT?'], [holdingsOf('MSFT')], 'Your MSFT is worth $239,656.'],
    [['What is my AAPL position worth?', 'And what is my portfolio worth?'], [OVERVIEW], 'Your portfolio is worth'],
    [['What is my P/L?', 'why?'], [OVERVIEW], '-$8,421'],
  ])('%j', async (questions, calls, says) => {
    const asked = await after(...questions);
    expect(asked.calls).toEqual(calls);
    expect(asked.text).toContain(says);
    expect(asked.untraced).toEqual([]);
  });
});

describe('questions where there are several portfolios', () => {
  const RISK = '51134ffd-2f13-49bd-b1f5-0c327e801b71';
  const INCOME = '51134ffd-2f13-49bd-b1f5-0c327e801b72';
  const owned = [portfolio(RISK, 'Risk'), portfolio(INCOME, 'Income')];
  const risk = demoRiskReader([RISK, INCOME]);
  const askOf = (question: string, portfolioId: string | null, before: readonly ModelMessage[] = []): Promise<Asked> =>
    askAnalyst(question, { owned, risk, portfolioId, before });
  const WHICH = 'Which portfolio do you mean: Risk or Income?';

  it.each(['How risky am I?', 'What is my risk?', 'How much cash do I have?'])(
    'asks which one: %s',
    async (question) => {
      const { calls, text } = await askOf(question, null);
      expect(calls).toEqual([LIST]);
      expect(text).toContain(WHICH);
    },
  );

  it.each([
    ['How volatile is my Risk portfolio?', RISK],
    ['How volatile is "Risk"?', RISK],
    ['How volatile is the portfolio Income?', INCOME],
    ['How volatile is Income?', INCOME],
  ])('takes the one that is named: %s', async (question, expected) => {
    const asked = await askOf(question, null);
    expect([asked.tools, asked.portfolioIds]).toEqual([[LIST, VOLATILITY], [expected]]);
  });

  it('takes its name as the answer, though it is a word of questions', async () => {
    const before: ModelMessage[] = [
      { role: 'user', content: 'How volatile am I?' },
      { role: 'assistant', content: WHICH },
    ];
    const asked = await askOf('Risk', null, before);
    expect([asked.tools, asked.portfolioIds]).toEqual([[LIST, VOLATILITY], [RISK]]);
  });

  it('does not answer about another than the one that is named', async () => {
    const named = await askOf('How volatile is my Income portfolio?', RISK);
    expect(named.portfolioIds).toEqual([INCOME]);
    expect(named.text).toContain('Figures of your portfolio Income');
    const unknown = await askOf('How volatile is my Retirement portfolio?', RISK);
    expect(unknown.tools).toEqual([LIST]);
    expect(unknown.text).toContain(WHICH);
    expect((await askOf('How volatile is my whole portfolio?', RISK)).portfolioIds).toEqual([RISK]);
  });
});
