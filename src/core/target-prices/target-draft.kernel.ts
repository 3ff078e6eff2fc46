import { parsePlainDecimal } from '../market-data/csv-value.kernel.js';

/** A target price as somebody wants it. A level that is left out stays as it is; null takes it away. */
export interface TargetDraft {
  /** Upper-case. */
  readonly symbol: string;
  readonly positionType: PositionSide;
  readonly eoy?: string | null;
  readonly nextYear?: string | null;
  readonly downside?: string | null;
  readonly currentPrice?: string | null;
  readonly positionId?: string | null;
}

export const POSITION_SIDES = ['LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP'] as const;
export type PositionSide = (typeof POSITION_SIDES)[number];

export interface DraftFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type ReadDraft =
  | { readonly ok: true; readonly draft: TargetDraft }
  | { readonly ok: false; readonly symbol: string | null; readonly faults: readonly DraftFault[] };

/** OCC symbols of options have up to 21 characters, names of private assets more. */
export const MAX_SYMBOL = 100;
const MAX_INTEGER_DIGITS = 12;
const MAX_DECIMALS = 6;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Each item of a bulk request is judged by itself, so that one that is wrong costs only itself. */
export function readTargetDraft(raw: unknown): ReadDraft {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return {
      ok: false,
      symbol: null,
      faults: [{ field: '', code: 'is_object', message: 'The item must be an object.' }],
    };
  }
  const item = raw as Readonly<Record<string, unknown>>;
  const faults: DraftFault[] = [];
  const fault = (field: string, code: string, rule: string): void => {
    faults.push({ field, code, message: `${field} ${rule}.` });
  };
  const symbol = symbolOf(item['symbol'], fault);
  const positionType = sideOf(item['position_type'], fault);
  const draft = {
    ...optional('eoy', priceOf(item, 'target_price_eoy', true, fault)),
    ...optional('nextYear', priceOf(item, 'target_price_next_year', true, fault)),
    ...optional('downside', priceOf(item, 'downside_target_price', true, fault)),
    ...optional('currentPrice', priceOf(item, 'current_price', false, fault)),
    ...optional('positionId', idOf(item['position_id'], fault)),
  };
  return faults.length > 0 || symbol === null || positionType === null
    ? { ok: false, symbol, faults }
    : { ok: true, draft: { symbol, positionType, ...draft } };
}

type Fault = (field: string, code: string, rule: string) => void;

const optional = <Name extends string, T>(name: Name, value: T | undefined): { [K in Name]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { [K in Name]?: T });

function symbolOf(value: unknown, fault: Fault): string | null {
  const symbol = typeof value === 'string' ? value.trim().toUpperCase() : '';
  if (symbol === '') fault('symbol', 'required', 'is required, such as "AAPL"');
  else if (symbol.length > MAX_SYMBOL) fault('symbol', 'max_length', `must have at most ${MAX_SYMBOL} characters`);
  else return symbol;
  return null;
}

function sideOf(value: unknown, fault: Fault): PositionSide | null {
  if (value === undefined || value === null || value === '') return 'LONG';
  const given = typeof value === 'string' ? value.trim().toUpperCase() : '';
  const side = POSITION_SIDES.find((one) => one === given);
  if (side === undefined) fault('position_type', 'is_in', `must be one of ${POSITION_SIDES.join(', ')}`);
  return side ?? null;
}

function priceOf(
  item: Readonly<Record<string, unknown>>,
  field: string,
  mayBeZero: boolean,
  fault: Fault,
): string | null | undefined {
  const value = item[field];
  if (value === undefined || value === null) return value;
  const number = parsePlainDecimal(plainText(value));
  if (number === null) fault(field, 'is_decimal', 'must be a decimal number, such as 187.5');
  else if (number.sign < 0 || (number.sign === 0 && !mayBeZero))
    fault(field, 'min', mayBeZero ? 'must be 0 or greater' : 'must be greater than 0');
  else if (number.integerDigits > MAX_INTEGER_DIGITS) fault(field, 'max', 'must be below 1,000,000,000,000');
  else if (number.decimals > MAX_DECIMALS) fault(field, 'decimals', `must have at most ${MAX_DECIMALS} decimals`);
  else return number.text;
  return undefined;
}

/** A JSON number by its shortest decimal text; one so large or small that it needs an exponent is no price. */
const plainText = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

function idOf(value: unknown, fault: Fault): string | null | undefined {
  if (value === undefined || value === null) return value;
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  fault('position_id', 'is_uuid', 'must be a UUID');
  return undefined;
}

/** Two drafts of one key in a request contradict each other. */
export const draftKey = ({ symbol, positionType }: Pick<TargetDraft, 'symbol' | 'positionType'>): string =>
  `${positionType} ${symbol}`;
