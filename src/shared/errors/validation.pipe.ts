import {
  type ArgumentMetadata,
  Injectable,
  type PipeTransform,
  type Type,
  type ValidationError,
  ValidationPipe,
} from '@nestjs/common';
import { faultsOf, InvalidInput, pointerTo } from './invalid-input.error.js';

const REFUSES_UNKNOWN_FIELDS = Symbol('RefusesUnknownFields');

/**
 * On a request DTO: a field it does not declare is an error, in nested objects too. Without it such fields are
 * dropped in silence, as clients of the older routes expect.
 */
export const RefuseUnknownFields = (): ClassDecorator => (target) => {
  Reflect.defineMetadata(REFUSES_UNKNOWN_FIELDS, true, target);
};

const refusesUnknownFields = (metatype: Type | undefined): boolean =>
  metatype !== undefined && Reflect.getMetadata(REFUSES_UNKNOWN_FIELDS, metatype) === true;

/** Carries the errors of one call to the place that knows where the value came from. */
class Rejected extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('rejected');
  }
}

const pipe = (forbidNonWhitelisted: boolean): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted,
    transform: true,
    // A string is never silently a number: a DTO says so with @Type where a query parameter is one.
    transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
    // The value tells a missing field from a wrong one; it is never sent back.
    validationError: { target: false, value: true },
    exceptionFactory: (errors) => new Rejected(errors),
  });

/** Validates DTO classes with class-validator and refuses with 422, all faults at once. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly lenient = pipe(false);
  private readonly strict = pipe(true);

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') refuseUnusable(value, metadata);
    const chosen = refusesUnknownFields(metadata.metatype) ? this.strict : this.lenient;
    try {
      return (await chosen.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      if (metadata.type === 'body' && !isObject(value)) throw new InvalidInput([NOT_AN_OBJECT]);
      throw new InvalidInput(faultsOf(error.errors, metadata.type));
    }
  }
}

const NUL = '\u0000';

interface Unusable {
  readonly path: readonly string[];
  readonly code: string;
  readonly rule: string;
}

/**
 * What no route has a use for, so that none has to think of it: the character NUL, which no text of a database can
 * hold, and a list in a list, whose items the validator would take for those of the outer one.
 */
function refuseUnusable(value: unknown, { type, data }: ArgumentMetadata): void {
  const found = unusableIn(value, data === undefined ? [] : [data], false);
  if (found.length === 0) return;
  throw new InvalidInput(
    found.map(({ path, code, rule }) => {
      const field = path.join('.');
      const pointer = type === 'body' ? { pointer: pointerTo(path) } : {};
      return { ...pointer, field, code, message: `${field} ${rule}` };
    }),
  );
}

function unusableIn(value: unknown, path: readonly string[], isItem: boolean): Unusable[] {
  if (typeof value === 'string') {
    const rule = 'must not contain the character NUL (\\u0000): leave it out.';
    return value.includes(NUL) ? [{ path, code: 'nul', rule }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  if (isList && isItem) return [{ path, code: 'nested_list', rule: 'must not be a list in a list.' }];
  return Object.entries(value).flatMap(([name, part]) => unusableIn(part, [...path, name], isList));
}

const NOT_AN_OBJECT = { pointer: '', code: 'is_object', message: 'The body must be a JSON object.' };

/** No body at all, and null, count as an empty object, whose missing fields are then named. */
const isObject = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && !Array.isArray(value));
