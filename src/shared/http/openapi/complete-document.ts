import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_CONTENT_TYPE } from '../../errors/problem-details.js';
import { IDEMPOTENT } from '../idempotency.js';
import { VERSIONED } from '../versioned.js';
import {
  type HeaderName,
  HEADERS,
  type Media,
  type Operation,
  REQUEST_HEADERS,
  type Response,
} from './openapi-parts.js';
import { exampleOf, NoExample, type Schema, type Schemas } from './schema-example.kernel.js';
import { EXAMPLE_BY_NAME, LENGTH_BY_NAME, PARAMETER_BY_NAME } from './wire-names.js';

export interface CompletedDocument {
  readonly document: OpenAPIObject;
  /** What nobody has said and cannot be made up, such as `GET /x 200: no example for Thing.name`. */
  readonly gaps: readonly string[];
}

const PROBLEM: Media = { schema: { $ref: '#/components/schemas/ProblemResponse' } };
const EVERYWHERE: readonly HeaderName[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
const UUID_NAME = /(^id|_id|Id)$/;

/**
 * Adds to every operation what follows from the rest: the headers of versions, keys and limits, the problems they end
 * in, the meaning of parameters, and an example of each body. Changes the document that it is given.
 */
export function completeDocument(document: OpenAPIObject): CompletedDocument {
  const gaps: string[] = [];
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const paths = document.paths as unknown as Record<string, Record<string, Operation>>;
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path}`;
      addConventions(method, operation);
      describeParameters(operation, (gap) => gaps.push(`${name}: ${gap}`));
      addExamples(operation, schemas, path, (gap) => gaps.push(`${name} ${gap}`));
    }
  }
  document.components = { ...document.components, headers: HEADERS as never };
  return { document, gaps };
}

function addConventions(method: string, operation: Operation): void {
  const isOpen = operation.security?.length === 0;
  if (!isOpen)
    addProblem(operation, 429, 'Too many requests; `Retry-After` says how long to wait (`request.too_many`)');
  if (operation[VERSIONED] === true) addVersion(method, operation);
  if (operation[IDEMPOTENT] === true) addKey(operation);
  if (operation.parameters?.some(({ in: place, name }) => place === 'query' && name === 'cursor') === true)
    addHeaders(operation.responses['200'] ?? {}, ['Link']);
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!isOpen && status !== '401') addHeaders(response, EVERYWHERE);
    if (status === '429') addHeaders(response, ['Retry-After']);
  }
}

function addVersion(method: string, operation: Operation): void {
  if (method === 'get') {
    addParameter(operation, 'If-None-Match');
    operation.responses['304'] = { description: 'You have the current version', headers: {} };
    addHeaders(operation.responses['304'], ['ETag']);
  } else if (method !== 'post') {
    addParameter(operation, 'If-Match');
    addProblem(operation, 412, 'It has changed since it was read (`version.stale`)');
    addHeaders(operation.responses['412'] ?? {}, ['ETag']);
  }
  if (method === 'delete') return;
  for (const [status, response] of Object.entries(operation.responses))
    if (status.startsWith('2')) addHeaders(response, ['ETag']);
}

function addKey(operation: Operation): void {
  addParameter(operation, 'Idempotency-Key');
  addProblem(
    operation,
    409,
    'The same request is under way, or was carried out without its answer being kept (`idempotency.in_progress`, `idempotency.answer_lost`)',
  );
  addProblem(operation, 422, 'The key was used for another request (`idempotency.key_reused`)');
  for (const [status, response] of Object.entries(operation.responses))
    if (status.startsWith('2')) addHeaders(response, ['Idempotency-Replayed']);
}

function addParameter(operation: Operation, name: string): void {
  const parameter = REQUEST_HEADERS[name];
  if (parameter) operation.parameters = [...(operation.parameters ?? []), { ...parameter }];
}

/** One that is documented already says more. */
function addProblem(operation: Operation, status: number, description: string): void {
  operation.responses[String(status)] ??= { description, content: { [PROBLEM_CONTENT_TYPE]: { ...PROBLEM } } };
}

function addHeaders(response: Response, names: readonly HeaderName[]): void {
  const references = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  response.headers = { ...(Object.fromEntries(references) as object), ...response.headers };
}

function describeParameters({ parameters = [] }: Operation, gap: (text: string) => void): void {
  for (const parameter of parameters) {
    if (parameter.in === 'path' && UUID_NAME.test(parameter.name) && parameter.schema?.type === 'string')
      parameter.schema = { format: 'uuid', ...parameter.schema };
    const longest = LENGTH_BY_NAME[parameter.name];
    if (longest !== undefined && parameter.schema?.type === 'string')
      parameter.schema = Object.assign({ maxLength: longest }, parameter.schema);
    const meaning = parameter.description ?? PARAMETER_BY_NAME[parameter.name];
    if (meaning === undefined) gap(`nothing says what the parameter ${parameter.name} is`);
    else parameter.description = meaning;
  }
}

function addExamples(operation: Operation, schemas: Schemas, path: string, gap: (text: string) => void): void {
  for (const media of Object.values(operation.requestBody?.content ?? {}))
    addExample(media, schemas, (text) => {
      gap(`body: ${text}`);
    });
  for (const [status, response] of Object.entries(operation.responses)) {
    for (const [type, media] of Object.entries(response.content ?? {})) {
      if (type === PROBLEM_CONTENT_TYPE)
        media.example ??= problemExample(Number(status), response.description ?? '', path);
      else
        addExample(media, schemas, (text) => {
          gap(`${status}: ${text}`);
        });
    }
  }
}

function addExample(media: Media, schemas: Schemas, gap: (text: string) => void): void {
  if (media.example !== undefined || media.examples !== undefined) return;
  try {
    media.example = exampleOf(media.schema ?? {}, schemas, EXAMPLE_BY_NAME, nameOf(media.schema));
  } catch (error) {
    if (!(error instanceof NoExample)) throw error;
    gap(error.message);
  }
}

const nameOf = (schema: Schema | undefined): string => schema?.$ref?.split('/').at(-1) ?? 'body';

const USUAL_CODES: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'auth.unauthenticated',
  403: 'auth.forbidden',
  404: 'request.not_found',
  409: 'request.conflict',
  412: 'version.stale',
  422: 'input.invalid',
  429: 'request.too_many',
  503: 'server.unavailable',
};

/** With the first code that the description of the response lists. */
function problemExample(status: number, description: string, path: string): unknown {
  const code = /\(`([^`]+)`/.exec(description)?.[1] ?? USUAL_CODES[status] ?? 'request.malformed';
  return {
    type: `/problems/${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: `${description.split(/[;(:]/, 1)[0]?.trim() ?? 'It was refused'}.`,
    instance: path,
    code,
    request_id: EXAMPLE_BY_NAME.request_id,
    errors:
      status === 422
        ? [{ pointer: '/name', field: 'name', code: 'is_not_empty', message: 'name must not be empty.' }]
        : [],
  };
}
