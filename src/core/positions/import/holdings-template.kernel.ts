import { HOLDING_COLUMNS, type HoldingColumn } from './holding.kernel.js';

export const HOLDINGS_TEMPLATE_FILE_NAME = 'sigmasight_portfolio_template.csv';

type Example = Partial<Record<HoldingColumn, string>>;

const EXAMPLES: readonly { readonly comment: string; readonly cells: Example }[] = [
  {
    comment: 'A share that is held. Prices may have up to 4 decimals and quantities up to 8.',
    cells: opening('AAPL', '150', '182.3125', '2024-01-16', {
      'Investment Class': 'PUBLIC',
      'Investment Subtype': 'STOCK',
    }),
  },
  {
    comment: 'A fund. Without a class it counts as PUBLIC.',
    cells: opening('SPY', '40.5', '471.94', '2024-01-16'),
  },
  {
    comment: 'A short: the quantity is negative and the price is what was received.',
    cells: opening('TSLA', '-25', '215.55', '2024-01-19', {
      'Investment Class': 'PUBLIC',
      'Investment Subtype': 'STOCK',
    }),
  },
  {
    comment: 'A closed position: both exit columns are filled.',
    cells: opening('MSFT', '60', '402.15', '2024-02-12', {
      'Investment Class': 'PUBLIC',
      'Investment Subtype': 'STOCK',
      'Exit Date': '2024-06-14',
      'Exit Price Per Share': '442.57',
    }),
  },
  {
    comment: 'Two long puts told by the option columns. The symbol may stay empty.',
    cells: opening('', '2', '18.4', '2024-03-04', {
      'Investment Class': 'OPTIONS',
      'Underlying Symbol': 'SPY',
      'Strike Price': '450',
      'Expiration Date': '2027-12-17',
      'Option Type': 'PUT',
    }),
  },
  {
    comment:
      'A short call told by its OCC symbol: letters then YYMMDD then C or P then the strike times 1000 on 8 digits.',
    cells: opening('AAPL271217C00250000', '-1', '12.05', '2024-03-04'),
  },
  {
    comment: 'A private asset under a name of your own.',
    cells: opening('HARBOR_FUND_II', '1', '250000', '2023-05-02', {
      'Investment Class': 'PRIVATE',
      'Investment Subtype': 'PRIVATE_EQUITY',
    }),
  },
];

function opening(symbol: string, quantity: string, price: string, day: string, more: Example = {}): Example {
  return { Symbol: symbol, Quantity: quantity, 'Entry Price Per Share': price, 'Entry Date': day, ...more };
}

const INTRODUCTION: readonly string[] = [
  'Holdings for SigmaSight. Replace the examples by your own. Lines that begin with # are not read.',
  'Symbol and Quantity and Entry Price Per Share and Entry Date are required. The other columns may be empty.',
  'Days are YYYY-MM-DD. Numbers have no thousands separators and no currency signs.',
  'Investment Class: PUBLIC or OPTIONS or PRIVATE.',
];

/**
 * The file that users download and fill in. Its lines are joined from cells, so that no comma can be missing; its
 * comments have no commas or quotes, which spreadsheets would turn into columns when saving.
 */
export const HOLDINGS_TEMPLATE: string = [
  ...INTRODUCTION.map((text) => `# ${text}`),
  HOLDING_COLUMNS.join(','),
  ...EXAMPLES.flatMap(({ comment, cells }) => [
    `# ${comment}`,
    HOLDING_COLUMNS.map((column) => cells[column] ?? '').join(','),
  ]),
  '',
].join('\n');
