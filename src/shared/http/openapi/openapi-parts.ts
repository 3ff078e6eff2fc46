import type { Schema } from './schema-example.kernel.js';

/** As much of the document as is read and written here. */
export interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, unknown>;
}

export interface Response {
  description?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Media>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

export interface Operation {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, Media> };
  responses: Record<string, Response>;
  security?: unknown[];
  [extension: `x-${string}`]: unknown;
}

const header = (description: string, schema: Schema) => ({ description, schema });
const text = (example: string): Schema => ({ type: 'string', example });

export const HEADERS = {
  ETag: header('The version of the answer', text('"x7KqR2mVbN4tYw8uPz1sLc6dEf0"')),
  'RateLimit-Limit': header('Requests that are allowed in a window', { type: 'integer', example: 1200 }),
  'RateLimit-Remaining': header('How many are left of it', { type: 'integer', example: 1187 }),
  'RateLimit-Reset': header('Seconds until it begins anew', { type: 'integer', example: 42 }),
  Link: header('Where the next page is; none on the last one', text('</api/v1/…?cursor=WyI0NzExIl0>; rel="next"')),
  'Retry-After': header('Seconds to wait before asking again', { type: 'integer', example: 5 }),
  'Idempotency-Replayed': header('true: answered under the same key before, and not carried out again', text('true')),
};
export type HeaderName = keyof typeof HEADERS;

const TAG: Schema & { maxLength: number } = { type: 'string', maxLength: 1000 };

export const REQUEST_HEADERS: Readonly<Record<string, Parameter & { description: string }>> = {
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The ETag you have: 304 when it is still the current one',
    schema: TAG,
    example: '"x7KqR2mVbN4tYw8uPz1sLc6dEf0"',
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The ETag of what you have read: 412 when it has changed since. Without it the last write wins',
    schema: TAG,
    example: '"x7KqR2mVbN4tYw8uPz1sLc6dEf0"',
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Made up by you, one for each intent, such as a UUID: sent again within 24 hours, it is done once',
    schema: { type: 'string', minLength: 1, maxLength: 255 } as Schema,
    example: '0b9d7c1e-7a0f-4f1c-9a53-5b1f7c0f2f3d',
  },
};
