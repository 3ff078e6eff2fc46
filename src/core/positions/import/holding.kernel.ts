/** What one line of a holdings file can say: its columns, its vocabularies, and the holding it becomes. */

export const REQUIRED_COLUMNS = ['Symbol', 'Quantity', 'Entry Price Per Share', 'Entry Date'] as const;

export const HOLDING_COLUMNS = [
  ...REQUIRED_COLUMNS,
  'Investment Class',
  'Investment Subtype',
  'Underlying Symbol',
  'Strike Price',
  'Expiration Date',
  'Option Type',
  'Exit Date',
  'Exit Price Per Share',
] as const;
export type HoldingColumn = (typeof HOLDING_COLUMNS)[number];

/** The trimmed text of each column; empty where the file has no such column. */
export type HoldingCells = Readonly<Record<HoldingColumn, string>>;

export const INVESTMENT_CLASSES = ['PUBLIC', 'OPTIONS', 'PRIVATE'] as const;
export type InvestmentClass = (typeof INVESTMENT_CLASSES)[number];

export const OPTION_TYPES = ['CALL', 'PUT'] as const;
export type OptionType = (typeof OPTION_TYPES)[number];

export type PositionType = 'LONG' | 'SHORT' | 'LC' | 'LP' | 'SC' | 'SP';

export const SUBTYPES: Readonly<Record<InvestmentClass, readonly string[]>> = {
  PUBLIC: ['STOCK', 'ETF', 'MUTUAL_FUND', 'BOND', 'CASH'],
  OPTIONS: OPTION_TYPES,
  PRIVATE: [
    'PRIVATE_EQUITY',
    'VENTURE_CAPITAL',
    'HEDGE_FUND',
    'PRIVATE_REIT',
    'REAL_ESTATE',
    'CRYPTOCURRENCY',
    'CRYPTO',
    'ART',
    'MONEY_MARKET',
    'TREASURY_BILLS',
    'CASH',
    'COMMODITY',
    'OTHER',
  ],
};

/** Figures are canonical decimal texts, days `YYYY-MM-DD`. */
export interface Holding {
  /** The line of the user's own file on which this holding begins, from 1, comments and header counted. */
  readonly row: number;
  /** Upper case; of an option the compact OCC symbol, so that each contract on one underlying has its own. */
  readonly symbol: string;
  /** Shares or contracts; negative when short. */
  readonly quantity: string;
  /** For a share, also of an option (whose contract is on 100 of them). */
  readonly entryPrice: string;
  readonly entryDate: string;
  readonly investmentClass: InvestmentClass;
  readonly investmentSubtype: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: OptionType | null;
  readonly positionType: PositionType;
  readonly exitDate: string | null;
  /** Zero when an option expired worthless. Null exactly when there is no exit date. */
  readonly exitPrice: string | null;
}

/**
 * The class of a line that does not name one: anything of an option makes it OPTIONS, `CASH_…` is PRIVATE,
 * a subtype that only one class has decides, and everything else is PUBLIC.
 */
export function deriveInvestmentClass(symbol: string, subtype: string, namesOption: boolean): InvestmentClass {
  if (namesOption) return 'OPTIONS';
  if (symbol.startsWith('CASH_')) return 'PRIVATE';
  const classes = INVESTMENT_CLASSES.filter((name) => SUBTYPES[name].includes(subtype));
  return (classes.length === 1 ? classes[0] : undefined) ?? 'PUBLIC';
}

/** Long and short by the sign of the quantity; of an option also its type: `LC` is a long call. */
export function derivePositionType(isShort: boolean, optionType: OptionType | null): PositionType {
  if (optionType === null) return isShort ? 'SHORT' : 'LONG';
  if (optionType === 'CALL') return isShort ? 'SC' : 'LC';
  return isShort ? 'SP' : 'LP';
}
