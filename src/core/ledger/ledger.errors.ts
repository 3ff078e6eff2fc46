import { AppError, type InputFault } from '../../shared/errors/app-error.js';
import { type EntryProblemCode } from './ledger-entry-check.kernel.js';
import { type LedgerProblemCode } from './ledger-order.kernel.js';

export type BookingProblemCode = EntryProblemCode | LedgerProblemCode | 'ledger.not_storable';

/** Why an entry cannot be booked. */
export interface BookingProblem {
  /** Of the draft among those sent, from 0; null when an entry booked earlier is what no longer fits. */
  readonly index: number | null;
  readonly field: string;
  readonly code: BookingProblemCode;
  readonly message: string;
  /** The entry booked earlier, when that is what no longer fits. */
  readonly entryId?: string;
}

/** Where in the caller's input the draft stands. */
export type Locate = (index: number, field: string) => Pick<InputFault, 'pointer' | 'field' | 'row'>;

/** What to do about it, said to people. */
const FIXES: Readonly<Record<BookingProblemCode, string>> = {
  'ledger.unknown_kind': 'Use one of the kinds of the API description.',
  'ledger.invalid_date': 'Write the day as YYYY-MM-DD.',
  'ledger.required': 'Add it.',
  'ledger.unexpected': 'Leave it out.',
  'ledger.not_a_number': 'Write digits with a point for the decimals, such as "12.5".',
  'ledger.not_positive': 'The kind of the entry says the direction: send a positive figure.',
  'ledger.too_many_decimals': 'Round it.',
  'ledger.too_large': 'Check the figure; split the entry if it is right.',
  'ledger.oversold':
    'Lower the quantity, or book what is missing first. Selling beyond what is held takes two entries, a sell and a short, or one with allow_reversal_of_side.',
  'ledger.unknown_lot': 'Name a lot that is open on that day, or leave the lot out.',
  'ledger.incomplete': 'Add the missing figure.',
  'ledger.unknown_reversal': 'Name an entry of this portfolio.',
  'ledger.repeated_reversal': 'Nothing needs to be done: the entry no longer counts.',
  'ledger.not_storable': 'Check ratio, quantity and price.',
};

/** Entries that the ledger does not accept, all of them reported together. Nothing was booked. */
export class LedgerRejected extends AppError {
  /** Entries booked earlier that need what this would take away. */
  readonly entryIds: readonly string[];

  constructor(problems: readonly BookingProblem[], locate: Locate) {
    const errors = problems.map(({ index, field, code, message }): InputFault => {
      const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}. ${FIXES[code]}`;
      return { ...(index === null ? {} : locate(index, field)), code, message: sentence };
    });
    const [first] = errors;
    super('invalid', 'ledger.rejected', first?.message ?? 'The ledger does not accept this.', { errors });
    this.entryIds = [...new Set(problems.flatMap(({ entryId }) => entryId ?? []))];
  }
}

export class TransactionNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'transaction.not_found', `There is no transaction ${id} in this portfolio.`);
  }
}

export class NotReversible extends AppError {
  constructor(
    code: 'transaction.is_reversal' | 'transaction.already_reversed' | 'transaction.owned_elsewhere',
    message: string,
  ) {
    super('conflict', code, message);
  }
}

/** Some entries are the ledger side of something else, which would then tell another story. */
export function refuseOwnedElsewhere({ kind, source }: { readonly kind: string; readonly source: string }): void {
  if (source === 'equity_change') {
    const message = 'This entry belongs to an equity change: edit or delete that.';
    throw new NotReversible('transaction.owned_elsewhere', message);
  }
  if (source === 'opening' && kind === 'deposit') {
    const message = 'This is the opening deposit: change equity_balance of the portfolio instead.';
    throw new NotReversible('transaction.owned_elsewhere', message);
  }
}
