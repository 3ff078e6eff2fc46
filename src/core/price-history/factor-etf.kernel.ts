/** The funds whose returns stand for the factors, in the contract's order. */
export const FACTOR_ETFS = [
  { factor: 'Market', symbol: 'SPY' },
  { factor: 'Value', symbol: 'VTV' },
  { factor: 'Growth', symbol: 'VUG' },
  { factor: 'Momentum', symbol: 'MTUM' },
  { factor: 'Quality', symbol: 'QUAL' },
  { factor: 'Size', symbol: 'IWM' },
  { factor: 'Low Volatility', symbol: 'USMV' },
] as const;
export const FACTOR_SYMBOLS = FACTOR_ETFS.map(({ symbol }) => symbol);
export const FACTOR_NAMES = FACTOR_ETFS.map(({ factor }) => factor);
