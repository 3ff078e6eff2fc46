/* eslint-disable @typescript-eslint/no-explicit-any -- JSON as it came over the wire */
export type Json = any;

/** What was computed here, and the figure that it stands for. */
export type Pair = readonly [what: string, own: number, stored: number];

/** By calculation. */
export type Reproductions = Readonly<Record<string, (body: Json) => Pair[]>>;

export const rowsOf = (body: Json, calculation: string, table?: string): Json[] =>
  body.figures.filter((one: Json) => one.calculation === calculation && (table === undefined || one.table === table));

/** Columns of the snapshot, which are together where they are found in the same way, as one row. */
export const snapshotOf = (body: Json, calculation: string): Json => ({
  values: rowsOf(body, calculation, 'portfolio_snapshots').flatMap(({ values }: Json) => values),
});

export const value = (row: Json, name: string): Json => row?.values.find((one: Json) => one.name === name)?.stored;

export const measure = (body: Json, calculation: string, name: string, window?: number): number =>
  value(
    rowsOf(body, calculation).find(
      ({ of, window_sessions }: Json) => of.measure === name && (window === undefined || window === window_sessions),
    ),
    'value',
  );

export const step = (body: Json, calculation: string): Json =>
  body.calculations.find(({ name }: Json) => name === calculation).steps;

export const seriesOf = (body: Json, id: string): (number | null)[] | null =>
  body.inputs.series.find((one: Json) => one.instrument_id === id)?.returns ?? null;

export const named = (body: Json, role: string, symbol?: string): (number | null)[] =>
  body.inputs.series.find((one: Json) => one.role === role && (symbol === undefined || one.symbol === symbol)).returns;

/** Rows of the last sessions that miss nothing. */
export function complete(window: number, ...columns: (number | null)[][]): number[][] {
  const recent = columns.map((column) => column.slice(-window));
  const kept = recent[0]!.map((_, t) => t).filter((t) => recent.every((column) => column[t] !== null));
  return recent.map((column) => kept.map((t) => column[t]!));
}

/** Exposures of a symbol by model. */
export const exposuresOf = (body: Json, id: string, model: string): number[] | null =>
  value(
    rowsOf(body, 'symbol-factors', 'symbol_factor_exposures').find(
      ({ of }: Json) => of.instrument_id === id && of.model === model,
    ),
    'exposures',
  );
