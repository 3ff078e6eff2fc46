/*
 * An example for a schema of the API description, made of the examples of its parts. What a part says of itself comes
 * first (`example`, a fixed set, a default), then what its name means everywhere on this wire, then what its format allows.
 */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Names that mean the same wherever they occur. A class says otherwise with an `example` of its own. */
export type KnownNames = Readonly<Record<string, string | number>>;

const UUID = '3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15';
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: UUID,
  date: '2024-11-29',
  'date-time': '2024-11-29T21:30:00.000Z',
  email: 'name@example.com',
  password: 'correct horse battery',
  binary: '(the bytes of the file)',
  uri: 'https://example.com/',
};

/** Deeper than any answer; a schema that contains itself ends here. */
const MAX_DEPTH = 12;

/** What is to be said where it cannot be made up: `Portfolio.name`. */
export class NoExample extends Error {
  constructor(readonly path: string) {
    super(`no example for ${path}`);
  }
}

/** @throws NoExample naming the part for which nothing is known */
export function exampleOf(schema: Schema, schemas: Schemas, names: KnownNames, path: string, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new NoExample(`${path} (nested too deeply)`);
  const own = ownExample(schema);
  if (own !== undefined) return own.value;
  const at = (part: Schema, name: string): unknown => exampleOf(part, schemas, names, name, depth + 1);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return at(schemas[name] ?? {}, name);
  }
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => at(part, path))) as unknown;
  const choices = (schema.oneOf ?? schema.anyOf)?.filter(({ type }) => type !== 'null');
  const [choice] = choices ?? [];
  const known = names[path.slice(path.lastIndexOf('.') + 1)];
  if (choice) return known !== undefined && choices?.some((one) => fits(known, one)) ? known : at(choice, path);
  return known !== undefined && fits(known, schema) ? known : ofType(schema, path, at);
}

function ownExample(schema: Schema): { value: unknown } | undefined {
  if (schema.example !== undefined) return { value: schema.example };
  if (schema.examples?.[0] !== undefined) return { value: schema.examples[0] };
  if (schema.const !== undefined) return { value: schema.const };
  if (schema.default !== undefined && schema.default !== null) return { value: schema.default };
  return schema.enum?.[0] === undefined ? undefined : { value: schema.enum[0] };
}

function ofType(schema: Schema, path: string, at: (part: Schema, name: string) => unknown): unknown {
  switch (typeOf(schema)) {
    case 'string': {
      const value = BY_FORMAT[schema.format ?? ''];
      if (value === undefined) throw new NoExample(path);
      return value;
    }
    case 'integer':
      return Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? Infinity);
    case 'number':
      return Math.min(Math.max(1.25, schema.minimum ?? 1.25), schema.maximum ?? Infinity);
    case 'boolean':
      return true;
    case 'array':
      return schema.items === undefined ? [] : [at(schema.items, path)];
    case 'object':
      return objectOf(schema, path, at);
    case undefined:
    default:
      throw new NoExample(path);
  }
}

function objectOf(schema: Schema, path: string, at: (part: Schema, name: string) => unknown): unknown {
  const entries = Object.entries(schema.properties ?? {}).map(
    ([name, part]) => [name, at(part, `${path}.${name}`)] as const,
  );
  const more = schema.additionalProperties;
  if (typeof more === 'object' && entries.length === 0) return { name: at(more, path) };
  if (entries.length === 0 && schema.properties === undefined) {
    // Of what is inside nothing is known, but that it may be absent is.
    if (Array.isArray(schema.type) && schema.type.includes('null')) return null;
    throw new NoExample(path);
  }
  return Object.fromEntries(entries);
}

const typeOf = ({ type, properties }: Schema): string | undefined => {
  if (typeof type === 'string') return type;
  if (type !== undefined) return type.find((one) => one !== 'null');
  return properties === undefined ? undefined : 'object';
};

/** A known name is a text in one class and a number in another. */
function fits(value: string | number, schema: Schema): boolean {
  const type = typeOf(schema);
  if (typeof value === 'string') return type === 'string' && (schema.format === undefined || schema.format === 'email');
  if (type !== 'number' && type !== 'integer') return false;
  return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
}
