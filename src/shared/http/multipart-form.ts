import type { FastifyRequest } from 'fastify';
import { InvalidInput } from '../errors/invalid-input.error.js';

export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly FormFile[];
}

const READ = new WeakMap<FastifyRequest, Promise<MultipartForm>>();

export const isMultipart = (request: FastifyRequest): boolean =>
  request.headers['content-type']?.startsWith('multipart/form-data') ?? false;

/** The parts of an upload, however often they are asked for; the stream can be read once only. */
export function readForm(request: FastifyRequest): Promise<MultipartForm> {
  const known = READ.get(request);
  if (known !== undefined) return known;
  const form = read(request);
  READ.set(request, form);
  return form;
}

/** As `InputPipe` refuses it in JSON: no text of the databases can hold it. */
const nulIn = (field: string) => ({
  field,
  code: 'nul',
  message: `${field} must not contain the character NUL: leave it out.`,
});

async function read(request: FastifyRequest): Promise<MultipartForm> {
  const fields: Record<string, string> = {};
  const files: FormFile[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      files.push({ field: part.fieldname, name: part.filename, bytes: await part.toBuffer() });
    } else if (typeof part.value === 'string') {
      if (part.value.includes('\u0000')) throw new InvalidInput([nulIn(part.fieldname)]);
      fields[part.fieldname] = part.value;
    }
  }
  return { fields, files };
}
