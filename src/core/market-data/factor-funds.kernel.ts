/** The funds whose returns stand for the style factors, in the contract's order. */
export const FACTOR_ETFS = [
  { factor: 'Market', symbol: 'SPY' },
  { factor: 'Value', symbol: 'VTV' },
  { factor: 'Growth', symbol: 'VUG' },
  { factor: 'Momentum', symbol: 'MTUM' },
  { factor: 'Quality', symbol: 'QUAL' },
  { factor: 'Size', symbol: 'IWM' },
  { factor: 'Low Volatility', symbol: 'USMV' },
] as const;
export const FACTOR_SYMBOLS: readonly string[] = FACTOR_ETFS.map(({ symbol }) => symbol);
export const FACTOR_NAMES = FACTOR_ETFS.map(({ factor }) => factor);

/** Long Treasury bonds: what interest rates are measured by where there is no series of yields. */
export const RATE_FUND = 'TLT';

/** Every fund that a calculation refers to, the market among them; `factor_correlations` has rows and columns in this order. */
export const FACTOR_FUNDS: readonly string[] = [...FACTOR_SYMBOLS, RATE_FUND];
