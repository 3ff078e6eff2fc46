import { AppError } from '../../shared/errors/app-error.js';

/** Also when the tag belongs to another user. */
export class TagNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'tag.not_found', `There is no tag ${id}.`);
  }
}

export class TagNameTaken extends AppError {
  constructor(names: string) {
    super('conflict', 'tag.name_taken', `You already have an active tag of this name (${names}): choose another one.`);
  }
}

export class TagLimitReached extends AppError {
  constructor(limit: number) {
    super(
      'conflict',
      'tag.limit_reached',
      `There are ${limit} tags at most, archived ones included: rename one instead.`,
    );
  }
}

export class TagArchived extends AppError {
  constructor(name: string) {
    super('conflict', 'tag.archived', `The tag ${name} is archived: restore it before it is put on a position.`);
  }
}

/** Also when the position belongs to another user, or was deleted. */
export class TaggedPositionNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'position.not_found', `There is no position ${id}.`);
  }
}
