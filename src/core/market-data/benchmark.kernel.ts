/** The market that betas are measured against. */
export const BENCHMARK_SYMBOL = 'SPY';
