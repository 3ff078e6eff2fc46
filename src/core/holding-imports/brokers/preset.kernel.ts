import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { REQUIRED_COLUMNS } from '../../positions/import/holding.kernel.js';
import { importError, type ImportProblem } from '../import-problem.kernel.js';
import { type BrokerTable, headerKey } from './broker-table.kernel.js';
import { FIDELITY_EXAMPLE, isFidelity, readFidelity } from './fidelity.kernel.js';
import { GENERIC_EXAMPLE, type GenericMapping, isGeneric, PLAIN_MAPPING, readGeneric } from './generic.kernel.js';
import { isFlex, readFlex } from './ibkr-flex.kernel.js';
import { isStatement, readStatement, STATEMENT_EXAMPLE } from './ibkr-statement.kernel.js';
import { type Preset, PRESETS } from './import-file.kernel.js';
import { isSchwab, readSchwab, SCHWAB_EXAMPLE } from './schwab.kernel.js';
import { isVanguard, readVanguard, VANGUARD_EXAMPLE } from './vanguard.kernel.js';

export interface PresetDescription {
  readonly name: Preset;
  readonly title: string;
  readonly fileType: 'csv' | 'json';
  /** What the file has to be, and what it cannot say. */
  readonly needs: string;
  readonly exampleHeader: string;
}

export const PRESET_DESCRIPTIONS: readonly PresetDescription[] = [
  {
    name: 'schwab',
    title: 'Charles Schwab, positions',
    fileType: 'csv',
    needs: 'The export of Positions of one account or of all. It has no entry dates: the day in its title is taken.',
    exampleHeader: SCHWAB_EXAMPLE,
  },
  {
    name: 'fidelity',
    title: 'Fidelity, portfolio positions',
    fileType: 'csv',
    needs: 'The download of Positions. It has no entry dates: the day of the download is taken.',
    exampleHeader: FIDELITY_EXAMPLE,
  },
  {
    name: 'ibkr',
    title: 'Interactive Brokers, activity statement or Flex query',
    fileType: 'csv',
    needs:
      'An activity statement with Open Positions and Cash Report, or a Flex query of open positions. Lots bring their days.',
    exampleHeader: STATEMENT_EXAMPLE,
  },
  {
    name: 'vanguard',
    title: 'Vanguard, holdings',
    fileType: 'csv',
    needs:
      'The download of an account. It has no cost and no day: the market value is taken, and as_of_date should be sent.',
    exampleHeader: VANGUARD_EXAMPLE,
  },
  {
    name: 'ghostfolio',
    title: 'Ghostfolio, export of activities',
    fileType: 'json',
    needs: 'The JSON export. Its activities are booked on their days; the balance of the account becomes the cash.',
    exampleHeader:
      '{"meta":{"date":"2024-11-29T00:00:00.000Z"},"activities":[{"symbol":"AAPL","type":"BUY","quantity":1,"unitPrice":100,"fee":0,"currency":"USD","date":"2024-01-02T00:00:00.000Z","dataSource":"YAHOO"}]}',
  },
  {
    name: 'generic',
    title: 'Any table',
    fileType: 'csv',
    needs: 'A header with a symbol, a quantity and a cost. mapping names its columns when they have other names.',
    exampleHeader: GENERIC_EXAMPLE,
  },
  {
    name: 'sigmasight',
    title: 'The template of SigmaSight',
    fileType: 'csv',
    needs: 'The template at /api/v1/onboarding/csv-template. It says nothing of cash.',
    exampleHeader: REQUIRED_COLUMNS.join(','),
  },
];

const isTemplate = (records: readonly CsvRecord[]): boolean => {
  const header = records.find(
    ({ cells }) => cells.some((cell) => cell.trim() !== '') && !(cells[0] ?? '').startsWith('#'),
  );
  const keys = (header?.cells ?? []).map(headerKey);
  return REQUIRED_COLUMNS.every((column) => keys.includes(headerKey(column)));
};

/** The first that knows the file; the order matters only for `generic`, which comes last. */
const SIGNS: readonly (readonly [Preset, (records: readonly CsvRecord[]) => boolean])[] = [
  ['sigmasight', isTemplate],
  ['ibkr', isStatement],
  ['ibkr', isFlex],
  ['vanguard', isVanguard],
  ['fidelity', isFidelity],
  ['schwab', isSchwab],
  ['generic', isGeneric],
];

/** Whose file this is; null when nobody's that we know. */
export const detectPreset = (records: readonly CsvRecord[]): Preset | null =>
  SIGNS.find(([, isMeant]) => isMeant(records))?.[0] ?? null;

export function readPreset(
  preset: Exclude<Preset, 'ghostfolio' | 'sigmasight'>,
  records: readonly CsvRecord[],
  mapping: GenericMapping | null,
): BrokerTable {
  switch (preset) {
    case 'schwab':
      return readSchwab(records);
    case 'fidelity':
      return readFidelity(records);
    case 'ibkr':
      return isStatement(records) || !isFlex(records) ? readStatement(records) : readFlex(records);
    case 'vanguard':
      return readVanguard(records);
    case 'generic':
      return readGeneric(records, mapping ?? PLAIN_MAPPING);
  }
}

/** The answer when nobody knows the file. */
export function unknownFile(firstLine: string): ImportProblem {
  const message = 'The file is none that is known: no preset finds its header.';
  const fix = `Name the preset (${PRESETS.join(', ')}), or use generic with a mapping of the columns; the example headers are at /api/v1/import-presets.`;
  return importError('preset', message, fix, { field: 'preset', value: firstLine });
}
