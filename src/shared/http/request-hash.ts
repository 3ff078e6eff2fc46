import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { InvalidInput } from '../errors/invalid-input.error.js';
import { isMultipart, readForm } from './multipart-form.js';

/** Two requests with the same hash ask for the same: method, address with query, and body. Forms are compared part by part, since each sending has a boundary of its own. */
export async function requestHash(request: FastifyRequest): Promise<string> {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  if (isMultipart(request)) {
    const { fields, files } = await readForm(request);
    hash.update(JSON.stringify(fields));
    for (const { field, name, bytes } of files) hash.update(JSON.stringify([field, name])).update(bytes);
  } else {
    hash.update(textOf(request.body));
  }
  return hash.digest('hex');
}

function textOf(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput([{ pointer: '', code: 'too_deep', message: 'The body is nested too deeply.' }]);
  }
}
