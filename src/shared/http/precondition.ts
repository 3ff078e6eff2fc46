import { AppError } from '../errors/app-error.js';
import { InvalidInput } from '../errors/invalid-input.error.js';
import { entityTagOf, matchesStrongly, readEntityTags } from './entity-tag.js';

/**
 * What a caller wants to be true before something is changed. A service calls it inside its unit of work, after it has
 * locked the row and before it writes: between the check and the write nobody else can change anything.
 *
 * @param current reads what is there now; not called when the caller has set no condition
 * @throws StaleVersion
 */
export type Precondition<T> = (current: () => Promise<T>) => Promise<void>;

/** For callers of a service that set no condition. */
export const unconditional: Precondition<unknown> = () => Promise.resolve();

/** Somebody has changed it since the caller read it. */
export class StaleVersion extends AppError {
  constructor(current: string) {
    super(
      'precondition',
      'version.stale',
      `It has changed since you read it: its version is now ${current}. Read it again, and send your change with that tag in If-Match.`,
      {
        details: { current_etag: current },
        errors: [{ field: 'If-Match', code: 'stale', message: `If-Match must be ${current}.` }],
        headers: { etag: current },
      },
    );
  }
}

/** @param represent what a GET of the resource answers, from which its tag follows */
export function preconditionOf<T>(header: string | undefined, represent: (current: T) => unknown): Precondition<T> {
  if (header === undefined) return unconditional;
  const tags = readEntityTags(header);
  if (tags === null) throw new InvalidInput([MALFORMED]);
  return async (current) => {
    const tag = entityTagOf(represent(await current()));
    if (!matchesStrongly(tags, tag)) throw new StaleVersion(tag);
  };
}

const MALFORMED = {
  field: 'If-Match',
  code: 'is_entity_tag',
  message: 'If-Match must be the ETag of an earlier answer with its double quotes, such as "x7Kq…", or *.',
};
