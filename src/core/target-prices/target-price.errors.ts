import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';

export class TargetPriceNotFound extends AppError {
  constructor() {
    super('missing', 'target_price.not_found', 'There is no such target price.');
  }
}

/** Also for a lot of another portfolio, and of another user. */
export class TargetPositionNotFound extends AppError {
  constructor() {
    super('missing', 'position.not_found', 'There is no such position in this portfolio: leave position_id out.');
  }
}

/** One item of a request cannot be stored. Of a single one it is the answer, of a bulk request that of the item. */
export interface TargetFault {
  readonly kind: 'missing' | 'conflict' | 'refused' | 'invalid';
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export class TargetPriceRefused extends AppError {
  constructor({ kind, field, code, message }: TargetFault) {
    super(kind, code, message, { errors: [{ pointer: `/${field}`, field, code, message }] });
  }
}

export class TooLarge extends InvalidInput {
  constructor(field: string, message: string) {
    super([{ pointer: `/${field}`, field, code: 'too_large', message }]);
  }
}

/** The header or the text of a file is unusable, so that none of its rows can be read. */
export class CsvUnreadable extends InvalidInput {
  constructor(message: string) {
    super([{ pointer: '/csv_content', field: 'csv_content', code: 'csv_unreadable', message }]);
  }
}

export const faultOf = {
  exists: (symbol: string, side: string): TargetFault => ({
    kind: 'conflict',
    field: 'symbol',
    code: 'target_price.exists',
    message: `There is a target price of ${symbol} (${side}) already: change that one.`,
  }),
  unknown: (symbol: string, side: string): TargetFault => ({
    kind: 'missing',
    field: 'symbol',
    code: 'target_price.not_found',
    message: `There is no target price of ${symbol} (${side}) in this portfolio: create it.`,
  }),
  repeated: (symbol: string, side: string): TargetFault => ({
    kind: 'invalid',
    field: 'symbol',
    code: 'target_price.repeated',
    message: `${symbol} (${side}) occurs more than once in this request: leave one.`,
  }),
  noPrice: (symbol: string): TargetFault => ({
    kind: 'refused',
    field: 'current_price',
    code: 'target_price.no_price',
    message: `No current price of ${symbol} is known: give current_price.`,
  }),
  foreignPosition: (): TargetFault => {
    const { code, message } = new TargetPositionNotFound();
    return { kind: 'missing', field: 'position_id', code, message };
  },
  otherPosition: (symbol: string, side: string): TargetFault => ({
    kind: 'invalid',
    field: 'position_id',
    code: 'target_price.other_position',
    message: `position_id names a position in ${symbol} (${side}): give that symbol and position_type, or leave it out.`,
  }),
  full: (max: number): TargetFault => ({
    kind: 'refused',
    field: 'symbol',
    code: 'target_price.limit_reached',
    message: `A portfolio has at most ${max} target prices: delete some first.`,
  }),
};
