import { assertAligned } from './series.kernel.js';

/**
 * A panel: one series of returns for each asset, aligned by session, NaN where there is none.
 * Throws a RangeError when the series differ in length.
 */
export type Panel = readonly Float64Array[];

/** The sessions on which no series is missing (listwise deletion), in order. */
export function completeRows(panel: Panel): Panel {
  assertPanel(panel);
  const sessions = panel[0]?.length ?? 0;
  const complete = new Uint8Array(sessions).fill(1);
  for (const series of panel) {
    for (let t = 0; t < sessions; t++) if (Number.isNaN(series[t])) complete[t] = 0;
  }
  return complete.includes(0) ? panel.map((series) => series.filter((_, t) => complete[t] === 1)) : panel;
}

export function assertPanel(panel: Panel): void {
  const [first] = panel;
  if (first) for (const series of panel) assertAligned(first, series);
}

/** Number of sessions on which both series are present. */
export function overlap(a: Float64Array, b: Float64Array): number {
  assertAligned(a, b);
  let count = 0;
  for (let t = 0; t < a.length; t++) if (!Number.isNaN(a[t]) && !Number.isNaN(b[t])) count += 1;
  return count;
}
