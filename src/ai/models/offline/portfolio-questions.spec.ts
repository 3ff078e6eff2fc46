import { describe } from 'vitest';
import {
  betaOf,
  checkAnswers,
  CONCENTRATION,
  HOLDINGS,
  holdingsOf,
  OVERVIEW,
  PORTFOLIO_VALUE,
  VOLATILITY,
} from '../../../../test/support/demo-answers.js';

describe('questions about what might happen', () => {
  checkAnswers([
    {
      asks: ['What happens to my portfolio if the market falls?', 'What if stocks drop 20%?'],
      calls: ['get_stress_test_results'],
      says: ['Market Decline 10%: -$132,411 (-10.6% of net asset value)', 'Market Rally 10%: $131,871'],
      never: ['Rates Up'],
    },
    {
      asks: ['What if rates rise?', 'Show me my stress tests for rates'],
      calls: ['get_stress_test_results'],
      says: ['Rates Up 100bp: -$18,205 (-1.5% of net asset value)'],
      never: ['Market Decline'],
    },
    {
      asks: ['Show my stress test results'],
      calls: ['get_stress_test_results'],
      says: ['Rates Up', 'Market Decline', 'COVID-19', 'not computed, as too small a part'],
    },
  ]);
});

describe('questions about gains and losses', () => {
  const SESSION = 'The P&L of the last session, 2025-11-21, is -$8,421, a return of -0.7%.';
  checkAnswers([
    {
      asks: ["What's my P/L?", 'p&l', 'profit and loss', 'What are my returns?', "What's my ROI?"],
      calls: [OVERVIEW],
      says: [`${SESSION} The P&L since the start is $154,301.`],
      never: ['open position', PORTFOLIO_VALUE],
    },
    {
      asks: ['How did I do today?', 'How much did I lose today?', 'What is my daily P&L today?'],
      calls: [OVERVIEW],
      says: [`There are no figures of today, 2025-11-24, yet. ${SESSION}`],
      never: ['since the start is'],
    },
    { asks: ['How much did I lose yesterday?'], calls: [OVERVIEW], says: [`Yesterday has no figures. ${SESSION}`] },
    {
      asks: ['YTD return', "What's my YTD return?", 'How much have I made this year?'],
      calls: [OVERVIEW],
      says: ['The P&L of the year to date is $98,765.'],
      never: ['154,301', '8,421'],
    },
    {
      asks: ["What's my return this month?", 'MTD return'],
      calls: [OVERVIEW],
      says: [
        'The P&L of the month to date is -$20,118. Beyond the last session I have it in money, not as a return in per cent.',
      ],
      never: ['154,301'],
    },
    { asks: ['Am I making money?'], calls: [OVERVIEW], says: ['Yes. The P&L since the start is $154,301.'] },
    {
      asks: ['Did I make money this month?'],
      calls: [OVERVIEW],
      says: ['No. The P&L of the month to date is -$20,118.'],
    },
    { asks: ['Am I up or down?'], calls: [OVERVIEW], says: ['Up. The P&L since the start is $154,301.'] },
    {
      asks: ['What is my unrealised gain?'],
      calls: [OVERVIEW],
      says: ['The unrealised P&L of the open positions is $120,837.'],
    },
    {
      asks: ['What are my realized gains?'],
      calls: [OVERVIEW],
      says: ['closed positions since the start is $31,551.'],
    },
    {
      asks: [
        'Which of my stocks lost the most?',
        'my biggest loser',
        'worst performer',
        'Which positions are losing money?',
      ],
      calls: [HOLDINGS],
      says: [
        'The largest unrealised loss is TSLA with -$13,833. Then comes UNH with -$2,021.',
        'That is P&L in money since purchase; by holding I have none for another span.',
      ],
      never: ['8,421', '154,301'],
    },
    {
      asks: ['Which of my stocks lost the most today?'],
      calls: [HOLDINGS],
      says: ['since purchase; by holding I have none for a single day.'],
    },
    {
      asks: ['best performer', 'biggest winner', 'What is my best stock?', 'Which holding made me the most money?'],
      calls: [HOLDINGS],
      says: ['The largest unrealised gain is MSFT with $47,931. Then come HOME_EQUITY with $26,065'],
      never: ['TSLA'],
    },
    {
      asks: ['How much did I lose last week?', 'What was my return in 2024?', 'What did I earn last year?'],
      calls: [],
      says: ['I have no tool for P&L of other spans than the last session, the month to date, the year to date'],
    },
  ]);
});

describe('questions about the portfolio', () => {
  checkAnswers([
    {
      asks: [
        'How big is my portfolio?',
        'What is my portfolio worth?',
        'NAV',
        "What's my net worth?",
        'How much do I have?',
      ],
      calls: [OVERVIEW],
      says: ['Your portfolio is worth $1,254,301: that is its net asset value.'],
      never: ['cash', 'leverage'],
    },
    {
      asks: ['How much cash do I have?'],
      calls: [OVERVIEW],
      says: ['The cash balance is $54,301.'],
      never: [PORTFOLIO_VALUE],
    },
    {
      asks: ['What is in my portfolio?', 'What do I own?', 'List my holdings', "what's in my portfolio"],
      calls: [HOLDINGS],
      says: ['You hold 39 lots in 30 symbols. The largest:', '- MSFT: quantity 386.08 in 4 lots, price $620.74'],
      never: ['CSV', 'position count'],
    },
    {
      asks: ['How many positions do I have?'],
      calls: [HOLDINGS],
      says: ['You hold 39 lots in 30 symbols.'],
      never: ['- MSFT'],
    },
    {
      asks: ["What's my biggest position?"],
      calls: [HOLDINGS],
      says: ['Your largest holding is HOME_EQUITY, $286,717'],
      never: ['QQQ'],
    },
    {
      asks: ['top 3 holdings'],
      calls: [HOLDINGS],
      says: ['- HOME_EQUITY', '- BX_PRIVATE_EQUITY', '- MSFT'],
      never: ['QQQ'],
    },
    { asks: ['What are my short positions?'], calls: [HOLDINGS], says: ['You hold no short positions.'] },
    {
      asks: ['What private assets do I hold?'],
      calls: [HOLDINGS],
      says: ['- ART_COLLECTIBLES', '(mark of 2025-09-30)'],
      never: ['MSFT'],
    },
    {
      asks: [
        'Show me my portfolio',
        'Tell me about my portfolio',
        'Analyse my portfolio',
        "how's my portfolio",
        'summary',
      ],
      calls: [OVERVIEW, VOLATILITY, CONCENTRATION],
      says: [
        'Your portfolio is worth $1,254,301',
        'The leverage is 1.09x',
        'volatility is 21.3% a year',
        '(HHI) is 4,791',
      ],
    },
    {
      asks: ['What are my biggest risks?', 'biggest risks'],
      calls: [OVERVIEW, VOLATILITY, CONCENTRATION],
      says: ['I do not rank risks; these figures show where to look.', 'market beta is 1.12', '(HHI) is 4,791'],
      never: ['8,421'],
    },
    {
      asks: ['How risky am I?'],
      calls: [OVERVIEW, VOLATILITY, CONCENTRATION],
      says: ['volatility is 21.3%'],
      never: ['8,421'],
    },
    {
      asks: ['What is my net exposure?'],
      calls: [OVERVIEW],
      says: ['The net exposure is $1,208,372.'],
      never: ['gross', 'long'],
    },
    { asks: ['Am I using margin?'], calls: [OVERVIEW], says: ['The leverage is 1.09x', 'so no cash is borrowed.'] },
    {
      asks: ['What is my beta to SPY?'],
      calls: [OVERVIEW],
      says: ['The 90-day market beta is 1.12.'],
      never: ['beta of SPY'],
    },
    {
      asks: ['Are my top 3 positions too big?'],
      calls: [CONCENTRATION],
      says: ['The top-3 share of gross market value is 100.0%.'],
    },
    {
      asks: ['How volatile is my portfolio?', 'Explain my volatility'],
      calls: [VOLATILITY],
      says: [
        'The 21-day realised volatility is 21.3% a year. There is no 63-day volatility: the price history is too short.',
        'That covers 97.4% of gross market value',
        'Method: Sample standard deviation of constant-weight returns.',
      ],
    },
    {
      asks: ['What is my beta, how much SPY do I own, and what is my Sharpe ratio?'],
      calls: [OVERVIEW, holdingsOf('SPY'), 'get_risk_ratios'],
      says: ['The 90-day market beta is 1.12.', 'You hold 307.65 SPY', 'The Sharpe ratio is 0.87.'],
    },
    {
      asks: ['What is AAPL worth and what is its beta?'],
      calls: [holdingsOf('AAPL'), betaOf('AAPL')],
      says: ['$69,354', '1.21'],
    },
    {
      asks: ['What is my AAPL weight, and how volatile am I?'],
      calls: [holdingsOf('AAPL'), VOLATILITY],
      says: ['2.3%', '21.3%'],
    },
  ]);
});
