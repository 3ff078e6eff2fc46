import { Injectable } from '@nestjs/common';
import { type ReadDraft, readTargetDraft, type TargetDraft } from './target-draft.kernel.js';
import { TooLarge } from './target-price.errors.js';
import { MAX_TARGETS, type ValuationDay } from './target-price.repository.js';
import { TargetPriceService, type TargetView } from './target-price.service.js';
import { TargetPriceWriter, type WriteResult } from './target-price-writer.service.js';
import { MAX_CSV_CHARACTERS, MAX_CSV_ROWS, parseTargetPricesCsv } from './target-prices-csv.loader.js';

export interface ItemFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What became of one item of a bulk request. */
export interface ItemResult {
  /** From 0. */
  readonly index: number;
  /** Line of a file, from 1 with the header; null of a request's item. */
  readonly row: number | null;
  readonly symbol: string | null;
  readonly positionType: string | null;
  readonly outcome: 'created' | 'updated' | 'rejected';
  readonly faults: readonly ItemFault[];
  readonly view: TargetView | null;
}

type Write = (day: ValuationDay, drafts: readonly TargetDraft[]) => Promise<WriteResult[]>;

export const MAX_BULK = 500;

/** Many targets in one transaction: what is right is stored, and what is wrong is named item by item. */
@Injectable()
export class TargetPriceBulkService {
  constructor(
    private readonly service: TargetPriceService,
    private readonly writer: TargetPriceWriter,
  ) {}

  create(userId: string, portfolioId: string, items: readonly unknown[]): Promise<ItemResult[]> {
    const read = readItems(items, 'target_prices');
    return this.write(userId, portfolioId, read, (day, drafts) => this.writer.create(userId, day, drafts));
  }

  update(userId: string, portfolioId: string, items: readonly unknown[]): Promise<ItemResult[]> {
    const read = readItems(items, 'updates');
    return this.write(userId, portfolioId, read, (day, drafts) => this.writer.update(userId, day, drafts));
  }

  /** An existing target is an error of its row, unless it is to be updated; an empty cell leaves what is stored. */
  async importCsv(userId: string, portfolioId: string, text: string, updateExisting: boolean): Promise<ItemResult[]> {
    if (text.length > MAX_CSV_CHARACTERS)
      throw new TooLarge(
        'csv_content',
        `csv_content must have at most ${MAX_CSV_CHARACTERS} characters: import it in parts.`,
      );
    // The owner before the file: another user's portfolio is missing, whatever is sent.
    await this.service.inBook(userId, portfolioId, () => Promise.resolve());
    const rows = parseTargetPricesCsv(text);
    if (rows.length > MAX_CSV_ROWS)
      throw new TooLarge('csv_content', `A file has at most ${MAX_CSV_ROWS} rows: import it in parts.`);
    const results = await this.write(
      userId,
      portfolioId,
      rows.map(({ item }) => readTargetDraft(item)),
      (day, drafts) =>
        updateExisting ? this.writer.createOrUpdate(userId, day, drafts) : this.writer.create(userId, day, drafts),
    );
    return results.map((result) => ({ ...result, row: rows[result.index]?.line ?? null }));
  }

  private write(userId: string, portfolioId: string, items: readonly ReadDraft[], write: Write): Promise<ItemResult[]> {
    return this.service.asOnlyWriter(userId, portfolioId, async (book, day) => {
      const drafts = items.flatMap((item) => (item.ok ? [item.draft] : []));
      const written = await write(day, drafts);
      const views = new Map((await this.service.views(book, day)).map((view) => [view.target.id, view]));
      let next = 0;
      return items.map((item, index): ItemResult => {
        const place = { index, row: null };
        if (!item.ok) return { ...place, ...NOTHING, symbol: item.symbol, positionType: null, faults: item.faults };
        const { symbol, positionType } = item.draft;
        const result = written[next++];
        if (result?.ok !== true)
          return { ...place, ...NOTHING, symbol, positionType, faults: result ? [result.fault] : [] };
        const outcome = result.wasThere ? 'updated' : 'created';
        return { ...place, symbol, positionType, outcome, faults: [], view: views.get(result.id) ?? null };
      });
    });
  }
}

const NOTHING = { outcome: 'rejected', view: null } as const;

function readItems(items: readonly unknown[], field: string): ReadDraft[] {
  if (items.length > MAX_BULK)
    throw new TooLarge(
      field,
      `${field} must have at most ${MAX_BULK} items: send them in parts (a portfolio has at most ${MAX_TARGETS}).`,
    );
  return items.map(readTargetDraft);
}
