/**
 * How many returns a window of so many sessions needs: two thirds, rounded up. With fewer, the figure would describe
 * another span than its name says.
 */
export const observationsNeeded = (window: number): number => Math.ceil((window * 2) / 3);

/** The last `window` values, or all of them when there are fewer; a view, not a copy. */
export const lastOf = (series: Float64Array, window: number): Float64Array =>
  series.subarray(Math.max(0, series.length - window));
