import { readFileSync } from 'node:fs';

export type Json = number | string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A number passes within `abs + rel * |expected|`. */
export interface Limit {
  readonly rel: number;
  readonly abs: number;
}

export interface Tolerance {
  readonly default: Limit;
  /** By field name, or by `parent.field`, which goes before. */
  readonly fields?: Readonly<Record<string, Limit>>;
}

export interface GoldenCase<Inputs = unknown> {
  readonly id: string;
  readonly inputs: Inputs;
  readonly expected: Json;
  readonly tolerance?: Tolerance;
  readonly expected_alternatives?: readonly Json[];
}

export interface GoldenFile {
  readonly family: string;
  readonly tolerance: Tolerance;
  readonly cases: readonly GoldenCase[];
}

export interface Comparison {
  /** How many single values were compared; one that compares nothing passes nothing. */
  readonly compared: number;
  readonly differences: readonly string[];
}

export const readGolden = (family: string): GoldenFile =>
  JSON.parse(readFileSync(new URL(`${family}.json`, import.meta.url), 'utf8')) as GoldenFile;

/** Compares with what is expected, or with the first alternative that fits. Fields named in `skip` are left out. */
export function compare(file: GoldenFile, golden: GoldenCase, actual: unknown, skip: ReadonlySet<string>): Comparison {
  const tolerance = golden.tolerance ?? file.tolerance;
  const results = [golden.expected, ...(golden.expected_alternatives ?? [])].map((expected) => {
    const walk = new Walk(tolerance, skip);
    walk.visit(expected, actual, []);
    return walk;
  });
  return results.find(({ differences }) => differences.length === 0) ?? results[0]!;
}

class Walk implements Comparison {
  compared = 0;
  readonly differences: string[] = [];

  constructor(
    private readonly tolerance: Tolerance,
    private readonly skip: ReadonlySet<string>,
  ) {}

  /** `path` holds the object keys on the way, without array indices. */
  visit(expected: Json, actual: unknown, path: readonly string[]): void {
    if (isList(expected)) this.visitList(expected, actual, path);
    else if (typeof expected === 'object' && expected !== null) this.visitObject(expected, actual, path);
    else this.visitLeaf(expected, actual, path);
  }

  private visitList(expected: readonly Json[], actual: unknown, path: readonly string[]): void {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      this.differ(path, `${expected.length} values`, actual);
    else
      expected.forEach((value, i) => {
        this.visit(value, actual[i], path);
      });
  }

  private visitObject(expected: Readonly<Record<string, Json>>, actual: unknown, path: readonly string[]): void {
    if (typeof actual !== 'object' || actual === null) {
      this.differ(path, 'an object', actual);
      return;
    }
    const fields = actual as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(expected)) {
      if (!this.skip.has(key)) this.visit(value, fields[key], [...path, key]);
    }
  }

  private visitLeaf(expected: string | number | boolean | null, actual: unknown, path: readonly string[]): void {
    this.compared += 1;
    if (!this.fits(expected, actual, path)) this.differ(path, String(expected), actual);
  }

  private fits(expected: string | number | boolean | null, actual: unknown, path: readonly string[]): boolean {
    if (expected === null) return actual === null || actual === undefined;
    if (typeof expected !== 'number') return actual === expected;
    const { abs, rel } = this.limitAt(path);
    return typeof actual === 'number' && Math.abs(actual - expected) <= abs + rel * Math.abs(expected);
  }

  /** The limit whose name is nearest to the value on its path. */
  private limitAt(path: readonly string[]): Limit {
    const fields = this.tolerance.fields ?? {};
    for (let i = path.length - 1; i >= 0; i--) {
      const limit = fields[path.slice(Math.max(0, i - 1), i + 1).join('.')] ?? fields[path[i]!];
      if (limit) return limit;
    }
    return this.tolerance.default;
  }

  private differ(path: readonly string[], expected: string, actual: unknown): void {
    this.differences.push(`${path.join('.') || '(root)'}: expected ${expected}, got ${String(actual)}`);
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
