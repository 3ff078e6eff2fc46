import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIntent, TOPICS } from './intent.kernel.js';

describe('readIntent', () => {
  it.each([
    ['How concentrated am I, and what does that mean?', ['concentration'], true],
    ['Am I well diversified?', ['concentration'], false],
    ['Am I still too dependent on a few positions?', ['concentration'], false],
    ['Do I rely on one stock?', ['concentration'], false],
    ['Are my top 3 positions too big?', ['concentration'], false],
    ['Show me my volatility', ['volatility'], false],
    ['What’s my beta to the market?', ['beta'], false],
    ['Leverage and volatility, please', ['volatility', 'exposure'], false],
    ['How much did my portfolio make today in P&L?', ['pnl'], false],
    ['What is my portfolio worth?', ['value'], false],
    ['How much cash do I have?', ['value'], false],
    ['What do I own?', ['holdings'], false],
    ['How is my portfolio doing?', ['overview'], true],
    ['List my portfolios', ['portfolios'], false],
    ['Why is my volatility missing?', ['volatility'], true],
  ])('%s', (question, topics, wantsExplanation) => {
    expect(readIntent(question)).toMatchObject({ topics, wantsExplanation, unavailable: null });
  });

  it.each([
    'How is volatility computed?',
    'What is beta?',
    'How do I close a position?',
    'What happens when a stock splits?',
  ])('leaves a general question to the knowledge base: %s', (question) => {
    expect(readIntent(question)).toMatchObject({ topics: [], wantsExplanation: true });
  });

  it.each([
    ['Should I sell my TSLA shares?', 'advice to buy or sell'],
    ['Will the market crash next month?', 'forecasts'],
    ['What is my value at risk?', 'value at risk'],
    ['Show me my sector exposure by industry', 'sector weights'],
  ])('names what no tool gives: %s', (question, unavailable) => {
    expect(readIntent(question)).toMatchObject({ unavailable });
  });

  it('finds symbols but not abbreviations, and none in a shout', () => {
    expect(readIntent('How much AAPL and BRK.B do I have, in USD of NAV?').symbols).toEqual(['AAPL', 'BRK.B']);
    expect(readIntent('WHAT DO I OWN').symbols).toEqual([]);
  });

  it('takes the subject of an earlier question for a follow-up', () => {
    const earlier = ['thanks', 'How volatile is my portfolio?', 'What is my beta?'];
    expect(readIntent('And what does that mean?', earlier)).toMatchObject({
      topics: ['volatility'],
      wantsExplanation: true,
    });
    expect(readIntent('Growth', earlier).topics).toEqual(['volatility']);
    expect(readIntent('And my beta?', earlier).topics).toEqual(['beta']);
  });

  it('does not drag an old subject into a question of its own', () => {
    const question = 'Who wrote the novel about the whale and the captain who hunts him?';
    expect(readIntent(question, ['What is my beta?']).topics).toEqual([]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (question, earlier) => {
        expect(readIntent(question, earlier).topics.every((topic) => TOPICS.includes(topic))).toBe(true);
      }),
    );
  });
});
