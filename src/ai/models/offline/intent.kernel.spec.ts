import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Intent, readIntent } from './intent.kernel.js';
import { namesIn } from './names.kernel.js';
import { TOPICS } from './topics.kernel.js';

const topicsOf = ({ requests }: Intent): string[] => requests.map(({ topic }) => topic);
const namesOf = ({ requests }: Intent): string[] => [...new Set(requests.flatMap(({ names }) => names))];

describe('readIntent', () => {
  it.each([
    ['How concentrated am I, and what does that mean?', ['concentration'], true],
    ['Am I well diversified?', ['concentration'], false],
    ['Am I still too dependent on a few positions?', ['concentration'], false],
    ['Do I rely on one stock?', ['concentration'], false],
    ['Are my top 3 positions too big?', ['concentration'], false],
    ['Show me my volatility', ['volatility'], false],
    ['What’s my beta to the market?', ['beta'], false],
    ['What is my β?', ['beta'], false],
    ['Leverage and volatility, please', ['leverage', 'volatility'], false],
    ['How much did my portfolio make today in P&L?', ['pnl'], false],
    ['What is my portfolio worth?', ['value'], false],
    ['How much cash do I have?', ['cash'], false],
    ['What do I own?', ['holdings'], false],
    ['How is my portfolio doing?', ['overview'], false],
    ['List my portfolios', ['portfolios'], false],
    ['How much are all my portfolios worth?', ['portfolios'], false],
    ['Why is my volatility missing?', ['volatility'], true],
    ['Is my leverage too high?', ['leverage'], true],
  ])('%s', (question, topics, wantsExplanation) => {
    const intent = readIntent(question);
    expect(topicsOf(intent)).toEqual(topics);
    expect(intent).toMatchObject({ wantsExplanation, unavailable: [] });
  });

  it.each([
    'How is volatility computed?',
    'How is my P&L calculated?',
    'What is beta?',
    'How do I close a position?',
    'How do I import my options?',
    'What happens when a stock splits?',
    'What happens to my cash when I short a stock?',
  ])('leaves a general question to the knowledge base: %s', (question) => {
    expect(readIntent(question)).toMatchObject({ requests: [], unavailable: [] });
  });

  it.each([
    ['Should I sell my TSLA shares?', ['advice to buy or sell']],
    ['Will the market crash next month?', ['forecasts']],
    ['Which news are there of my holdings?', ['news and statements of companies']],
    [
      'My alpha and my dividend income?',
      ['alpha and the Treynor and information ratios', 'dividends and income by themselves'],
    ],
  ])('names what no tool gives: %s', (question, unavailable) => {
    expect(readIntent(question)).toMatchObject({ requests: [], unavailable });
  });

  it('keeps what each clause asks for apart', () => {
    const intent = readIntent('What is AAPL worth, how volatile am I, and what about its beta?');
    expect(intent.requests.map(({ topic, names }) => [topic, names])).toEqual([
      ['position', ['AAPL']],
      ['volatility', []],
      ['position-beta', ['AAPL']],
    ]);
  });

  it.each(["What's my P/L?", 'YTD and MTD return', 'What is my IRA worth?', 'My ROI in USD of NAV?', 'Is my P&L OK?'])(
    'takes no abbreviation for a symbol: %s',
    (question) => {
      expect(namesOf(readIntent(question))).toEqual([]);
    },
  );

  it('takes bare capitals for a holding only where somebody owns them or asks for a figure', () => {
    expect(topicsOf(readIntent('What is NVDA?'))).toEqual([]);
    expect(topicsOf(readIntent('Tell me about NATO'))).toEqual([]);
    expect(topicsOf(readIntent('Tell me about my NVDA'))).toEqual(['position']);
    expect(topicsOf(readIntent('NVDA weight'))).toEqual(['position']);
    expect(topicsOf(readIntent('NVDA?'))).toEqual(['position']);
  });

  it('takes the subject of an earlier question for a follow-up', () => {
    const earlier = ['thanks', 'How volatile is my portfolio?', 'What is my beta?'];
    const after = (question: string, isChoice = false): Intent => readIntent(question, { earlier, isChoice });
    expect(topicsOf(after('And what does that mean?'))).toEqual(['volatility']);
    expect(after('And what does that mean?').wantsExplanation).toBe(true);
    expect(topicsOf(after('And my beta?'))).toEqual(['beta']);
    expect(topicsOf(after('Growth', true))).toEqual(['volatility']);
    expect(topicsOf(after('What is my beta?', true))).toEqual(['beta']);
  });

  it.each(['Who wrote the novel about the whale?', 'Tell me a joke', 'Growth', 'asdf', 'Is it raining?'])(
    'does not drag an old subject into: %s',
    (question) => {
      expect(readIntent(question, { earlier: ['What is my beta?'] }).requests).toEqual([]);
    },
  );

  it.each(['Was ist mein Portfolio wert?', 'Quel est mon beta ?', '¿Cuál es el valor de mi cartera?', '我的投资组合'])(
    'says that it is another language: %s',
    (question) => {
      expect(readIntent(question)).toMatchObject({ isForeign: true, requests: [] });
    },
  );

  it.each(['What is my La Caixa position worth?', 'Is my beta die-hard?', 'How much am I up?', 'Do I own Das Haus?'])(
    'takes for English: %s',
    (question) => {
      expect(readIntent(question).isForeign).toBe(false);
    },
  );

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.boolean(), (question, earlier, isChoice) => {
        const { requests } = readIntent(question, { earlier, isChoice });
        expect(requests.every(({ topic }) => TOPICS.includes(topic))).toBe(true);
      }),
    );
  });
});

describe('namesIn', () => {
  it.each([
    ['How much AAPL and BRK.B do I have, in USD of NAV?', ['AAPL', 'BRK.B'], []],
    ['My BRK/B and AAPL/MSFT', ['BRK.B', 'AAPL', 'MSFT'], []],
    ['Do I hold AAPL270115C00192500 or HOME_EQUITY?', ['AAPL270115C00192500', 'HOME_EQUITY'], []],
    ['WHAT DO I OWN', [], []],
    ['WHAT IS MY AAPL POSITION WORTH', [], ['AAPL']],
    ['how does my portfolio compare to SPY', [], []],
    ['how much SPY do I own', ['SPY'], []],
    ['how much apple and tesla do i own', [], ['apple', 'tesla']],
    ["what is Apple's weight", [], ['Apple']],
    ['my two sigma fund position', [], ['two sigma fund']],
    ['Do I have too much Berkshire Hathaway in my portfolio?', [], ['Berkshire Hathaway']],
    ['What is the value of my portfolio today', [], []],
    ['How much of my money is in cash', [], []],
    ['how much have i made in total', [], []],
  ])('%s', (clause, symbols, words) => {
    expect(namesIn(clause)).toEqual({ symbols, words });
  });
});
