/*
 * The shapes of the contract, written as its document writes them: `num`, `str?` (may be null), `[str]` as an array with one
 * element, `dec` for a decimal in a string. A field whose name ends in `?` may be left out. More fields than these are no fault.
 */

export type Shape = string | readonly [Shape] | { readonly [field: string]: Shape };

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

const CHECKS: Readonly<Record<string, Check>> = {
  str: isText,
  num: (value) => typeof value === 'number' && Number.isFinite(value),
  int: (value) => Number.isSafeInteger(value),
  bool: (value) => typeof value === 'boolean',
  dec: matches(/^-?\d+(\.\d+)?$/),
  uuid: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  date: matches(/^\d{4}-\d{2}-\d{2}$/),
  ts: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)),
  obj: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value) => value === null,
};

/** What was seen of a field over several answers. */
export class Sightings {
  readonly always = new Map<string, { nulls: number; values: number }>();

  note(path: string, value: unknown): void {
    const seen = this.always.get(path) ?? { nulls: 0, values: 0 };
    if (value === null) seen.nulls += 1;
    else seen.values += 1;
    this.always.set(path, seen);
  }

  /** Fields that were there, and never had a value. */
  get alwaysNull(): string[] {
    return [...this.always]
      .filter(([, { nulls, values }]) => values === 0 && nulls > 0)
      .map(([path]) => path)
      .sort();
  }

  /** Lists that never had an element, so that nothing is known of their elements. */
  readonly emptyLists = new Map<string, boolean>();
}

/** Says what is wrong with an answer, as `path: what`; nothing when it has the shape. */
export function faultsOf(shape: Shape, value: unknown, path: string, seen: Sightings): string[] {
  if (typeof shape === 'string') return leafFaults(shape, value, path, seen);
  if (Array.isArray(shape)) return listFaults(shape as readonly [Shape], value, path, seen);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path}: is ${kindOf(value)}, not an object`];
  const object = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape).flatMap(([name, inner]) => fieldFaults(name, inner, object, path, seen));
}

function fieldFaults(
  name: string,
  shape: Shape,
  object: Readonly<Record<string, unknown>>,
  path: string,
  seen: Sightings,
): string[] {
  const isOptional = name.endsWith('?');
  const field = isOptional ? name.slice(0, -1) : name;
  const where = `${path}.${field}`;
  if (!(field in object)) return isOptional ? [] : [`${where}: is missing`];
  if (isOptional && object[field] === null) {
    seen.note(where, null);
    return [];
  }
  if (isOptional) seen.note(where, object[field]);
  return faultsOf(shape, object[field], where, seen);
}

function listFaults([inner]: readonly [Shape], value: unknown, path: string, seen: Sightings): string[] {
  if (!Array.isArray(value)) return [`${path}: is ${kindOf(value)}, not a list`];
  seen.emptyLists.set(path, (seen.emptyLists.get(path) ?? true) && value.length === 0);
  const faults = value.flatMap((one: unknown) => faultsOf(inner, one, `${path}[]`, seen));
  return [...new Set(faults)];
}

function leafFaults(shape: string, value: unknown, path: string, seen: Sightings): string[] {
  if (shape === 'any') return [];
  const mayBeNull = shape.endsWith('?');
  const kind = mayBeNull ? shape.slice(0, -1) : shape;
  const check = CHECKS[kind];
  if (!check) throw new RangeError(`${shape} is no shape`);
  if (kind !== 'null') seen.note(path, value);
  if (value === null && mayBeNull) return [];
  return check(value) ? [] : [`${path}: is ${kindOf(value)}, not ${kind}`];
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
