import { Exact } from './decimal.kernel.js';
import { LEDGER_KINDS, type LedgerDraft, type LedgerKind } from './ledger-entry.kernel.js';

export type EntryProblemCode =
  | 'ledger.unknown_kind'
  | 'ledger.invalid_date'
  | 'ledger.required'
  | 'ledger.unexpected'
  | 'ledger.not_a_number'
  | 'ledger.not_positive'
  | 'ledger.too_many_decimals'
  | 'ledger.too_large';

export interface EntryProblem {
  readonly field: keyof LedgerDraft;
  readonly code: EntryProblemCode;
  readonly message: string;
}

type CheckedField = 'instrumentId' | 'quantity' | 'price' | 'amount' | 'ratio' | 'lotId';

interface Shape {
  readonly required: readonly CheckedField[];
  readonly optional: readonly CheckedField[];
}

/** A dividend may state the shares and the rate it was paid on, for the record; nothing is computed from them. */
const SHAPES: Readonly<Record<LedgerKind, Shape>> = {
  deposit: { required: ['amount'], optional: [] },
  withdrawal: { required: ['amount'], optional: [] },
  buy: { required: ['instrumentId', 'quantity', 'price'], optional: [] },
  sell: { required: ['instrumentId', 'quantity', 'price'], optional: ['lotId'] },
  short: { required: ['instrumentId', 'quantity', 'price'], optional: [] },
  cover: { required: ['instrumentId', 'quantity', 'price'], optional: ['lotId'] },
  dividend: { required: ['instrumentId', 'amount'], optional: ['quantity', 'price'] },
  interest: { required: ['amount'], optional: ['instrumentId'] },
  borrow_fee: { required: ['amount'], optional: ['instrumentId'] },
  fee: { required: ['amount'], optional: ['instrumentId'] },
  tax: { required: ['amount'], optional: ['instrumentId'] },
  split: { required: ['instrumentId', 'ratio'], optional: [] },
  exercise: { required: ['instrumentId'], optional: ['quantity'] },
  assignment: { required: ['instrumentId'], optional: ['quantity'] },
  expiry: { required: ['instrumentId'], optional: ['quantity', 'lotId'] },
  mark: { required: ['instrumentId', 'price'], optional: [] },
};

const CHECKED_FIELDS: readonly CheckedField[] = ['instrumentId', 'quantity', 'price', 'amount', 'ratio', 'lotId'];
const KINDS_WITH_FEES: ReadonlySet<LedgerKind> = new Set(['buy', 'sell', 'short', 'cover', 'exercise', 'assignment']);
const SIGNED_AMOUNT: ReadonlySet<LedgerKind> = new Set(['dividend', 'interest']);

/** As many as are stored: a figure with more would be rounded on its way, and its amount would no longer tie. */
const MAX_DECIMALS = { quantity: 8, price: 6, amount: 8, fees: 4, ratio: 12 } as const;
/** Quantities and prices stay below it, cash may reach it: the contract lets a portfolio open with 10¹². */
const MAX_MAGNITUDE = new Exact('1e12');
const PLAIN_DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;

type NumericField = keyof typeof MAX_DECIMALS;
type Sign = 'positive' | 'not-negative' | 'not-zero';

/**
 * What is wrong with a draft taken by itself; empty when it can be booked. Whether the lots exist is `deriveLots`' to
 * say. A reversal is made by `reversalOf` from an entry that passed, so only its date is looked at.
 * A mark of zero is allowed (a written-off asset); a trade at zero is not (that is an expiry).
 */
export function checkEntry(draft: LedgerDraft): EntryProblem[] {
  // Drafts come from JSON and CSV files, where a kind is any text.
  if (!(LEDGER_KINDS as readonly string[]).includes(draft.kind)) {
    return [{ field: 'kind', code: 'ledger.unknown_kind', message: `'${draft.kind}' is not a kind of entry` }];
  }
  const dateProblems = checkDate(draft.tradeDate);
  if (draft.reversesId !== null) return dateProblems;
  return [
    ...dateProblems,
    ...checkPresence(draft),
    ...checkNumber('quantity', draft.quantity, 'positive'),
    ...checkNumber('price', draft.price, draft.kind === 'mark' ? 'not-negative' : 'positive'),
    ...checkNumber('ratio', draft.ratio, 'positive'),
    ...checkAmount(draft),
    ...checkFees(draft),
    ...checkMultiplier(draft.multiplier),
    ...checkCrossing(draft),
  ];
}

function checkDate(tradeDate: string): EntryProblem[] {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(tradeDate) ? new Date(`${tradeDate}T00:00:00Z`) : null;
  const exists =
    instant !== null && !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === tradeDate;
  return exists
    ? []
    : [{ field: 'tradeDate', code: 'ledger.invalid_date', message: 'trade date is a calendar day, YYYY-MM-DD' }];
}

function checkPresence(draft: LedgerDraft): EntryProblem[] {
  const { required, optional } = SHAPES[draft.kind];
  return CHECKED_FIELDS.flatMap((field): EntryProblem[] => {
    const given = draft[field] !== null && draft[field] !== '';
    if (required.includes(field)) {
      return given ? [] : [{ field, code: 'ledger.required', message: `a ${draft.kind} needs ${wordsFor(field)}` }];
    }
    // The amount of a trade is computed; one that is sent along does no harm.
    if (!given || optional.includes(field) || field === 'amount') return [];
    return [{ field, code: 'ledger.unexpected', message: `a ${draft.kind} takes no ${wordsFor(field)}` }];
  });
}

function checkAmount(draft: LedgerDraft): EntryProblem[] {
  if (!SHAPES[draft.kind].required.includes('amount')) return [];
  return checkNumber('amount', draft.amount, SIGNED_AMOUNT.has(draft.kind) ? 'not-zero' : 'positive');
}

function checkFees(draft: LedgerDraft): EntryProblem[] {
  const problems = checkNumber('fees', draft.fees, 'not-negative');
  if (problems.length > 0) return problems;
  if (draft.fees === '') return [{ field: 'fees', code: 'ledger.required', message: 'fees are 0 when there are none' }];
  if (KINDS_WITH_FEES.has(draft.kind) || new Exact(draft.fees).isZero()) return [];
  return [
    { field: 'fees', code: 'ledger.unexpected', message: `the fees of a ${draft.kind} are an entry of their own` },
  ];
}

function checkMultiplier(multiplier: number): EntryProblem[] {
  if (Number.isSafeInteger(multiplier) && multiplier > 0) return [];
  return [{ field: 'multiplier', code: 'ledger.not_positive', message: 'multiplier is a positive whole number' }];
}

const CROSSING: ReadonlySet<LedgerKind> = new Set(['buy', 'sell', 'short', 'cover']);

function checkCrossing({ kind, crossesZero, lotId }: LedgerDraft): EntryProblem[] {
  if (crossesZero !== true) return [];
  if (!CROSSING.has(kind)) {
    const message = `a ${kind} has no other side to change to`;
    return [{ field: 'crossesZero', code: 'ledger.unexpected', message }];
  }
  if (lotId === null) return [];
  const message = 'a trade through zero closes every lot of the other side, so it names none';
  return [{ field: 'lotId', code: 'ledger.unexpected', message }];
}

function checkNumber(field: NumericField, text: string | null, sign: Sign): EntryProblem[] {
  if (text === null || text === '') return [];
  if (!PLAIN_DECIMAL.test(text)) {
    return [{ field, code: 'ledger.not_a_number', message: `${field} is a plain decimal number` }];
  }
  const value = new Exact(text);
  const problems: EntryProblem[] = [];
  const wrongSign =
    sign === 'not-zero' ? value.isZero() : value.isNegative() || (sign === 'positive' && value.isZero());
  if (wrongSign) problems.push({ field, code: 'ledger.not_positive', message: `${field} is ${SIGN_WORDS[sign]}` });
  if (value.decimalPlaces() > MAX_DECIMALS[field]) {
    const message = `${field} has at most ${MAX_DECIMALS[field]} decimals`;
    problems.push({ field, code: 'ledger.too_many_decimals', message });
  }
  const isTooLarge = field === 'amount' ? value.abs().gt(MAX_MAGNITUDE) : value.abs().gte(MAX_MAGNITUDE);
  if (isTooLarge) {
    const rule = field === 'amount' ? 'at most' : 'below';
    problems.push({ field, code: 'ledger.too_large', message: `${field} is ${rule} 1,000,000,000,000` });
  }
  return problems;
}

const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  positive: 'greater than zero',
  'not-negative': 'zero or greater',
  'not-zero': 'not zero',
};

const wordsFor = (field: CheckedField): string =>
  ({
    instrumentId: 'instrument',
    quantity: 'quantity',
    price: 'price',
    amount: 'amount',
    ratio: 'ratio',
    lotId: 'lot',
  })[field];
