import { Exact } from '../../ledger/decimal.kernel.js';
import { parsePlainDecimal } from '../../market-data/csv-value.kernel.js';

export interface GhostfolioActivity {
  /** From 1, in the order of the file. */
  readonly row: number;
  readonly type: string;
  readonly symbol: string;
  readonly dataSource: string;
  /** As the file writes it, with its time. */
  readonly date: string;
  readonly currency: string;
  readonly accountId: string;
  readonly comment: string | null;
  /** Plain decimals; null when they are none. */
  readonly quantity: string | null;
  readonly unitPrice: string | null;
  readonly fee: string | null;
}

export interface GhostfolioExport {
  readonly date: string;
  readonly activities: readonly GhostfolioActivity[];
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly currency: string;
    readonly balance: string | null;
  }[];
  readonly profiles: readonly {
    readonly symbol: string;
    readonly dataSource: string;
    readonly name: string;
    readonly subClass: string;
  }[];
}

const MAX_NOTES = 500;

/** Takes the export apart without believing anything of it; null when it is none. */
export function readExport(text: string): GhostfolioExport | null {
  const root = recordOf(parsed(text));
  if (root === null || !Array.isArray(root['activities'])) return null;
  return {
    date: textOf(recordOf(root['meta'])?.['date']),
    activities: root['activities'].map((one, index) => activityOf(recordOf(one) ?? {}, index + 1)),
    accounts: listOf(root['accounts']).map(({ id, name, currency, balance }) => {
      return {
        id: textOf(id),
        name: textOf(name),
        currency: textOf(currency).toUpperCase(),
        balance: decimalOf(balance),
      };
    }),
    profiles: listOf(root['assetProfiles']).map(({ symbol, dataSource, name, assetSubClass }) => {
      return {
        symbol: textOf(symbol),
        dataSource: textOf(dataSource),
        name: textOf(name),
        subClass: textOf(assetSubClass),
      };
    }),
  };
}

function activityOf(sent: Record<string, unknown>, row: number): GhostfolioActivity {
  const comment = textOf(sent['comment']).slice(0, MAX_NOTES);
  return {
    row,
    type: textOf(sent['type']).toUpperCase(),
    symbol: textOf(sent['symbol']) || textOf(recordOf(sent['SymbolProfile'])?.['symbol']),
    dataSource: textOf(sent['dataSource']).toUpperCase(),
    date: textOf(sent['date']),
    currency: textOf(sent['currency']).toUpperCase(),
    accountId: textOf(sent['accountId']),
    comment: comment === '' ? null : comment,
    quantity: decimalOf(sent['quantity']),
    unitPrice: decimalOf(sent['unitPrice']),
    fee: decimalOf(sent['fee'] ?? 0),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const recordOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map((one) => recordOf(one) ?? {}) : [];

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A number of JSON as plain decimal digits; null when it is none. */
export function decimalOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? new Exact(value).toFixed() : null;
  return typeof value === 'string' ? (parsePlainDecimal(value.trim())?.text ?? null) : null;
}
