import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import {
  type Calculation,
  type Figures,
  type InputOf,
  type PortfolioBook,
  Results,
  type SubjectKind,
} from '../calculations/calculation.js';
import { CALCULATIONS } from '../calculations/calculation.registry.js';
import type { StoredRows } from '../calculations/result-table.js';

/** A calculation that was run again. */
export interface TracedCalculation {
  readonly name: string;
  readonly version: number;
  readonly after: readonly string[];
  readonly rows: readonly StoredRows[];
  readonly figures: Figures;
  readonly hasFailed: boolean;
}

/** Some calculations and everything that they read, run over one book as the batch runs them; nothing is stored. */
export class CalculationTrace {
  readonly calculations: readonly TracedCalculation[];
  private readonly results: Results;

  constructor(
    readonly book: PortfolioBook,
    names: readonly string[],
  ) {
    const symbols = new Results();
    this.results = new Results(symbols);
    const needed = withEarlier(names);
    this.calculations = CALCULATIONS.filter(({ name }) => needed.has(name)).map((one) =>
      one.subject === 'symbol' ? run(one, book.symbols, symbols) : run(one, book, this.results),
    );
  }

  /** For what reads results of others. */
  get earlier(): Results {
    return this.results;
  }

  /** What a calculation found; 'computation-failed' where it failed, or was not asked for. */
  of<Kind extends SubjectKind, Result>(calculation: Calculation<Kind, Result>): Outcome<Result> {
    const found = this.calculations.find(({ name }) => name === calculation.name);
    return found && !found.hasFailed ? computed(this.results.of(calculation)) : skipped('computation-failed');
  }
}

/** In the order of the registry, each after what it reads. */
export function withEarlier(names: readonly string[]): ReadonlySet<string> {
  const needed = new Set(names);
  for (const { name, after } of [...CALCULATIONS].reverse()) {
    if (needed.has(name)) for (const earlier of after) needed.add(earlier);
  }
  return needed;
}

/** One that fails leaves the others, as in the batch. */
function run<Kind extends SubjectKind>(
  one: Calculation<Kind, unknown>,
  input: InputOf[Kind],
  results: Results,
): TracedCalculation {
  const { name, version, after, columns = [] } = one;
  try {
    const value = one.compute(input, results);
    results.set(name, value);
    const rows = one.rows?.(value, input) ?? [];
    return { name, version, after, rows, figures: one.figures?.(value) ?? {}, hasFailed: false };
  } catch (error) {
    results.fail(name, error instanceof Error ? error : new Error(String(error)));
    const figures = Object.fromEntries(columns.map((column) => [column, skipped('computation-failed')]));
    return { name, version, after, rows: [], figures, hasFailed: true };
  }
}
