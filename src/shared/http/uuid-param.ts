import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput } from '../errors/invalid-input.error.js';

/** Any version and variant: PostgreSQL takes them all, and older installations hold several. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** For `@Param('id', UuidParam)` and `@Query('portfolio_id', UuidParam)`: lower-cases, or answers 422 naming the parameter. */
@Injectable()
export class UuidParam implements PipeTransform<unknown, string> {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    if (isUuid(value)) return value.toLowerCase();
    const field = data ?? 'id';
    const fault = value === undefined || value === '' ? 'is missing: it must be' : 'must be';
    const code = value === undefined || value === '' ? 'required' : 'is_uuid';
    const message = `${field} ${fault} a UUID, such as 3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15.`;
    throw new InvalidInput([{ field, code, message }]);
  }
}
