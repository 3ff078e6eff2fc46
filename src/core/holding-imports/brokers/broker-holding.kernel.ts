import { Exact } from '../../ledger/decimal.kernel.js';
import { derivePositionType, type Holding } from '../../positions/import/holding.kernel.js';
import { formatOccSymbol } from '../../positions/import/occ-symbol.kernel.js';
import { importError, type ImportProblem, importWarning } from '../import-problem.kernel.js';
import { type DayOrder, readDay } from './broker-day.kernel.js';
import { type DecimalMark, readFigure } from './broker-figure.kernel.js';
import { looksLikeContract, type NamedContract, readContract, readSymbol } from './broker-symbol.kernel.js';
import { type BrokerField, type BrokerRow, type FieldNames } from './broker-table.kernel.js';
import { pricedParts } from './lot-price.kernel.js';

export interface ReadingRules {
  /** Of holdings without a day of their own; `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly today: string;
  /** Of the portfolio. */
  readonly currency: string;
  readonly decimal: DecimalMark;
  readonly dateOrder: DayOrder;
  readonly names: FieldNames;
}

export interface BrokerHolding {
  /** More than one when the whole cannot be had at one price; empty when there is an error or nothing is held. */
  readonly holdings: readonly Holding[];
  readonly problems: readonly ImportProblem[];
}

const CONTRACT_SIZE = 100;
const MAX_DECIMALS = 8;
const SUBTYPES: readonly (readonly [RegExp, string])[] = [
  [/\betfs?\b|exchange[- ]traded/i, 'ETF'],
  [/mutual fund|^fund$/i, 'MUTUAL_FUND'],
  [/bond|fixed income|treasur|\bcds?\b/i, 'BOND'],
  [/stock|equit|^stk$/i, 'STOCK'],
];
const UNSUPPORTED = /future|^fut$|forex|\bcfds?\b|swap|warrant|^fop$/i;

/** One row being read: where its figures stand, and what is wrong with them. */
class Reading {
  readonly problems: ImportProblem[] = [];

  constructor(
    private readonly row: BrokerRow,
    private readonly rules: ReadingRules,
  ) {}

  cell(field: BrokerField): string {
    return this.row.cells[field];
  }

  place(field: BrokerField): { row: number; field: string; value: string } {
    return { row: this.row.line, field: this.rules.names.get(field) ?? field, value: this.cell(field) };
  }

  error(field: BrokerField, rule: string, message: string, fix: string): null {
    this.problems.push(importError(rule, message, fix, this.place(field)));
    return null;
  }

  /** Empty where the row says nothing, null after a problem. */
  figure(field: BrokerField): string | null {
    const figure = readFigure(this.cell(field), this.rules.decimal);
    if (figure !== null) return figure;
    const fix = 'Write digits, such as 1,234.50; a figure below zero has a minus or stands in brackets.';
    return this.error(field, 'number', `The ${field.replace('_', ' ')} is not a number.`, fix);
  }
}

/** What one row that is no cash means as a holding. All its problems are collected. */
export function readBrokerHolding(row: BrokerRow, rules: ReadingRules): BrokerHolding {
  const reading = new Reading(row, rules);
  const contract = readOption(reading);
  const symbol = contract ? formatOccSymbol(contract) : readOwnSymbol(reading);
  checkKind(reading, contract);
  const quantity = readQuantity(reading);
  const entryDate = readEntryDate(reading, rules, contract);
  if (quantity === '0') {
    const problem = importWarning(
      'quantity_zero',
      'The row holds nothing and is left out.',
      'Nothing needs to be done.',
      reading.place('quantity'),
    );
    return { holdings: [], problems: [...reading.problems, problem] };
  }
  if (symbol === null || quantity === null || entryDate === null || hasError(reading)) {
    return { holdings: [], problems: reading.problems };
  }
  const size = quantity.replace('-', '');
  const parts = readParts(reading, size, contract ? CONTRACT_SIZE : 1);
  if (parts === null) return { holdings: [], problems: reading.problems };
  const isShort = quantity.startsWith('-');
  const holdings = parts.map((part) => ({
    row: row.line,
    symbol,
    quantity: isShort ? `-${part.quantity}` : part.quantity,
    entryPrice: part.price,
    entryDate,
    ...classOf(reading.cell('asset_type'), contract),
    positionType: derivePositionType(isShort, contract?.optionType ?? null),
    exitDate: null,
    exitPrice: null,
  }));
  return { holdings, problems: reading.problems };
}

const hasError = ({ problems }: Reading): boolean => problems.some(({ severity }) => severity === 'error');

function readOption(reading: Reading): NamedContract | null {
  const [symbol, description] = [reading.cell('symbol'), reading.cell('description')];
  const isNamed = /option|^opt$/i.test(reading.cell('asset_type'));
  const contract = readContract(symbol) ?? (isNamed || symbol === '' ? readContract(description) : null);
  if (contract || !(isNamed || looksLikeContract(symbol))) return contract;
  return reading.error(
    'symbol',
    'option',
    'The option is not one of the kinds that can be read, or its day or strike is impossible.',
    'Write it as an OCC symbol, such as AAPL250117C00150000; contracts that were adjusted (AAPL1) are not imported.',
  );
}

function readOwnSymbol(reading: Reading): string | null {
  if (hasError(reading)) return null;
  const text = reading.cell('symbol');
  const fix = 'Write the ticker symbol; it has letters, digits, dots and dashes.';
  if (text === '' || /^(?:-+|n\/a)$/i.test(text))
    return reading.error('symbol', 'symbol', 'The row has no symbol.', fix);
  return readSymbol(text) ?? reading.error('symbol', 'symbol', 'This is no symbol.', fix);
}

function checkKind(reading: Reading, contract: NamedContract | null): void {
  if (UNSUPPORTED.test(reading.cell('asset_type'))) {
    const fix = 'Remove the row; shares, funds, bonds, options and cash are imported.';
    reading.error('asset_type', 'unsupported', 'Holdings of this kind cannot be kept.', fix);
  }
  const multiplier = reading.figure('multiplier');
  const expected = contract ? String(CONTRACT_SIZE) : '1';
  if (multiplier === null || multiplier === '' || multiplier === expected) return;
  const message = `One unit stands for ${multiplier}; a contract is on 100 shares, everything else on 1.`;
  reading.error('multiplier', 'multiplier', message, 'Remove the row, or hold it as a private asset.');
}

function readQuantity(reading: Reading): string | null {
  const quantity = reading.figure('quantity');
  if (quantity === '') {
    const fix = 'Write the number of shares or contracts; negative when short.';
    return reading.error('quantity', 'quantity', 'The quantity is missing.', fix);
  }
  if (quantity !== null && (quantity.split('.')[1] ?? '').length > MAX_DECIMALS) {
    return reading.error(
      'quantity',
      'decimals',
      'The quantity has more than 8 decimals.',
      'Round it to at most 8 decimals.',
    );
  }
  return quantity;
}

function readEntryDate(reading: Reading, rules: ReadingRules, contract: NamedContract | null): string | null {
  const day = readDay(reading.cell('entry_date'), rules.dateOrder);
  if (day === null) {
    return reading.error(
      'entry_date',
      'date',
      'The day is not one of the calendar.',
      'Write it as YYYY-MM-DD, such as 2024-03-15.',
    );
  }
  const entry = day === '' ? rules.asOf : day;
  if (entry > rules.today) {
    return reading.error(
      'entry_date',
      'future',
      `The day lies in the future; today is ${rules.today}.`,
      'Correct the year.',
    );
  }
  if (contract && contract.expirationDate < entry) {
    const message = `The contract expired on ${contract.expirationDate}, before ${entry}.`;
    return reading.error(
      'symbol',
      'expired',
      message,
      'Remove the row, or correct the day on which the file was made.',
    );
  }
  return entry;
}

/** The total decides; without one the cost of a share; without either the price of the file, which is said. */
function readParts(reading: Reading, quantity: string, multiplier: number): ReturnType<typeof pricedParts> {
  const total = reading.figure('total_cost');
  const unit = reading.figure('unit_cost');
  if (total === null || unit === null) return null;
  if (total !== '') return partsOf(reading, 'total_cost', total, quantity, multiplier);
  const shares = new Exact(quantity).times(multiplier);
  if (unit !== '') return unitParts(reading, unit, quantity, multiplier);
  const [price, value] = [reading.figure('price'), reading.figure('value')];
  if (price === null || value === null) return null;
  const market = value !== '' ? value : price !== '' ? shares.times(price).toFixed() : '';
  if (market === '' || new Exact(market).isZero()) {
    const fix = 'Add the cost of the whole or of one share.';
    return reading.error('total_cost', 'cost', 'The row says neither what the holding cost nor what it is worth.', fix);
  }
  const message = 'The file has no cost: the market value of the file is taken, so that profit begins on that day.';
  reading.problems.push(
    importWarning(
      'cost_missing',
      message,
      'Add a column with the cost to keep the gain until then.',
      reading.place('total_cost'),
    ),
  );
  if (value === '' && price !== '') return unitParts(reading, price, quantity, multiplier);
  return partsOf(reading, 'value', market, quantity, multiplier);
}

/** As it is when the ledger can keep it, else through the total in cents. */
function unitParts(
  reading: Reading,
  unit: string,
  quantity: string,
  multiplier: number,
): ReturnType<typeof pricedParts> {
  const price = new Exact(unit).abs();
  if (price.gt(0) && price.decimalPlaces() <= 6) return [{ quantity, price: price.toFixed() }];
  const total = price.times(quantity).times(multiplier).toDecimalPlaces(2).toFixed();
  return partsOf(reading, 'unit_cost', total, quantity, multiplier);
}

/** Costs of shorts are negative with some brokers; their sign says nothing that the quantity does not. */
function partsOf(
  reading: Reading,
  field: BrokerField,
  total: string,
  quantity: string,
  multiplier: number,
): ReturnType<typeof pricedParts> {
  const parts = pricedParts(total.replace('-', ''), quantity, multiplier);
  const fix = 'Write what the holding cost; a purchase at nothing is not booked.';
  return parts ?? reading.error(field, 'cost', 'The cost is zero, or less than a millionth for a share.', fix);
}

function classOf(kind: string, contract: NamedContract | null) {
  if (contract) {
    return {
      investmentClass: 'OPTIONS' as const,
      investmentSubtype: contract.optionType,
      underlyingSymbol: contract.underlying,
      strikePrice: contract.strikePrice,
      expirationDate: contract.expirationDate,
      optionType: contract.optionType,
    };
  }
  const isCrypto = /crypto/i.test(kind);
  const subtype = SUBTYPES.find(([pattern]) => pattern.test(kind))?.[1] ?? null;
  return {
    investmentClass: isCrypto ? ('PRIVATE' as const) : ('PUBLIC' as const),
    investmentSubtype: isCrypto ? 'CRYPTOCURRENCY' : subtype,
    underlyingSymbol: null,
    strikePrice: null,
    expirationDate: null,
    optionType: null,
  };
}
