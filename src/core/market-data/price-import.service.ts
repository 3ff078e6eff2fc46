import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../../shared/errors/app-error.js';
import { asSystem } from '../../shared/database/transactions.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { isSession } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { FACTOR_FUNDS } from './factor-funds.kernel.js';
import type { PriceBasis } from './daily-price.entity.js';
import { DailyPriceRepository, type PriceChange } from './daily-price.repository.js';
import { InstrumentRepository } from './instrument.repository.js';
import { PricesCsvReader, type PricesCsvReport } from './prices-csv.loader.js';

export interface PriceImportReport extends PricesCsvReport {
  readonly symbols: number;
  readonly inserted: number;
  readonly updated: number;
  /** Accepted rows that said what was already there. */
  readonly unchanged: number;
}

const IDENTITY = asSystem('price-import');

/** Brings a file of closes into the dataset `csv`. Running it again changes nothing. */
@Injectable()
export class PriceImportService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly prices: DailyPriceRepository,
    private readonly instruments: InstrumentRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * @param onProgress called after each stored batch with the rows read so far.
   * @throws AppError when the dataset already holds prices of another basis: datasets are never spliced.
   */
  async importFile(
    path: string,
    basis: PriceBasis,
    onProgress: (rows: number) => void = () => undefined,
  ): Promise<PriceImportReport> {
    await this.refuseOtherBasis(basis);
    const reader = new PricesCsvReader(path, { today: isoDay(this.clock.now()), isSession });
    const symbols = new Map<string, string>();
    const total = { inserted: 0, updated: 0 };
    for await (const batch of reader.batches()) {
      const changes = await this.tx.run(IDENTITY, async () => {
        await this.learn(symbols, batch);
        const rows = batch.map(({ symbol, ...price }) => ({ ...price, instrumentId: symbols.get(symbol) ?? '' }));
        const stored = await this.prices.store('csv', basis, rows);
        const marketIds = FACTOR_FUNDS.flatMap((symbol) => symbols.get(symbol) ?? []);
        await this.prices.markStale('csv', stored, marketIds);
        return stored;
      });
      count(total, changes);
      onProgress(reader.report.rowsRead);
    }
    const { report } = reader;
    return { ...report, ...total, symbols: symbols.size, unchanged: report.accepted - total.inserted - total.updated };
  }

  private async learn(symbols: Map<string, string>, batch: readonly { symbol: string }[]): Promise<void> {
    const unknown = [...new Set(batch.map(({ symbol }) => symbol))].filter((symbol) => !symbols.has(symbol));
    if (unknown.length === 0) return;
    for (const { symbol, id } of await this.instruments.ensureListed(unknown)) symbols.set(symbol, id);
  }

  private async refuseOtherBasis(basis: PriceBasis): Promise<void> {
    const held = await this.tx.run(IDENTITY, () => this.prices.findBasis('csv'));
    if (held === null || held === basis) return;
    throw new AppError(
      'conflict',
      'prices.other_basis',
      `The imported prices are ${held}; a file of ${basis} prices cannot be mixed in. Import it with --basis ${held}, or start with an empty database.`,
    );
  }
}

function count(total: { inserted: number; updated: number }, changes: readonly PriceChange[]): void {
  for (const { inserted, updated } of changes) {
    total.inserted += inserted;
    total.updated += updated;
  }
}
