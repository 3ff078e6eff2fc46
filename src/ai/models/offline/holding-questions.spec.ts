import { describe, expect } from 'vitest';
import { betaOf, checkAnswers, holdingsOf, PORTFOLIO_VALUE } from '../../../../test/support/demo-answers.js';

describe('questions about one holding', () => {
  const never = [PORTFOLIO_VALUE];
  checkAnswers([
    {
      asks: [
        'What is my AAPL position worth?',
        'WHAT IS MY AAPL POSITION WORTH',
        "What's the value of my AAPL?",
        'How much money do I have in AAPL?',
      ],
      calls: [holdingsOf('AAPL')],
      says: ['Your AAPL is worth $69,354.'],
      never,
    },
    {
      asks: ['what is my apple worth'],
      calls: [holdingsOf('apple')],
      says: ['Your AAPL (Apple Inc.) is worth $69,354.'],
      never,
    },
    {
      asks: ['What is my exposure to AAPL?', 'How exposed am I to AAPL?'],
      calls: [holdingsOf('AAPL')],
      says: [
        'is worth $69,354. AAPL has a weight of 2.3% of net asset value. That is the direct holding; what funds hold',
      ],
      never,
    },
    {
      asks: ['How risky is AAPL in my portfolio?', 'How risky is my AAPL?'],
      calls: [holdingsOf('AAPL'), betaOf('AAPL')],
      says: ['a weight of 2.3%', 'The 90-day beta of AAPL is 1.21.', 'There is no volatility of a single position.'],
      never: [...never, '21.3%'],
    },
    {
      asks: ['What is the beta of TSLA?', "What's TSLA's beta?", 'TSLA beta', 'What is my beta on TSLA?'],
      calls: [betaOf('TSLA')],
      says: ['The 90-day beta of TSLA is 1.87. Its standard error is 0.09.'],
      never: ['market beta'],
    },
    {
      asks: ["what is Tesla's beta in my portfolio"],
      calls: [holdingsOf('Tesla'), betaOf('TSLA')],
      says: ['The 90-day beta of TSLA is 1.87.'],
    },
    {
      asks: ['What is the beta of MSFT?'],
      calls: [betaOf('MSFT')],
      says: ['There is no 90-day beta of MSFT: the price history is too short.'],
    },
    {
      asks: ['How many MSFT shares do I hold?', 'how many shares of MSFT do I have'],
      calls: [holdingsOf('MSFT')],
      says: ['You hold 386.08 MSFT.'],
      never,
    },
    {
      asks: [
        'Tell me about my MSFT position',
        'MSFT',
        'Do I own MSFT?',
        'How much MSFT do I own?',
        'How is MSFT doing?',
      ],
      calls: [holdingsOf('MSFT')],
      says: ['You hold 386.08 MSFT in 4 lots, price $620.74, market value $239,656, weight 8.0% of net asset value'],
      never,
    },
    {
      asks: ['How much SPY do I own?', 'Do I hold any SPY?', 'My SPY shares'],
      calls: [holdingsOf('SPY')],
      says: ['You hold 307.65 SPY, price $677.76'],
      never,
    },
    {
      asks: ['What is my P/L on TSLA?', 'Please show P&L for TSLA', 'How much did I lose on TSLA?'],
      calls: [holdingsOf('TSLA')],
      says: ['The unrealised P&L of TSLA since purchase is -$13,833.'],
      never: ['-$8,421'],
    },
    {
      asks: ['Did I lose money on TSLA?', 'Am I losing money on TSLA?'],
      calls: [holdingsOf('TSLA')],
      says: ['Yes. The unrealised P&L of TSLA since purchase is -$13,833.'],
    },
    {
      asks: ['How much did I make on MSFT today?'],
      calls: [holdingsOf('MSFT')],
      says: ['since purchase is $47,931. I have none of a single holding for a single day.'],
    },
    {
      asks: ['What is the weight of BRK.B?', 'what weight do I have in BRK-B?', 'How much of my portfolio is BRK/B?'],
      calls: [expect.stringMatching(/^get_portfolio_complete \{"symbols":\["BRK[.-]B"\]\}$/)],
      says: ['has a weight of 2.5% of net asset value.'],
      never,
    },
    {
      asks: ['What percentage of my portfolio is Microsoft?'],
      calls: [holdingsOf('Microsoft')],
      says: ['MSFT (Microsoft Corporation) has a weight of 8.0% of net asset value.'],
    },
    {
      asks: ['What did I pay for NVDA?'],
      calls: [holdingsOf('NVDA')],
      says: ['The average entry price of NVDA is $157.98.'],
    },
    { asks: ['What is the price of V?'], calls: [holdingsOf('V')], says: ['The price of V is $389.87.'] },
    {
      asks: ['How much is my home equity worth?'],
      calls: [holdingsOf('home equity')],
      says: ['Your HOME_EQUITY (Equity in the Primary Residence) is worth $286,717.'],
      never,
    },
    {
      asks: ['What are the weights of AAPL and MSFT?'],
      calls: [holdingsOf('AAPL', 'MSFT')],
      says: ['MSFT has a weight of 8.0%', 'AAPL has a weight of 2.3%'],
    },
    {
      asks: ['Do I own AMD?', 'How much AMD do I have?', 'What is my AMD position worth?'],
      calls: [holdingsOf('AMD')],
      says: ['There is no open position in AMD.'],
      never,
    },
    {
      asks: ['How much Netflix do I own?', 'Do I have any Netflix?', 'What is my Netflix position worth?'],
      calls: [holdingsOf('Netflix')],
      says: ['I find no open position by the name of “Netflix”; ask for it by its symbol.'],
      never,
    },
  ]);
});
