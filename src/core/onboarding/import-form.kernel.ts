import { parsePlainDecimal } from '../market-data/csv-value.kernel.js';

/** What arrived, unread. */
export interface SentForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: SentFile | null;
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ImportForm {
  readonly name: string;
  readonly accountName: string;
  readonly accountType: string;
  readonly description: string | null;
  /** Plain decimal, above zero. */
  readonly equityBalance: string;
  readonly file: SentFile;
}

export interface FormProblem {
  readonly code:
    | 'ERR_PORT_002'
    | 'ERR_PORT_003'
    | 'ERR_PORT_004'
    | 'ERR_PORT_005'
    | 'ERR_PORT_006'
    | 'ERR_PORT_007'
    | 'ERR_PORT_009'
    | 'ERR_PORT_010'
    | 'ERR_PORT_011'
    | 'ERR_PORT_012';
  readonly message: string;
}

export const PORTFOLIO_TYPES: readonly string[] = [
  'taxable',
  'ira',
  'roth_ira',
  '401k',
  '403b',
  '529',
  'hsa',
  'trust',
  'other',
];
const MAX_NAME = 255;
const MAX_ACCOUNT_NAME = 100;
const MAX_DESCRIPTION = 1000;
/** 10¹² has 13 digits and nothing behind them but zeros. */
const MAX_BALANCE_DIGITS = 12;
const MAX_BALANCE_DECIMALS = 4;

/** The form beside an uploaded file of holdings, or the first thing that is wrong with it, in the contract's codes. */
export function readImportForm({ fields, file }: SentForm): ImportForm | FormProblem {
  const name = (fields['portfolio_name'] ?? '').trim();
  const accountName = (fields['account_name'] ?? '').trim();
  const accountType = (fields['account_type'] ?? '').trim().toLowerCase();
  const named = nameProblem(name) ?? accountNameProblem(accountName);
  if (named) return named;
  if (!PORTFOLIO_TYPES.includes(accountType)) {
    return { code: 'ERR_PORT_009', message: `account_type must be one of ${PORTFOLIO_TYPES.join(', ')}.` };
  }
  const balance = readBalance((fields['equity_balance'] ?? '').trim());
  if (typeof balance !== 'string') return balance;
  if (file === null) {
    return { code: 'ERR_PORT_007', message: 'csv_file is missing: send the holdings as a file of the form.' };
  }
  const description = (fields['description'] ?? '').trim();
  if (description.length > MAX_DESCRIPTION) {
    return {
      code: 'ERR_PORT_012',
      message: `description must have at most ${MAX_DESCRIPTION} characters: shorten it.`,
    };
  }
  return {
    name,
    accountName,
    accountType,
    description: description === '' ? null : description,
    equityBalance: balance,
    file,
  };
}

function nameProblem(name: string): FormProblem | null {
  if (name === '') return { code: 'ERR_PORT_002', message: 'portfolio_name is missing: give the portfolio a name.' };
  return name.length > MAX_NAME
    ? { code: 'ERR_PORT_003', message: `portfolio_name must have at most ${MAX_NAME} characters: shorten it.` }
    : null;
}

function accountNameProblem(name: string): FormProblem | null {
  if (name === '')
    return { code: 'ERR_PORT_011', message: 'account_name is missing: name the account, such as "Main".' };
  return name.length > MAX_ACCOUNT_NAME
    ? { code: 'ERR_PORT_010', message: `account_name must have at most ${MAX_ACCOUNT_NAME} characters: shorten it.` }
    : null;
}

function readBalance(text: string): string | FormProblem {
  const missing = (message: string): FormProblem => ({ code: 'ERR_PORT_004', message });
  if (text === '') return missing('equity_balance is missing: write the value of the account, such as 250000.');
  const balance = parsePlainDecimal(text);
  if (!balance) return missing('equity_balance must be a plain decimal number, such as 250000.50.');
  if (balance.sign === 0) return missing('equity_balance must not be 0: write the value of the account.');
  if (balance.sign < 0) return { code: 'ERR_PORT_005', message: 'equity_balance must be greater than 0.' };
  if (balance.integerDigits > MAX_BALANCE_DIGITS && balance.text !== '1000000000000') {
    return { code: 'ERR_PORT_006', message: 'equity_balance must be at most 1,000,000,000,000.' };
  }
  if (balance.decimals > MAX_BALANCE_DECIMALS) {
    return missing(`equity_balance must have at most ${MAX_BALANCE_DECIMALS} decimals.`);
  }
  return balance.text;
}
