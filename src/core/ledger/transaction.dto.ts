import { ApiProperty } from '@nestjs/swagger';
import { derivePositionType } from '../positions/import/holding.kernel.js';
import { moneyText, nullable, plainText } from './decimal-field.dto.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { storedLot } from './ledger-booking.kernel.js';
import { type RealizedEvent } from './lot.kernel.js';
import { type TransactionPage, type TransactionRecord } from './transaction.repository.js';
import { type BookedTransactions, type LotView, type PreviewedTransactions } from './transaction.service.js';

export class TransactionResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  kind: string;

  @ApiProperty({ type: String, format: 'date' })
  trade_date: string;

  @ApiProperty({ type: String, nullable: true })
  symbol: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Positive; the kind says the direction' })
  quantity: string | null;

  @ApiProperty({ type: String, nullable: true })
  price: string | null;

  @ApiProperty({ type: Number, description: 'Shares a contract stands for' })
  multiplier: number;

  @ApiProperty({ type: String })
  fees: string;

  @ApiProperty({ type: String, description: 'Signed effect on cash, fees included' })
  amount: string;

  @ApiProperty({ type: String, nullable: true })
  ratio: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  lot_id: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of an exercise or assignment: the trade in the underlying that was booked with it',
  })
  leg_id: string | null;

  @ApiProperty({ type: Boolean, description: 'Closes the other side first and opens a lot with the rest' })
  allow_reversal_of_side: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The entry that this one cancels' })
  reverses_id: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The entry that cancels this one' })
  reversed_by_id: string | null;

  @ApiProperty({ enum: ['opening', 'import', 'api', 'equity_change', 'batch', 'reversal', 'seed'] })
  source: string;

  @ApiProperty({ type: String, nullable: true })
  notes: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  static from(record: TransactionRecord): TransactionResponse {
    return Object.assign(new TransactionResponse(), {
      ...figuresOf(record),
      id: record.id,
      symbol: record.symbol,
      reverses_id: record.reversesId,
      reversed_by_id: record.reversedById,
      source: record.source,
      notes: record.notes,
      created_at: record.createdAt.toISOString(),
    });
  }
}

const figuresOf = (entry: LedgerEntry) => ({
  kind: entry.kind,
  trade_date: entry.tradeDate,
  quantity: nullable(entry.quantity, plainText),
  price: nullable(entry.price, plainText),
  multiplier: entry.multiplier,
  fees: moneyText(entry.fees),
  amount: moneyText(entry.amount),
  ratio: nullable(entry.ratio, plainText),
  lot_id: entry.lotId,
  leg_id: entry.legId ?? null,
  allow_reversal_of_side: entry.crossesZero ?? false,
});

/** A lot as it stands after the change. */
export class LotResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true })
  symbol: string | null;

  @ApiProperty({ enum: ['LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP'] })
  position_type: string;

  @ApiProperty({ type: String, description: 'Signed and still open; 0 when closed' })
  quantity: string;

  @ApiProperty({ type: String, description: 'Signed' })
  opened_quantity: string;

  @ApiProperty({ type: String })
  entry_price: string;

  @ApiProperty({ type: String, format: 'date' })
  entry_date: string;

  @ApiProperty({ type: String, nullable: true })
  exit_price: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  exit_date: string | null;

  @ApiProperty({ type: String, description: 'Net of fees' })
  realized_pnl: string;

  static from({ lot, instrument }: LotView): LotResponse {
    const row = storedLot(lot);
    return Object.assign(new LotResponse(), {
      id: row.id,
      symbol: instrument?.symbol ?? null,
      position_type: derivePositionType(row.isShort, instrument?.optionType ?? null),
      quantity: plainText(row.quantity),
      opened_quantity: plainText(row.openedQuantity),
      entry_price: plainText(row.entryPrice),
      entry_date: row.entryDate,
      exit_price: nullable(row.exitPrice, plainText),
      exit_date: row.exitDate,
      realized_pnl: moneyText(row.realizedPnl),
    });
  }
}

export class BookedTransactionsResponse {
  @ApiProperty({ type: [TransactionResponse] })
  transactions: TransactionResponse[];

  @ApiProperty({ type: [LotResponse], description: 'Lots that are new or changed' })
  positions: LotResponse[];

  @ApiProperty({ type: [String], description: 'Lots that no longer exist, since their opening was reversed' })
  removed_position_ids: readonly string[];

  static from({ records, lots, removedLotIds }: BookedTransactions): BookedTransactionsResponse {
    return Object.assign(new BookedTransactionsResponse(), {
      transactions: records.map((record) => TransactionResponse.from(record)),
      positions: lots.map((lot) => LotResponse.from(lot)),
      removed_position_ids: removedLotIds,
    });
  }
}

export class ClosedLotResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  lot_id: string;

  @ApiProperty({ type: Number, description: 'Of the entry among those sent, from 0' })
  transaction_index: number;

  @ApiProperty({ type: String })
  quantity_closed: string;

  @ApiProperty({ type: String })
  exit_price: string;

  @ApiProperty({ type: String })
  realized_pnl: string;

  static from(event: RealizedEvent, indexes: ReadonlyMap<string, number>): ClosedLotResponse {
    return Object.assign(new ClosedLotResponse(), {
      lot_id: event.lotId,
      transaction_index: indexes.get(event.entryId) ?? 0,
      quantity_closed: plainText(event.quantityClosed),
      exit_price: plainText(event.exitPrice),
      realized_pnl: moneyText(event.realizedPnl),
    });
  }
}

export class PreviewResponse {
  @ApiProperty({ type: [ClosedLotResponse], description: 'Closes in the order in which they would happen' })
  closes: ClosedLotResponse[];

  @ApiProperty({ type: [LotResponse], description: 'Lots opened or closed, as they would stand afterwards' })
  positions: LotResponse[];

  @ApiProperty({ type: String })
  realized_pnl: string;

  @ApiProperty({ type: String, description: 'Signed' })
  cash_effect: string;

  static from({ entries, realized, realizedPnl, lots, cashEffect }: PreviewedTransactions): PreviewResponse {
    const indexes = new Map(entries.map(({ id }, index) => [id, index]));
    return Object.assign(new PreviewResponse(), {
      closes: realized.map((event) => ClosedLotResponse.from(event, indexes)),
      positions: lots.map((lot) => LotResponse.from(lot)),
      realized_pnl: moneyText(realizedPnl),
      cash_effect: moneyText(cashEffect),
    });
  }
}

export class TransactionListResponse {
  @ApiProperty({ type: [TransactionResponse] })
  transactions: TransactionResponse[];

  @ApiProperty({ type: Number, description: 'Of all that match, not of this page' })
  total: number;

  @ApiProperty({ type: Number })
  limit: number;

  @ApiProperty({ type: Number })
  offset: number;

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one' })
  next_cursor: string | null;

  static from(
    { items, total, nextCursor }: TransactionPage,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): TransactionListResponse {
    const transactions = items.map((record) => TransactionResponse.from(record));
    const next = { next_cursor: nextCursor };
    return Object.assign(new TransactionListResponse(), { transactions, total, limit, offset, ...next });
  }
}
