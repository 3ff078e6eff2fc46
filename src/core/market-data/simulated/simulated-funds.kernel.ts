import { etf, fund, type SimulatedInstrument } from './simulated-instrument.kernel.js';

/**
 * Exchange-traded and mutual funds of the simulated market. SPY is the market itself: beta 1 and nothing else. Bond
 * funds load on `rates` in proportion to their duration over that of TLT, and drift by about their yield.
 */
export const SIMULATED_FUNDS: readonly SimulatedInstrument[] = [
  etf('SPY', 'SPDR S&P 500 ETF Trust', '616.1418', { beta: 1, idio: 0 }),
  etf('BIL', 'SPDR Bloomberg 1-3 Month T-Bill ETF', '90.18', { beta: 0, idio: 0.0015, drift: 0.043 }),
  etf('BND', 'Vanguard Total Bond Market ETF', '72.4414', { beta: 0.05, idio: 0.008, drift: 0.035, rates: 0.38 }),
  etf('DJP', 'iPath Bloomberg Commodity Index Total Return ETN', '33.98', { beta: 0.25, idio: 0.03, commodities: 1 }),
  etf('GLD', 'SPDR Gold Shares', '304.83', { beta: 0.1, idio: 0.01, drift: 0.05, gold: 1 }),
  etf('HYG', 'iShares iBoxx $ High Yield Corporate Bond ETF', '80.65', {
    beta: 0.4,
    idio: 0.02,
    drift: 0.025,
    rates: 0.12,
  }),
  etf('IEF', 'iShares 7-10 Year Treasury Bond ETF', '95.77', { beta: 0.03, idio: 0.006, drift: 0.035, rates: 0.48 }),
  etf('IGV', 'iShares Expanded Tech-Software Sector ETF', '109.5', {
    beta: 1.2,
    idio: 0.08,
    growth: 0.6,
    'Information Technology': 1,
  }),
  etf('IWM', 'iShares Russell 2000 ETF', '215.79', { beta: 1.1, idio: 0.02, size: 1.1 }),
  etf('JEPQ', 'JPMorgan Nasdaq Equity Premium Income ETF', '52.2119', {
    beta: 0.85,
    idio: 0.02,
    growth: 0.3,
    'Information Technology': 0.3,
  }),
  etf('LQD', 'iShares iBoxx $ Investment Grade Corporate Bond ETF', '109.61', {
    beta: 0.2,
    idio: 0.012,
    drift: 0.03,
    rates: 0.55,
  }),
  etf('MTUM', 'iShares MSCI USA Momentum Factor ETF', '240.31', { beta: 1.05, idio: 0.02, momentum: 1 }),
  etf('QQQ', 'Invesco QQQ Trust', '551.0012', { beta: 1.12, idio: 0.02, growth: 0.6, 'Information Technology': 0.4 }),
  etf('QUAL', 'iShares MSCI USA Quality Factor ETF', '182.82', { beta: 0.98, idio: 0.01, quality: 1 }),
  etf('SCHD', 'Schwab U.S. Dividend Equity ETF', '26.2485', { beta: 0.78, idio: 0.03, value: 0.8, quality: 0.3 }),
  etf('SHY', 'iShares 1-3 Year Treasury Bond ETF', '82.86', { beta: 0, idio: 0.003, drift: 0.038, rates: 0.11 }),
  etf('SMH', 'VanEck Semiconductor ETF', '278.88', {
    beta: 1.55,
    idio: 0.12,
    growth: 0.4,
    'Information Technology': 1.5,
  }),
  etf('TLT', 'iShares 20+ Year Treasury Bond ETF', '88.25', { beta: 0.05, idio: 0.01, drift: 0.04, rates: 1 }),
  etf('USMV', 'iShares MSCI USA Min Vol Factor ETF', '93.87', { beta: 0.7, idio: 0.01, lowVolatility: 1 }),
  etf('VNQ', 'Vanguard Real Estate ETF', '88.2174', { beta: 0.95, idio: 0.04, rates: 0.3, 'Real Estate': 1 }),
  etf('VTI', 'Vanguard Total Stock Market ETF', '303.0875', { beta: 1, idio: 0.003, size: 0.1 }),
  etf('VTV', 'Vanguard Value ETF', '176.74', { beta: 0.88, idio: 0.01, value: 1 }),
  etf('VUG', 'Vanguard Growth ETF', '438.4', { beta: 1.12, idio: 0.01, growth: 1, 'Information Technology': 0.2 }),
  etf('XLK', 'Technology Select Sector SPDR Fund', '252.905', {
    beta: 1.22,
    idio: 0.04,
    growth: 0.2,
    'Information Technology': 1.1,
  }),
  etf('XLY', 'Consumer Discretionary Select Sector SPDR Fund', '216.9474', {
    beta: 1.2,
    idio: 0.05,
    'Consumer Discretionary': 1.1,
  }),
  fund('FCNTX', 'Fidelity Contrafund', '23.33', { beta: 1.05, idio: 0.025, growth: 0.5, momentum: 0.3 }),
  fund('FMAGX', 'Fidelity Magellan Fund', '15.67', { beta: 1.08, idio: 0.03, growth: 0.5, quality: 0.2 }),
  fund('FXNAX', 'Fidelity U.S. Bond Index Fund', '10.3446', { beta: 0.05, idio: 0.006, drift: 0.035, rates: 0.37 }),
  fund('VTIAX', 'Vanguard Total International Stock Index Fund Admiral Shares', '36.9219', {
    beta: 0.8,
    idio: 0.03,
    international: 1,
  }),
];
