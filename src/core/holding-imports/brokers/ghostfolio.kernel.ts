import { Exact } from '../../ledger/decimal.kernel.js';
import { type LedgerKind } from '../../ledger/ledger-entry.kernel.js';
import { type InstrumentWish, readInstrument } from '../../market-data/instrument.kernel.js';
import { byRow, importError, type ImportProblem, importWarning } from '../import-problem.kernel.js';
import { chooseAccount } from './broker-account.kernel.js';
import { readDay } from './broker-day.kernel.js';
import { readContract, readSymbol } from './broker-symbol.kernel.js';
import { type GhostfolioActivity, type GhostfolioExport, readExport } from './ghostfolio-export.kernel.js';
import { type ActivityEntry, type ImportFile, type ImportOptions, unreadFile } from './import-file.kernel.js';
import { pricedParts } from './lot-price.kernel.js';

const FEE_DECIMALS = 4;
const QUANTITY_DECIMALS = 8;
const PRICE_DECIMALS = 6;
const KINDS: Readonly<Record<string, LedgerKind>> = {
  BUY: 'buy',
  SELL: 'sell',
  DIVIDEND: 'dividend',
  FEE: 'fee',
  INTEREST: 'interest',
  ITEM: 'buy',
};

interface ReadActivity {
  readonly entries: readonly ActivityEntry[];
  readonly problems: readonly ImportProblem[];
}

/**
 * The JSON export of Ghostfolio as ledger entries of their kinds on their days, in order of time. Rows are the numbers of the
 * activities, from 1. Assets that only Ghostfolio's user prices (`MANUAL`, `ITEM`) become private ones; liabilities have no
 * place in the ledger and are left out with a warning. Cash is the balance of the chosen account.
 */
export function readGhostfolio(text: string, options: ImportOptions): ImportFile {
  const file = readExport(text);
  const today = options.asOf ?? options.today;
  if (file === null) {
    const fix = 'Export it anew from Ghostfolio; it begins with {"meta": and has a list of activities.';
    return unreadFile('ghostfolio', today, importError('json', 'The file is no JSON export of Ghostfolio.', fix));
  }
  const named = new Map(file.accounts.map(({ id, name }) => [id, name]));
  const chosen = chooseAccount(
    [
      ...file.accounts,
      ...file.activities.map(({ accountId }) => ({ id: accountId, name: named.get(accountId) ?? '' })),
    ],
    options.account,
  );
  const written = readDay(file.date) || options.today;
  const asOf = options.asOf ?? (written > options.today ? options.today : written);
  const about = { preset: 'ghostfolio' as const, account: chosen.account, accounts: chosen.accounts, asOf };
  if (chosen.problems.length > 0) {
    return { ...about, holdings: [], entries: [], cash: null, rows: file.activities.length, problems: chosen.problems };
  }
  const own = file.activities.filter(({ accountId }) => chosen.account === null || accountId === chosen.account);
  const sorted = own.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.row - b.row));
  const read = sorted.map((activity) => readActivity(activity, file, options));
  const { cash, problems } = cashOf(file, chosen.account, options.currency);
  return {
    ...about,
    holdings: [],
    entries: read.flatMap(({ entries }) => entries),
    cash,
    rows: own.length,
    problems: [...problems, ...read.flatMap((one) => one.problems)].sort(byRow),
  };
}

function cashOf(
  { accounts }: GhostfolioExport,
  chosen: string | null,
  currency: string,
): { cash: string | null; problems: ImportProblem[] } {
  const account = accounts.find(({ id }) => id === chosen);
  if (account?.balance == null) return { cash: null, problems: [] };
  if (account.currency === '' || account.currency === currency) return { cash: account.balance, problems: [] };
  const message = `The account is kept in ${account.currency}, the portfolio in ${currency}.`;
  const fix = `Import it into a portfolio in ${account.currency}.`;
  return {
    cash: null,
    problems: [importError('currency', message, fix, { field: 'currency', value: account.currency })],
  };
}

function readActivity(activity: GhostfolioActivity, file: GhostfolioExport, options: ImportOptions): ReadActivity {
  const { row, type, currency } = activity;
  const error = (field: string, rule: string, value: string, message: string, fix: string): ReadActivity => ({
    entries: [],
    problems: [importError(rule, message, fix, { row, field, value })],
  });
  if (type === 'LIABILITY') {
    const message = 'A liability is no entry of the ledger and is left out: the net asset value does not contain it.';
    return {
      entries: [],
      problems: [
        importWarning('liability', message, 'Keep it in mind when reading the value.', {
          row,
          field: 'type',
          value: type,
        }),
      ],
    };
  }
  const kind = KINDS[type];
  if (kind === undefined) {
    const known = 'It is BUY, SELL, DIVIDEND, FEE, INTEREST, ITEM or LIABILITY.';
    return error('type', 'type', type, 'The type of the activity is not known.', known);
  }
  const tradeDate = readDay(activity.date) ?? '';
  if (tradeDate === '')
    return error('date', 'date', activity.date, 'The date is not a day of the calendar.', 'Correct it.');
  if (tradeDate > options.today) {
    const message = `The activity lies in the future; today is ${options.today}.`;
    return error('date', 'future', activity.date, message, 'Remove it: planned trades are not imported.');
  }
  if (currency !== '' && currency !== options.currency) {
    const message = `The activity is in ${currency}, the portfolio is kept in ${options.currency}.`;
    return error('currency', 'currency', currency, message, `Import it into a portfolio in ${currency}.`);
  }
  for (const field of ['quantity', 'unitPrice', 'fee'] as const) {
    if (activity[field] !== null && !activity[field].startsWith('-')) continue;
    return error(field, 'number', activity[field] ?? '', `${field} is not a number of zero or more.`, 'Correct it.');
  }
  return entriesOf(kind, tradeDate, activity, file);
}

function entriesOf(
  kind: LedgerKind,
  tradeDate: string,
  activity: GhostfolioActivity,
  file: GhostfolioExport,
): ReadActivity {
  const { row, fee, comment: notes } = activity;
  const [quantity, unitPrice, fees] = [
    new Exact(activity.quantity ?? 0),
    new Exact(activity.unitPrice ?? 0),
    new Exact(fee ?? 0),
  ];
  const about = { row, tradeDate, notes };
  const costs = fees.toDecimalPlaces(FEE_DECIMALS).toFixed();
  const money = { ...about, instrument: null, quantity: null, price: null, fees: '0' };
  const fail = (
    field: 'quantity' | 'unitPrice' | 'fee' | 'symbol',
    rule: string,
    message: string,
    fix: string,
  ): ReadActivity => ({
    entries: [],
    problems: [importError(rule, message, fix, { row, field, value: activity[field] })],
  });
  const gross = quantity.times(unitPrice);
  if (kind === 'fee') {
    const amount = gross.plus(fees).toDecimalPlaces(QUANTITY_DECIMALS);
    if (amount.isZero()) return fail('fee', 'amount', 'The fee is zero.', 'Remove the activity.');
    return { entries: [{ ...money, kind, amount: amount.toFixed() }], problems: [] };
  }
  if (gross.isZero()) {
    const message = 'The quantity or the price is zero, so that nothing can be booked.';
    return fail(quantity.isZero() ? 'quantity' : 'unitPrice', 'amount', message, 'Correct it, or remove the activity.');
  }
  const income = { amount: gross.toDecimalPlaces(QUANTITY_DECIMALS).toFixed() };
  const costLine: ActivityEntry[] = fees.isZero() ? [] : [{ ...money, kind: 'fee', amount: costs }];
  if (kind === 'interest') return { entries: [{ ...money, kind, ...income }, ...costLine], problems: [] };
  const instrument = instrumentOf(activity, file);
  if (instrument === null) return fail('symbol', 'symbol', 'This is no symbol.', 'Give the asset a ticker symbol.');
  if (kind === 'dividend') return { entries: [{ ...money, kind, instrument, ...income }, ...costLine], problems: [] };
  if (quantity.decimalPlaces() > QUANTITY_DECIMALS) {
    return fail('quantity', 'decimals', 'The quantity has more than 8 decimals.', 'Round it to at most 8 decimals.');
  }
  const multiplier = instrument.investmentClass === 'OPTIONS' ? 100 : 1;
  const total = gross.times(multiplier).toDecimalPlaces(2).toFixed();
  const parts =
    unitPrice.decimalPlaces() <= PRICE_DECIMALS
      ? [{ quantity: quantity.toFixed(), price: unitPrice.toFixed() }]
      : pricedParts(total, quantity.toFixed(), multiplier);
  if (parts === null) return fail('unitPrice', 'cost', 'The price is less than a millionth.', 'Remove the activity.');
  const trades = parts.map((part, index): ActivityEntry => {
    return { ...about, kind, instrument, ...part, fees: index === 0 ? costs : '0', amount: null };
  });
  const isMarked = instrument.investmentClass === 'PRIVATE' && kind === 'buy';
  const mark: ActivityEntry[] = isMarked
    ? [{ ...money, kind: 'mark', instrument, price: parts[0]?.price ?? null, amount: null, notes: 'Purchase price' }]
    : [];
  return { entries: [...trades, ...mark], problems: [] };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function instrumentOf(
  { symbol, dataSource, type }: GhostfolioActivity,
  { profiles }: GhostfolioExport,
): InstrumentWish | null {
  const profile = profiles.find((one) => one.symbol === symbol && one.dataSource === dataSource);
  const isCrypto = profile?.subClass === 'CRYPTOCURRENCY' || dataSource === 'COINGECKO';
  const isPrivate = type === 'ITEM' || dataSource === 'MANUAL' || isCrypto;
  const contract = isPrivate ? null : readContract(symbol);
  // Assets of the user's own may be named by a UUID.
  const name = UUID.test(symbol) && profile ? profile.name || symbol : symbol;
  const slug = name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9._-]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const plain = isPrivate ? slug.slice(0, 100) : readSymbol(symbol);
  if (contract === null && (plain === null || plain === '')) return null;
  const subtype = isCrypto ? 'CRYPTOCURRENCY' : isPrivate ? 'OTHER' : (SUBTYPES[profile?.subClass ?? ''] ?? null);
  const read = readInstrument({
    symbol: contract === null ? plain : null,
    investmentClass: isPrivate ? 'PRIVATE' : contract === null ? 'PUBLIC' : 'OPTIONS',
    investmentSubtype: contract === null ? subtype : null,
    underlyingSymbol: contract?.underlying ?? null,
    strikePrice: contract?.strikePrice ?? null,
    expirationDate: contract?.expirationDate ?? null,
    optionType: contract?.optionType ?? null,
  });
  return 'wish' in read ? read.wish : null;
}

const SUBTYPES: Readonly<Record<string, string>> = {
  ETF: 'ETF',
  STOCK: 'STOCK',
  MUTUALFUND: 'MUTUAL_FUND',
  BOND: 'BOND',
};
