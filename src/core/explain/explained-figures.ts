import type { Outcome } from '../../shared/outcome.js';
import { type Cell, contentOf, type ResultTable } from '../calculations/result-table.js';
import { RISK_MEASURES } from '../calculations/risk-sample/risk-measures.js';
import { SNAPSHOT_MEASURES } from '../risk-measures/risk-measure-names.kernel.js';
import type { StoredRow } from './explain.repository.js';
import type { ExplainedFigure, ExplainedValue, FigureValue } from './explanation-view.js';

/** What says about a row, not what it says. */
const ABOUT = new Set([
  'window_sessions',
  'observations',
  'version',
  'reason',
  'method',
  'reasons',
  'scenario_version',
]);
const KEY_OF_ALL = new Set(['portfolio_id', 'as_of_date', 'dataset', 'window_sessions']);
/** Relative: sums may be taken in another order. */
const TOLERANCE = 1e-9;

export interface ComputedRows {
  readonly calculation: string;
  readonly version: number;
  readonly table: ResultTable;
  readonly rows: readonly (readonly Cell[])[];
}

export const isOfPortfolio = ({ key }: ResultTable): boolean => 'portfolio_id' in key;

/** Rows of a calculation beside the stored ones. One that is stored and no longer computed comes last. */
export function besideStored(
  { calculation, version, table, rows }: ComputedRows,
  stored: readonly StoredRow[],
  symbolOf: (instrumentId: string) => string,
): ExplainedFigure[] {
  const columns = [...Object.keys(table.key), ...Object.keys(table.values)];
  const types = { ...table.key, ...table.values };
  const keyOf = (row: StoredRow): string => JSON.stringify(Object.keys(table.key).map((column) => row[column]));
  const known = new Map(stored.map((row) => [keyOf(row), row]));
  const figureOf = (recomputed: StoredRow | null, kept: StoredRow | null): ExplainedFigure => {
    const row = kept ?? recomputed ?? {};
    const values = Object.entries(table.values).flatMap(([column, type]): ExplainedValue[] =>
      ABOUT.has(column) || type === 'text' || type === 'uuid' || type === 'date'
        ? []
        : valuesOf(column, kept?.[column], recomputed?.[column], textOf(row.reason)),
    );
    const isSame = kept !== null && recomputed !== null && textOf(kept.reason) === textOf(recomputed.reason);
    return {
      ...{ calculation, table: table.name, of: subjectOf(table, row, symbolOf) },
      ...{ window: numberOf(row.window_sessions), observations: numberOf(row.observations) },
      ...{ method: textOf(row.method), version: numberOf(row.version) ?? version, values },
      isReproduced: isSame && values.every(isReproduced),
    };
  };
  const seen = new Set<string>();
  const figures = rows.map((cells) => {
    const row = Object.fromEntries(
      columns.map((column, i) => [column, contentOf(cells[i] ?? null, types[column] ?? 'text')]),
    );
    seen.add(keyOf(row));
    return figureOf(row, known.get(keyOf(row)) ?? null);
  });
  // Of a table that several calculations fill, nobody can tell whose row is left over.
  const left = isOfPortfolio(table) && table.name !== RISK_MEASURES.name ? stored : [];
  return [...figures, ...left.filter((row) => !seen.has(keyOf(row))).map((row) => figureOf(null, row))];
}

/** Columns of the snapshot that a calculation fills, together where they are found in the same way. */
export function besideSnapshot(
  { calculation, version }: { calculation: string; version: number },
  figures: Readonly<Record<string, Outcome<number>>>,
  snapshot: StoredRow,
): ExplainedFigure[] {
  const stored = (snapshot.versions ?? {}) as Readonly<Record<string, number>>;
  const groups = new Map<string, { readonly about: AboutColumn; readonly values: ExplainedValue[] }>();
  for (const [name, outcome] of Object.entries(figures)) {
    const about = aboutColumn(name, snapshot);
    const key = JSON.stringify(about);
    const group = groups.get(key) ?? { about, values: [] };
    groups.set(key, group);
    group.values.push(snapshotValue(name, outcome, snapshot));
  }
  return [...groups.values()].map(({ about, values }) => ({
    ...{ calculation, table: 'portfolio_snapshots', of: {}, ...about, version: stored[calculation] ?? version },
    ...{ isReproduced: values.every(isReproduced), values },
  }));
}

type AboutColumn = Pick<ExplainedFigure, 'window' | 'observations' | 'method'>;

/** Nothing about what is no figure of its own, such as a coverage. */
function aboutColumn(name: string, snapshot: StoredRow): AboutColumn {
  const measure = SNAPSHOT_MEASURES[name];
  if (!measure) return { window: null, observations: null, method: null };
  const { window, observations, method } = measure;
  return {
    ...{ window, method },
    observations: typeof observations === 'string' ? numberOf(snapshot[observations]) : observations,
  };
}

function snapshotValue(name: string, outcome: Outcome<number>, snapshot: StoredRow): ExplainedValue {
  const reasons = (snapshot.reasons ?? {}) as Readonly<Record<string, string>>;
  const stored = numberOf(snapshot[name]);
  const reason = stored === null ? (reasons[name] ?? (outcome.ok ? null : outcome.reason)) : null;
  return { name, stored, recomputed: outcome.ok ? outcome.value : null, reason };
}

function subjectOf(table: ResultTable, row: StoredRow, symbolOf: (id: string) => string): ExplainedFigure['of'] {
  const of = Object.keys(table.key)
    .filter((column) => !KEY_OF_ALL.has(column))
    .map((column) => [column, (row[column] ?? null) as string | number | null] as const);
  const id = textOf(row.instrument_id);
  return { ...Object.fromEntries(of), ...(id === null ? {} : { symbol: symbolOf(id) }) };
}

/** The numbers in an object are figures of their own, named by the way to them. */
function valuesOf(name: string, stored: unknown, recomputed: unknown, reason: string | null): ExplainedValue[] {
  const objects = [stored, recomputed].map((value) => (isObject(value) ? value : null));
  if (objects.some((value) => value !== null)) {
    const names = [...new Set(objects.flatMap((value) => Object.keys(value ?? {})))];
    return names.flatMap((part) => valuesOf(`${name}.${part}`, objects[0]?.[part], objects[1]?.[part], reason));
  }
  const [kept, found] = [figureValue(stored), figureValue(recomputed)];
  if (kept === undefined || found === undefined) return [];
  return [{ name, stored: kept, recomputed: found, reason: kept === null ? reason : null }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for what is no figure, such as a reason in words. */
function figureValue(value: unknown): FigureValue | undefined {
  if (value === undefined || value === null || value === 'NaN') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (!Array.isArray(value)) return undefined;
  return value.map((one: unknown) =>
    typeof one === 'number' || (typeof one === 'string' && one !== 'NaN') ? one : null,
  );
}

function isReproduced({ stored, recomputed }: ExplainedValue): boolean {
  if (!Array.isArray(stored) || !Array.isArray(recomputed)) return isClose(stored, recomputed);
  return stored.length === recomputed.length && stored.every((value, i) => isClose(value, recomputed[i]));
}

const isClose = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE)
    : a === b;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
