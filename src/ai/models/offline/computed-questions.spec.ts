import { describe, expect, it } from 'vitest';
import { askDemo, checkAnswers } from '../../../../test/support/demo-answers.js';

describe('questions about computed risk', () => {
  checkAnswers([
    {
      asks: ['What is my value at risk?', 'How much could I lose?'],
      calls: ['get_value_at_risk'],
      says: [
        'In one session the value at risk at 95% confidence is $23,455, or 1.9% of net asset value. Beyond it, the expected shortfall is $32,737, or 2.6% of net asset value.',
        'There is no expected shortfall at 99% confidence: the price history is too short.',
      ],
      never: ['breaches'],
    },
    {
      asks: ['How often was my VaR breached?'],
      calls: ['get_value_at_risk'],
      says: [
        'counts 15 breaches in 250 observations, where 12.5 were expected breaches. The last breach was on 2025-10-10. The p-value is 0.48, so the test does not reject the figure.',
      ],
    },
    {
      asks: ['What drives my risk?', 'Which holdings contribute most to my volatility?'],
      calls: ['get_risk_contributions'],
      says: [
        '- MSFT: a risk share of 23.5%, at a weight of 8.0% of net asset value',
        'The effective number of independent bets is 4.3.',
      ],
      never: ['TSLA'],
    },
    {
      asks: ['What are my factor exposures?', 'Which style tilts does my portfolio have?'],
      calls: ['get_factor_exposures'],
      says: [
        '- Momentum: an exposure of 0.33, an amount of $419,438',
        '- Value: an exposure of -0.21, an amount of -$265,786',
        '- Growth-Value Spread: an exposure of 0.28',
        '- Size: no exposure, the price history is too short',
        'The interest rate beta is -0.08.',
      ],
    },
    {
      asks: ['How much momentum exposure do I have?', 'Do I have a momentum tilt?'],
      calls: ['get_factor_exposures'],
      says: ['- Momentum: an exposure of 0.33'],
      never: ['Value', 'interest rate'],
    },
    {
      asks: [
        'How do interest rates hurt my portfolio?',
        'How sensitive is my portfolio to interest rates?',
        'What is my exposure to interest rates?',
      ],
      calls: ['get_factor_exposures'],
      says: ['The interest rate beta is -0.08.'],
      never: ['Momentum'],
    },
    {
      asks: ['What is my Sharpe ratio?'],
      calls: ['get_risk_ratios'],
      says: ['The Sharpe ratio is 0.87. That is since 2025-01-02.'],
      never: ['Sortino', 'drawdown is'],
    },
    {
      asks: ['What was my maximum drawdown?'],
      calls: ['get_risk_ratios'],
      says: ['The largest drawdown is -18.3%. The drawdown at present is -4.1%.'],
    },
    {
      asks: ['What is the forecast of my volatility?', 'What volatility do you expect next month?'],
      calls: ['get_volatility_forecast'],
      says: [
        'The expected volatility of the next 21 sessions is 18.8% a year.',
        'There is no GARCH volatility: no solution was found.',
      ],
    },
    {
      asks: ['Which of my positions move together?', 'What are my correlations?'],
      calls: ['get_correlations'],
      says: [
        'The average correlation is 0.38.',
        '- MSFT, AAPL and NVDA: an average correlation of 0.76, a share of exposure of 31.7%',
      ],
    },
    {
      asks: ['How correlated are AAPL and MSFT in my portfolio?'],
      calls: ['get_correlations {"symbols":["AAPL","MSFT"]}'],
      says: ['- AAPL and MSFT: a correlation of 0.81'],
    },
    {
      asks: ['What are my Greeks?', 'What is my delta?'],
      calls: ['get_option_greeks'],
      says: [
        'The theta for a day is -$145.20.',
        '- AAPL260116C00300000: a delta of 0.42, an implied volatility of 28.7%',
      ],
    },
    {
      asks: ['Which of my limits are breached?', 'Do I have any alerts?'],
      calls: ['get_limits_and_alerts'],
      says: ['Breached: Beta ceiling. Kept: Drawdown. Not evaluated: VaR.', 'is 1.1234, above the limit of 1.1.'],
    },
  ]);
});

describe('questions that suppose something', () => {
  checkAnswers([
    {
      asks: ['What if I sell half of my MSFT?', 'What would happen if I sold half of my MSFT?'],
      calls: ['what_if_trades {"trades":[{"symbol":"MSFT","side":"sell","fraction":0.5}]}'],
      says: ['sell a quantity of 193.04 MSFT', 'nothing is traded', '- 90-day market beta: 1.12 before, 1.02 after'],
    },
  ]);

  it('move one price by the position itself', async () => {
    for (const question of ['What if Apple falls 20%?', 'What happens if AAPL drops by 20%?']) {
      const { calls, text, untraced } = await askDemo(question);
      expect(calls).toHaveLength(1);
      expect(calls[0]).toMatch(/^what_if_price_move \{"symbol":"(?:Apple|AAPL)","move":-0.2\}$/);
      expect(text).toContain('A move of AAPL by -20.0% would have an impact of -$25,273 (-0.8% of net asset value)');
      expect(text).toContain('the position in AAPL itself');
      expect(untraced).toEqual([]);
    }
  });

  it('are asked by how much a price moves', async () => {
    const { calls, text } = await askDemo('What if Apple falls?');
    expect([calls, text]).toEqual([[], expect.stringContaining('Say by how much')]);
  });
});

describe('questions about companies', () => {
  checkAnswers([
    {
      asks: ['What does Apple do?'],
      calls: ['get_company_facts {"symbols":["Apple"]}'],
      says: ['AAPL (Apple Inc.): Designs phones, computers and services.'],
    },
    {
      asks: ["What is Apple's P/E?", 'What is the P/E ratio of Apple?'],
      calls: ['get_company_facts {"symbols":["Apple"]}'],
      says: ['The P/E ratio of AAPL (Apple Inc.) is 36.4.', 'The forward P/E ratio of AAPL (Apple Inc.) is 32.2.'],
    },
    {
      asks: ['What industry is Apple in?'],
      calls: ['get_company_facts {"symbols":["Apple"]}'],
      says: ['AAPL (Apple Inc.) belongs to the sector Technology, industry Consumer Electronics.'],
    },
    {
      asks: ['What is the market cap of AAPL?'],
      calls: ['get_company_facts {"symbols":["AAPL"]}'],
      says: ['The market cap of AAPL (Apple Inc.) is $4,012 billion.'],
    },
    {
      asks: ['What is the target price of AAPL?'],
      calls: ['get_company_facts {"symbols":["AAPL"]}'],
      says: ['is $281.75, from a low target of $215.00 to a high target of $345.00. The analyst count is 41.'],
    },
    {
      asks: ['What is the market cap of TSLA?'],
      calls: ['get_company_facts {"symbols":["TSLA"]}'],
      says: ['No market cap of TSLA (Tesla Inc.) is stored.'],
      never: ['$'],
    },
  ]);
});
