import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import {
  type CsvPrice,
  type PriceDays,
  type PriceHeader,
  readPrice,
  readPriceHeader,
  refused,
  type RejectedPrice,
  SeenPrices,
} from './prices-csv.kernel.js';

export const MAX_REJECTED_KEPT = 1000;
const DEFAULT_BATCH_SIZE = 2000;
const MAX_LINE_LENGTH = 65_536;

export interface PricesCsvReport {
  /** Lines with data: neither header nor blank nor comment. Equals accepted + repeated + rejected.total. */
  readonly rowsRead: number;
  readonly accepted: number;
  /** Lines that say exactly what an earlier line said; they are passed over. */
  readonly repeated: number;
  readonly rejected: {
    readonly total: number;
    /** The first MAX_REJECTED_KEPT. */
    readonly kept: readonly RejectedPrice[];
  };
  /** Why reading stopped before the end of the file (its header, its encoding), or null. */
  readonly failure: RejectedPrice | null;
}

export interface PricesCsvOptions extends PriceDays {
  readonly batchSize?: number;
}

interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Reads a prices file of any size, given as its path or a stream of its bytes. Records end with their line: a quoted
 * value may hold commas but no line break, so that one stray quote spoils one line and memory stays bounded.
 * `batches` may be run once; `report` counts along, and is final when `batches` is done. An unreadable file (say, a
 * missing one) throws from `batches`.
 */
export class PricesCsvReader {
  private readonly seen = new SeenPrices();
  private readonly days: PriceDays;
  private readonly batchSize: number;
  private readonly rejectedKept: RejectedPrice[] = [];
  private rowsRead = 0;
  private accepted = 0;
  private repeated = 0;
  private rejectedTotal = 0;
  private failure: RejectedPrice | null = null;

  constructor(
    private readonly source: string | Readable,
    { today, isSession, batchSize }: PricesCsvOptions,
  ) {
    this.days = { today, isSession: remembered(isSession) };
    this.batchSize = batchSize ?? DEFAULT_BATCH_SIZE;
  }

  get report(): PricesCsvReport {
    return {
      rowsRead: this.rowsRead,
      accepted: this.accepted,
      repeated: this.repeated,
      rejected: { total: this.rejectedTotal, kept: [...this.rejectedKept] },
      failure: this.failure,
    };
  }

  /** Never empty; no two prices of one symbol and day, within a batch or between batches. */
  async *batches(): AsyncGenerator<readonly CsvPrice[], void, undefined> {
    let header: PriceHeader | null = null;
    let batch: CsvPrice[] = [];
    for await (const { line, text } of this.lines()) {
      const cells = this.cellsOf(line, text, header !== null);
      if (header === null) {
        if (!cells) break;
        const reading = readPriceHeader(line, cells);
        if (!reading.ok) this.failure = reading.rejected;
        if (!reading.ok) break;
        header = reading.value;
        continue;
      }
      const price = cells && this.accept(line, cells, header);
      if (price) batch.push(price);
      if (batch.length < this.batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
    if (header === null) this.failure ??= emptyFile;
  }

  private accept(line: number, cells: readonly string[], header: PriceHeader): CsvPrice | null {
    const reading = readPrice(line, cells, header, this.days);
    if (!reading.ok) return this.reject(reading.rejected);
    const price = reading.value;
    const met = this.seen.meet(price);
    if (met === 'other') {
      const fix = `An earlier line has another price of ${price.symbol} on ${price.date}; keep the right one.`;
      return this.reject({ line, symbol: price.symbol, field: 'close', value: price.close, rule: 'duplicate', fix });
    }
    if (met === 'same') this.repeated++;
    else this.accepted++;
    return met === 'same' ? null : price;
  }

  private reject(rejected: RejectedPrice): null {
    this.rejectedTotal++;
    if (this.rejectedKept.length < MAX_REJECTED_KEPT) this.rejectedKept.push(rejected);
    return null;
  }

  /** The cells of a line, or null when its quotes do not match: then it is rejected, and as the header it ends all. */
  private cellsOf(line: number, text: string, isRow: boolean): readonly string[] | null {
    if (isRow) this.rowsRead++;
    if (!text.includes('"')) return text.split(',');
    try {
      return parse(text, { relax_column_count: true, trim: true })[0] ?? [];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const fix = 'Close every quote on its line, and put it around the whole value.';
      const { rejected } = refused({ line, symbol: null, field: null, value: text, rule: 'csv', fix });
      if (isRow) return this.reject(rejected);
      this.failure = rejected;
      return null;
    }
  }

  /** The lines that are neither blank nor comments. Stops, with a failure, at bytes that are no UTF-8 text. */
  private async *lines(): AsyncGenerator<NumberedLine, void, undefined> {
    let line = 0;
    try {
      for await (const text of textLines(this.source)) {
        line++;
        if (/^\s*(#|$)|^[\s,]*$/.test(text)) continue;
        yield { line, text };
      }
    } catch (error) {
      if (!(error instanceof UnreadableText)) throw error;
      const { rule, message: fix } = error;
      this.failure = { line: line + 1, symbol: null, field: null, value: null, rule, fix };
    }
  }
}

const emptyFile: RejectedPrice = {
  line: 1,
  symbol: null,
  field: null,
  value: null,
  rule: 'header',
  fix: 'The file is empty; begin it with a header and add prices below.',
};

/** Calendars are asked once a day, not once a line. */
function remembered(isSession: (day: string) => boolean): (day: string) => boolean {
  const known = new Map<string, boolean>();
  return (day) => {
    const answer = known.get(day) ?? isSession(day);
    known.set(day, answer);
    return answer;
  };
}

class UnreadableText extends Error {
  constructor(
    readonly rule: 'utf-8' | 'csv',
    fix: string,
  ) {
    super(fix);
  }
}

/** Lines without their ends, which may be LF, CRLF or CR; a byte order mark is dropped. */
async function* textLines(source: string | Readable): AsyncGenerator<string, void, undefined> {
  const stream = typeof source === 'string' ? createReadStream(source) : source;
  const decode = utf8Decoder();
  let rest = '';
  for await (const chunk of stream) {
    const text = rest + (typeof chunk === 'string' ? chunk : decode(chunk as Uint8Array));
    // A CR at the very end may be the first half of a CRLF.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE_LENGTH) throw new UnreadableText('csv', 'A line is too long; is this a file of prices?');
  }
  rest += decode();
  if (rest !== '') yield* rest.split(/\r$|\r/);
}

/** Called without a chunk at the end, when no character may be left unfinished. */
function utf8Decoder(): (chunk?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (chunk) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      if (error instanceof TypeError) throw new UnreadableText('utf-8', 'Save the file as "CSV UTF-8".');
      throw error;
    }
  };
}
