import type { Cell, ColumnType } from './result-table.js';

/**
 * Elements of an array in PostgreSQL's binary format (its functions `uuid_recv`, `date_recv`, `int4recv`, `float8recv`):
 * each the length of its bytes, -1 for NULL, and its bytes, highest first. Nobody has to write or read digits then.
 */
interface BinaryType {
  /** Of the type of an element in `pg_type`, the same on every server. */
  readonly oid: number;
  readonly width: number;
  /** @throws RangeError for what is no value of the type. */
  readonly write: (view: DataView, at: number, cell: string | number) => void;
}

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const DAY_MS = 86_400_000;
/** PostgreSQL counts days from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const FLOAT: BinaryType = { oid: 701, width: 8, write: writeFloat };
const INTEGER: BinaryType = { oid: 23, width: 4, write: writeInteger };
const TYPES: Partial<Record<ColumnType, BinaryType>> = {
  uuid: { oid: 2950, width: 16, write: writeUuid },
  date: { oid: 1082, width: 4, write: writeDate },
  integer: INTEGER,
  'double precision': FLOAT,
};

/** Whether a column of this type is written in binary. */
export const isBinary = (type: ColumnType): boolean => TYPES[type] !== undefined;

/** @throws RangeError for a type without a binary form here, and for a cell that is no value of it. */
export function binaryCells(rows: readonly (readonly Cell[])[], place: number, type: ColumnType): Uint8Array {
  return elementsOf(
    rows.map((row) => row[place] ?? null),
    typeOf(type),
  );
}

/** The array that a statement takes as a parameter of `type[]`. */
export const binaryArray = (elements: Uint8Array, count: number, type: ColumnType): Buffer =>
  arrayOf(elements, count, typeOf(type));

/** Cells that are arrays of numbers: all numbers, one cell after the other, and how many each cell has; -1 for NULL. */
export interface NestedCells {
  readonly numbers: Uint8Array;
  readonly lengths: Int32Array;
}

export function nestedCells(rows: readonly (readonly Cell[])[], place: number): NestedCells {
  const cells = rows.map((row) => row[place] ?? null);
  const lengths = Int32Array.from(cells, (cell) => (cell === null ? -1 : numbersOf(cell).length));
  const count = lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
  const view = new DataView(new ArrayBuffer(count * (LENGTH_BYTES + FLOAT.width)));
  let at = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    for (const value of numbersOf(cell)) at = writeElement(view, at, value, FLOAT);
  }
  return { numbers: new Uint8Array(view.buffer), lengths };
}

/** What `unnest` and a slice make the cells of again: all numbers, and the first and last of each cell. */
export interface NestedArrays {
  readonly numbers: Buffer;
  readonly first: Buffer;
  readonly last: Buffer;
}

export function nestedArrays({ numbers, lengths }: NestedCells): NestedArrays {
  const first: (number | null)[] = [];
  const last: (number | null)[] = [];
  let before = 0;
  for (const length of lengths) {
    first.push(length < 0 ? null : before + 1);
    last.push(length < 0 ? null : before + length);
    before += Math.max(0, length);
  }
  const places = (values: readonly (number | null)[]): Buffer =>
    arrayOf(elementsOf(values, INTEGER), values.length, INTEGER);
  return { numbers: arrayOf(numbers, before, FLOAT), first: places(first), last: places(last) };
}

export const joinedNested = (parts: readonly NestedCells[]): NestedCells => ({
  numbers: joinedBytes(parts.map(({ numbers }) => numbers)),
  lengths: Int32Array.from(parts.flatMap(({ lengths }) => [...lengths])),
});

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function typeOf(type: ColumnType): BinaryType {
  const found = TYPES[type];
  if (!found) throw new RangeError(`columns of ${type} are written as texts`);
  return found;
}

function elementsOf(cells: readonly Cell[], type: BinaryType): Uint8Array {
  const view = new DataView(new ArrayBuffer(cells.length * (LENGTH_BYTES + type.width)));
  let at = 0;
  for (const cell of cells) {
    if (cell instanceof Float64Array) throw new RangeError('an array is no element of an array');
    at = writeElement(view, at, cell, type);
  }
  // A copy of its own: a view would take the whole buffer along to another thread.
  return at === view.byteLength ? new Uint8Array(view.buffer) : new Uint8Array(view.buffer.slice(0, at));
}

/** @returns where the next one begins. */
function writeElement(view: DataView, at: number, cell: string | number | null, { width, write }: BinaryType): number {
  if (cell === null) {
    view.setInt32(at, -1);
    return at + LENGTH_BYTES;
  }
  view.setInt32(at, width);
  write(view, at + LENGTH_BYTES, cell);
  return at + LENGTH_BYTES + width;
}

function arrayOf(elements: Uint8Array, count: number, { oid }: BinaryType): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + elements.length);
  bytes.writeInt32BE(count === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(0, 4);
  bytes.writeInt32BE(oid, 8);
  if (count === 0) return bytes.subarray(0, HEADER_BYTES - 2 * LENGTH_BYTES);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  bytes.set(elements, HEADER_BYTES);
  return bytes;
}

function numbersOf(cell: Cell): Float64Array {
  if (cell instanceof Float64Array) return cell;
  throw new RangeError(`${String(cell)} is no array of numbers`);
}

/** NaN stays NaN, and -0 becomes 0, as in a text. */
function writeFloat(view: DataView, at: number, cell: string | number): void {
  if (typeof cell === 'string') throw new RangeError(`'${cell}' is no number`);
  view.setFloat64(at, cell + 0);
}

function writeInteger(view: DataView, at: number, cell: string | number): void {
  if (typeof cell !== 'number' || cell !== (cell | 0)) throw new RangeError(`${cell} is no integer of 32 bits`);
  view.setInt32(at, cell);
}

function writeDate(view: DataView, at: number, cell: string | number): void {
  const time = typeof cell === 'string' && cell.length === 10 ? Date.parse(cell) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`'${cell}' is no day`);
  view.setInt32(at, (time - EPOCH_MS) / DAY_MS);
}

function writeUuid(view: DataView, at: number, cell: string | number): void {
  if (typeof cell !== 'string' || !UUID.test(cell)) throw new RangeError(`'${cell}' is no uuid`);
  let byte = at;
  for (let i = 0; i < cell.length; i += 2) {
    if (cell.codePointAt(i) === HYPHEN) i += 1;
    view.setUint8(byte, (digitOf(cell, i) << 4) | digitOf(cell, i + 1));
    byte += 1;
  }
}

const HYPHEN = 45;
const [ZERO, NINE, A] = [48, 57, 97];

/** Of 0 to 9, a to f and A to F, which differ in one bit. */
function digitOf(text: string, i: number): number {
  const code = text.codePointAt(i) ?? 0;
  return code <= NINE ? code - ZERO : (code | 32) - A + 10;
}
