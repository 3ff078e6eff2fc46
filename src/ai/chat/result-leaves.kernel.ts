import { type LeafKind, leafKind } from './figure-meaning.kernel.js';
import { type Subject, subjectOf } from './subject.kernel.js';

/** One value of a tool result. */
export interface Leaf {
  /** Within the data of the result, such as `holdings[3].market_value`. */
  readonly path: string;
  readonly value: number | string;
  /** Last step of the path. */
  readonly field: string;
  /** Words by which a sentence would call it. */
  readonly words: readonly string[];
  readonly kind: LeafKind;
  /** Whose row it is in; null for a figure of the whole. */
  readonly subject: Subject | null;
  /** Its row is the only one of its list. */
  readonly isOnlyRow: boolean;
  /** Its row is the first of several. */
  readonly isFirstRow: boolean;
}

interface Row {
  readonly subject: Subject | null;
  readonly isOnlyRow: boolean;
  readonly isFirstRow: boolean;
}

type Units = Readonly<Record<string, string>>;

const WHOLE: Row = { subject: null, isOnlyRow: false, isFirstRow: false };

/** Every number and text of a result, and the session that it belongs to as `as_of`. */
export function leavesOf(result: {
  readonly asOf?: string | null;
  readonly units?: Units;
  readonly data: unknown;
}): readonly Leaf[] {
  const leaves: Leaf[] = [];
  if (typeof result.asOf === 'string') {
    leaves.push({ path: 'as_of', value: result.asOf, field: 'as_of', words: [], kind: 'unknown', ...WHOLE });
  }
  collect(result.data, '', WHOLE, { units: result.units ?? {}, leaves });
  return leaves;
}

/** The subjects of all leaves, each once with all the names that its rows give it. */
export function subjectsOf(leaves: readonly Leaf[]): readonly Subject[] {
  const byKey = new Map<string, Subject>();
  for (const { subject } of leaves) {
    if (subject === null) continue;
    const known = byKey.get(subject.key);
    const names = [...new Set([...(known?.names ?? []), ...subject.names])];
    byKey.set(subject.key, { ...subject, isHolding: subject.isHolding || known?.isHolding === true, names });
  }
  return [...byKey.values()];
}

function collect(
  node: unknown,
  path: string,
  row: Row,
  into: { readonly units: Units; readonly leaves: Leaf[] },
): void {
  if ((typeof node === 'number' && Number.isFinite(node)) || typeof node === 'string') {
    const field = lastStep(path);
    into.leaves.push({ path, value: node, field, words: wordsOf(field), kind: leafKind(field, into.units), ...row });
  } else if (Array.isArray(node)) {
    node.forEach((item: unknown, index) => {
      const subject = isRecord(item) ? subjectOf(item) : null;
      const place = { isOnlyRow: node.length === 1, isFirstRow: node.length > 1 && index === 0 };
      collect(item, `${path}[${index}]`, subject === null ? row : { subject, ...place }, into);
    });
  } else if (isRecord(node)) {
    for (const [key, value] of Object.entries(node)) collect(value, path === '' ? key : `${path}.${key}`, row, into);
  }
}

const isRecord = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

const lastStep = (path: string): string =>
  path
    .replace(/\[\d+\]/g, '')
    .split('.')
    .at(-1) ?? '';

/** `market_value` is "market" and "value". */
const wordsOf = (field: string): readonly string[] =>
  field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
