import type { ApiDocument, Schema } from './route-table.js';

/** A value that breaks one rule of its schema, and which. */
export interface WrongValue {
  readonly rule: string;
  /** Undefined: left out. */
  readonly value: unknown;
}

/** A schema with its references and choices resolved: whatever one of the choices takes is right. */
export interface Choices {
  readonly types: ReadonlySet<string>;
  readonly parts: readonly Schema[];
}

export function choicesOf(schema: Schema, document: ApiDocument): Choices {
  const parts = flat(schema, document);
  const types = parts.flatMap((part) => {
    const named = part.type === undefined ? [] : [part.type].flat();
    if (named.length > 0) return named;
    return part.properties === undefined ? (part.enum ?? []).map((word) => typeof word) : ['object'];
  });
  return { types: new Set(types), parts };
}

function flat(schema: Schema, document: ApiDocument): Schema[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return flat(document.components.schemas[name] ?? {}, document);
  }
  const { allOf, oneOf, anyOf, ...own } = schema;
  if (allOf) return flat(Object.assign({}, ...allOf.flatMap((part) => flat(part, document)), own) as Schema, document);
  const choices = oneOf ?? anyOf;
  return choices ? choices.flatMap((part) => flat(part, document)) : [own];
}

/** One of each kind that JSON knows. */
const KINDS: readonly (readonly [type: string, value: unknown])[] = [
  ['string', 'abc'],
  ['number', 7],
  ['boolean', true],
  ['object', {}],
  ['array', []],
  ['null', null],
];
const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  uuid: ['not-a-uuid'],
  date: ['not-a-date', '2024-02-30'],
  email: ['not-an-email'],
};
/** What no text of PostgreSQL can hold. */
export const NUL = 'a\u0000b';

/** Values that a body must not have at a place with this schema. */
export function wrongInJson({ types, parts }: Choices, isRequired: boolean): WrongValue[] {
  const wrong = KINDS.filter(([type]) => !types.has(type) && !(type === 'number' && types.has('integer')))
    // What is null counts as left out where that is allowed: clients of the contract send it so.
    .filter(([type]) => type !== 'null' || isRequired)
    .map(([type, value]) => ({ rule: `a ${type}`, value }));
  if (types.has('integer') && !types.has('number')) wrong.push({ rule: 'a fraction', value: 1.5 });
  return [
    ...(isRequired ? [{ rule: 'missing', value: undefined }] : []),
    ...wrong,
    ...wrongTexts({ types, parts }),
    ...parts.flatMap(outOfBounds),
  ];
}

/** Texts that break a format, a set of words, a pattern or a length, which is all that can be wrong on the wire of a query. */
export function wrongTexts({ types, parts }: Choices): WrongValue[] {
  const texts = parts.filter(({ type, enum: words }) => [type].flat().includes('string') || words !== undefined);
  if (!types.has('string')) return [];
  return texts.flatMap(({ format, enum: words, pattern, minLength, maxLength }): WrongValue[] => {
    if (words !== undefined) return [{ rule: 'none of its words', value: 'no-such-word' }];
    const formats = (BY_FORMAT[format ?? ''] ?? []).map((value) => ({ rule: `no ${format ?? ''}`, value }));
    const matching = /\\d/.test(pattern ?? '') ? '9' : 'X';
    return [
      ...formats,
      ...(pattern === undefined ? [] : [{ rule: 'against its pattern', value: '§ §' }]),
      ...(minLength === undefined || minLength === 0 ? [] : [{ rule: 'too short', value: 'x'.repeat(minLength - 1) }]),
      ...(maxLength === undefined ? [] : [{ rule: 'too long', value: matching.repeat(maxLength + 1) }]),
      ...(format === undefined || format === 'password' ? [{ rule: 'with a NUL', value: NUL }] : []),
    ];
  });
}

/** Numbers below and above their bounds. */
export function outOfBounds({ type, minimum, maximum }: Schema): WrongValue[] {
  const kinds = [type].flat();
  if (!kinds.includes('number') && !kinds.includes('integer')) return [];
  // Next to a large bound a step of 1 is lost in the rounding.
  const step = (bound: number): number => Math.max(1, Math.abs(bound) / 100);
  return [
    ...(minimum === undefined ? [] : [{ rule: 'below its minimum', value: minimum - step(minimum) }]),
    ...(maximum === undefined ? [] : [{ rule: 'above its maximum', value: maximum + step(maximum) }]),
  ];
}

/** What a schema says no bound of, at any depth: `body.positions.0.symbol: maxLength`. */
export function unboundedIn(schema: Schema, place: string, document: ApiDocument): string[] {
  return choicesOf(schema, document).parts.flatMap((part) => [
    ...missingBounds(part).map((bound) => `${place}: ${bound}`),
    ...Object.entries(part.properties ?? {}).flatMap(([name, inside]) =>
      unboundedIn(inside, `${place}.${name}`, document),
    ),
    ...(part.items === undefined ? [] : unboundedIn(part.items, `${place}.0`, document)),
  ]);
}

/** A format that is one length, or is measured by itself. */
const FIXED = new Set(['uuid', 'date', 'date-time', 'binary']);

function missingBounds({ type, format, enum: words, ...bounds }: Schema): string[] {
  const kinds = new Set([type].flat());
  if (words !== undefined) return [];
  const needed: (keyof typeof bounds)[] = [];
  if (kinds.has('number') || kinds.has('integer')) needed.push('minimum', 'maximum');
  if (kinds.has('array')) needed.push('maxItems');
  if (kinds.has('string') && !FIXED.has(format ?? '')) needed.push('maxLength');
  return needed.filter((bound) => bounds[bound] === undefined);
}
