import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { type ClosingEntry } from './position-removal.kernel.js';
import { FRESH_MINUTES } from './position-view.js';

/** Also when the position belongs to another user, or was deleted. */
export class PositionNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'position.not_found', `There is no position ${id}.`);
  }
}

export class PositionClosed extends AppError {
  constructor(exitDate: string) {
    const fix = 'reverse its closing trade in the ledger to open it again';
    super('conflict', 'position.closed', `This position was closed on ${exitDate}: ${fix}.`);
  }
}

/** The five minutes after a position was made are over. */
export class FreshWindowOver extends AppError {
  constructor(what: 'symbol' | 'hard_delete') {
    const rule =
      what === 'symbol'
        ? `The symbol can be changed for ${FRESH_MINUTES} minutes after a position was made: delete it and create another one.`
        : `A position can be deleted for good for ${FRESH_MINUTES} minutes after it was made: delete it without force.`;
    super('conflict', 'position.window_over', rule);
  }
}

/** A trade closed the position together with others, and cannot be cancelled for one of them alone. */
export class ClosedTogether extends AppError {
  constructor(shared: readonly ClosingEntry[]) {
    const named = shared.map(({ kind, tradeDate, id }) => `the ${kind} of ${tradeDate} (${id})`).join(', ');
    super(
      'conflict',
      'position.closed_together',
      `It was closed together with other positions by ${named}: reverse that first (POST …/transactions/{id}/reverse).`,
      { details: { transaction_ids: shared.map(({ id }) => id) } },
    );
  }
}

/** A field of the body that asks for what cannot be. */
export const positionFault = (field: string, code: string, message: string): InvalidInput =>
  new InvalidInput([{ pointer: `/${field}`, field, code, message }]);
