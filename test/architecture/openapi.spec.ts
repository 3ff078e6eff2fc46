import '../support/reflect.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOUNDED_LISTS, hasList } from '../support/bounded-lists.js';
import { describeSources } from '../support/openapi.js';
import { type ApiDocument, routesOf } from '../support/route-table.js';
import { unboundedIn } from '../support/wrong-values.js';

const root = resolve(import.meta.dirname, '../..');
const PROBLEM = 'application/problem+json';

interface Media {
  readonly schema?: Record<string, unknown>;
  readonly example?: unknown;
  readonly examples?: unknown;
}

interface Response {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response>>;
}

/** Answers without a body. */
const BODILESS = new Set(['204', '304']);

describe('the description of the API', () => {
  let document: Record<string, unknown>;
  let gaps: readonly string[];
  let operations: (readonly [name: string, operation: Operation])[];

  const find = (isFaulty: (operation: Operation, name: string) => boolean): string[] =>
    operations.filter(([name, operation]) => isFaulty(operation, name)).map(([name]) => name);
  /** Every body with its name, such as `GET /x 200 application/json`. */
  const bodies = (): (readonly [string, Media])[] =>
    operations.flatMap(([name, { requestBody, responses }]) => [
      ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => [`${name} body ${type}`, media] as const),
      ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => [`${name} ${status} ${type}`, media] as const),
      ),
    ]);

  beforeAll(async () => {
    const described = await describeSources();
    // As it is served: without what JSON leaves out.
    document = JSON.parse(JSON.stringify(described.document)) as Record<string, unknown>;
    gaps = described.gaps;
    operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );
  });

  it('is OpenAPI 3.1, and of many operations', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(45);
  });

  it('has an example for every body and a meaning for every parameter: what is missing is named here', () => {
    expect(gaps).toEqual([]);
    expect(bodies().filter(([, media]) => media.example === undefined && media.examples === undefined)).toEqual([]);
  });

  it('says in a sentence what each operation does, and where it belongs', () => {
    expect(find(({ summary }) => (summary ?? '').length < 5)).toEqual([]);
    expect(find(({ tags = [] }) => tags.length === 0)).toEqual([]);
  });

  it('has a schema for every answer', () => {
    const bare = operations.flatMap(([name, { responses }]) =>
      Object.entries(responses)
        .filter(
          ([status, { content }]) =>
            !BODILESS.has(status) &&
            (content === undefined || Object.values(content).some(({ schema }) => schema === undefined)),
        )
        .map(([status]) => `${name} ${status}`),
    );
    expect(bare).toEqual([]);
    expect(find(({ responses }) => !Object.keys(responses).some((status) => status.startsWith('2')))).toEqual([]);
  });

  it('describes refusals as problems', () => {
    const others = bodies().filter(
      ([name]) => / [45]\d\d /.test(name) && !name.endsWith(PROBLEM) && !name.includes('/health'),
    );
    expect(others.map(([name]) => name)).toEqual([]);
    const open = new Set(find(({ responses }) => responses['401'] === undefined));
    expect(
      [...open].filter((name) => !/ (\/|\/api\/v1\/health.*|\/api\/v1\/onboarding\/csv-template)$/.test(name)),
    ).toEqual([]);
  });

  it('bounds every parameter and every field of a body', () => {
    const api = document as unknown as ApiDocument;
    const unbounded = routesOf(api).flatMap(({ name, parameters, body }) => [
      ...parameters.flatMap((parameter) =>
        unboundedIn(parameter.schema, parameter.name, api).map((at) => `${name} ${at}`),
      ),
      ...(body === null ? [] : unboundedIn(body.schema, 'body', api).map((at) => `${name} ${at}`)),
    ]);
    expect(unbounded).toEqual([]);
  });

  it('takes Idempotency-Key wherever something is created (say @Idempotent() below @Post)', () => {
    // Nobody is signed in to whom a key could belong; an account that is there already answers 409. So does a channel,
    // whose answer holds a secret, and answers are kept by their key.
    const BY_ITSELF = ['POST /api/v1/onboarding/register', 'POST /api/v1/alert-channels'];
    const creates = ({ responses }: Operation): boolean => '201' in responses || '202' in responses;
    const takesKey = ({ parameters = [] }: Operation): boolean =>
      parameters.some(({ name }) => name === 'Idempotency-Key');
    const without = find(
      (operation, name) =>
        name.startsWith('POST') && creates(operation) && !takesKey(operation) && !BY_ITSELF.includes(name),
    );
    expect(without).toEqual([]);
  });

  it('has a cursor wherever a list is answered, or a reason why the list is bounded by nature', () => {
    const api = document as unknown as ApiDocument;
    const isList = (name: string, { responses }: Operation): boolean =>
      name.startsWith('GET ') &&
      Object.entries(responses).some(
        ([status, { content = {} }]) =>
          status.startsWith('2') && Object.values(content).some(({ schema }) => hasList(schema ?? {}, api)),
      );
    const lists = operations.filter(([name, operation]) => isList(name, operation));
    const endless = lists.filter(([, { parameters = [] }]) => !parameters.some(({ name }) => name === 'cursor'));
    expect(lists.length - endless.length).toBeGreaterThan(14);
    expect(endless.map(([name]) => name).sort()).toEqual(Object.keys(BOUNDED_LISTS).sort());
    expect(Object.entries(BOUNDED_LISTS).filter(([, reason]) => reason.length < 20)).toEqual([]);
  });

  it('is true to its own examples', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema(document, 'api');
    const resolved = (schema: unknown): unknown =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as unknown;
    const wrong = bodies().flatMap(([name, { schema, example }]) => {
      if (schema === undefined || name.includes('multipart/form-data')) return [];
      const validate = ajv.compile(resolved(schema) as object);
      return validate(example) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`];
    });
    expect(wrong).toEqual([]);
  });

  it('is kept in docs/openapi.json and in the types of the client (`npm run openapi` writes both)', async () => {
    expect(JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'))).toEqual(document);
    const types = astToString(await openapiTS(structuredClone(document) as never));
    expect(readFileSync(join(root, 'client/schema.d.ts'), 'utf8')).toContain(types);
  });
});
