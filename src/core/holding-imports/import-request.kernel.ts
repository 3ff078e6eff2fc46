import { isCalendarDay } from '../market-data/csv-value.kernel.js';
import { type GenericMapping, readMapping } from './brokers/generic.kernel.js';
import { type Preset, PRESETS } from './brokers/import-file.kernel.js';

/** What arrived, unread. */
export interface SentImport {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
}

export interface ImportRequest {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Null to find out. */
  readonly preset: Preset | null;
  readonly mapping: GenericMapping | null;
  readonly asOf: string | null;
  readonly account: string | null;
  readonly isDryRun: boolean;
}

export interface RequestFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export const IMPORT_FIELDS = ['preset', 'mapping', 'as_of_date', 'account', 'dry_run'] as const;

const MAX_FILE_NAME = 255;
const MAX_ACCOUNT = 100;
const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, '': false };

/** The form beside an uploaded file, or everything that is wrong with it. */
export function readImportRequest({ fields, file }: SentImport): ImportRequest | readonly RequestFault[] {
  const field = (name: (typeof IMPORT_FIELDS)[number]): string => (fields[name] ?? '').trim();
  const faults: RequestFault[] = [];
  const add = (name: string, code: string, message: string): null => {
    faults.push({ field: name, code, message });
    return null;
  };
  for (const name of Object.keys(fields)) {
    if ((IMPORT_FIELDS as readonly string[]).includes(name)) continue;
    add(name, 'unknown_field', `${name} is not a field of this request: leave it out.`);
  }
  if (file === null) add('file', 'required', 'file is missing: send the export of your broker as a file of the form.');
  const preset = readPreset(field('preset').toLowerCase(), add);
  const mapping = readMappingField(field('mapping'), preset, add);
  const asOf = field('as_of_date');
  if (asOf !== '' && !isCalendarDay(asOf)) add('as_of_date', 'date', 'as_of_date must be a date, such as 2024-11-29.');
  const account = field('account');
  if (account.length > MAX_ACCOUNT) add('account', 'length', `account must have at most ${MAX_ACCOUNT} characters.`);
  const isDryRun = FLAGS[field('dry_run').toLowerCase()];
  if (isDryRun === undefined) add('dry_run', 'boolean', 'dry_run must be true or false.');
  if (faults.length > 0 || file === null) return faults;
  return {
    fileName: file.name.slice(-MAX_FILE_NAME),
    bytes: file.bytes,
    preset,
    mapping,
    asOf: asOf === '' ? null : asOf,
    account: account === '' ? null : account,
    isDryRun: isDryRun ?? false,
  };
}

type Add = (name: string, code: string, message: string) => null;

function readPreset(text: string, add: Add): Preset | null {
  if (text === '' || text === 'auto') return null;
  const preset = PRESETS.find((name) => name === text);
  return preset ?? add('preset', 'is_in', `preset must be one of auto, ${PRESETS.join(', ')}.`);
}

function readMappingField(text: string, preset: Preset | null, add: Add): GenericMapping | null {
  if (text === '') return null;
  if (preset !== 'generic')
    return add('mapping', 'unexpected', 'mapping goes with preset generic: send that, or leave mapping out.');
  const read = readMapping(text);
  if ('mapping' in read) return read.mapping;
  for (const message of read.faults) add('mapping', 'mapping', message);
  return null;
}
