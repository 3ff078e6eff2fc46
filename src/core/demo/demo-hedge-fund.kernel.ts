import { publicLot, type DemoPortfolio } from './demo-holding.kernel.js';

/**
 * Long and short, with an overlay of options. The contracts are counted in hundreds of shares, as they are traded, so that
 * the overlay weighs a few per cent of the fund; the strike on NVDA is that of after its split of 2024.
 */
export const HEDGE_FUND_PORTFOLIO: DemoPortfolio = {
  name: 'Demo Hedge Fund Style Investor Portfolio',
  accountName: 'Hedge Fund Style',
  accountType: 'taxable',
  description: 'A trader’s book: large growth companies held long, weaker ones sold short, options bought and written.',
  equityBalance: '3200000.00',
  holdings: [
    publicLot('AAPL', '1332.51', '204.9374'),
    publicLot('AMD', '1066.01', '141.9'),
    publicLot('AMZN', '1243.67', '219.39'),
    publicLot('BRK-B', '533', '485.77'),
    publicLot('C', '-1273.86', '84.0626'),
    publicLot('F', '-8392.88', '10.5838'),
    publicLot('GE', '-671.58', '256.701'),
    publicLot('GOOGL', '1599.01', '176.0725'),
    publicLot('JNJ', '710.67', '151.637'),
    publicLot('JPM', '888.34', '287.1241'),
    publicLot('META', '888.34', '737.5922'),
    publicLot('MSFT', '888.34', '496.5937'),
    publicLot('NFLX', '-503.69', '1339.13'),
    publicLot('NVDA', '710.67', '157.9811'),
    publicLot('PTON', '-2517.47', '6.94'),
    publicLot('ROKU', '-1511.07', '87.89'),
    publicLot('SHOP', '-839.48', '115.35'),
    publicLot('TSLA', '710.67', '317.66'),
    publicLot('UNH', '177.66', '310.0142'),
    publicLot('V', '310.43', '354.4264'),
    publicLot('XOM', '-1677.99', '106.8061'),
    publicLot('ZM', '-1677.99', '77.98'),
  ],
  options: [
    { underlying: 'AAPL', type: 'PUT', strike: 200, contracts: -2, months: 2 },
    { underlying: 'META', type: 'PUT', strike: 450, contracts: -1, months: 3 },
    { underlying: 'MSFT', type: 'PUT', strike: 380, contracts: -2, months: 3 },
    { underlying: 'NVDA', type: 'CALL', strike: 80, contracts: 1, months: 4 },
    { underlying: 'QQQ', type: 'CALL', strike: 420, contracts: 3, months: 2 },
    { underlying: 'SPY', type: 'CALL', strike: 460, contracts: 4, months: 3 },
    { underlying: 'TSLA', type: 'CALL', strike: 300, contracts: -1, months: 2 },
    { underlying: 'VIX', type: 'CALL', strike: 25, contracts: 6, months: 1 },
  ],
};
