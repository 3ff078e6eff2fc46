import { ApiProperty } from '@nestjs/swagger';
import { PRESETS } from './brokers/import-file.kernel.js';
import { ImportCashResponse } from './holding-import.dto.js';
import { type HoldingImport } from './holding-import.entity.js';
import { type HoldingImportPage, type ImportedEntry } from './holding-import.repository.js';
import { type HoldingImportView } from './holding-import.service.js';
import { type CashReport } from './import-plan.kernel.js';

export class HoldingImportResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ enum: PRESETS })
  preset: string;

  @ApiProperty({ type: String, example: 'positions.csv' })
  file_name: string;

  @ApiProperty({ type: String, description: 'SHA-256 of the file' })
  content_hash: string;

  @ApiProperty({ type: String, nullable: true })
  account: string | null;

  @ApiProperty({ type: String, format: 'date' })
  as_of_date: string;

  @ApiProperty({ enum: ['booked', 'undone'] })
  status: string;

  @ApiProperty({ type: Number })
  rows: number;

  @ApiProperty({ type: Number })
  holdings: number;

  @ApiProperty({ type: Number })
  transactions: number;

  @ApiProperty({ type: Number })
  warnings: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  created_by: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  undone_at: string | null;

  static from(from: HoldingImport): HoldingImportResponse {
    return Object.assign(new HoldingImportResponse(), fieldsOf(from));
  }
}

const fieldsOf = (from: HoldingImport) => ({
  id: from.id,
  portfolio_id: from.portfolioId,
  preset: from.preset,
  file_name: from.fileName,
  content_hash: from.contentHash,
  account: from.account === '' ? null : from.account,
  as_of_date: from.asOfDate,
  status: from.status,
  rows: from.rowCount,
  holdings: from.holdingCount,
  transactions: from.transactionCount,
  warnings: from.warningCount,
  created_by: from.createdBy,
  created_at: from.createdAt.toISOString(),
  undone_at: from.undoneAt?.toISOString() ?? null,
});

export class HoldingImportPageResponse {
  @ApiProperty({ type: [HoldingImportResponse] })
  items: HoldingImportResponse[];

  @ApiProperty({ type: Number })
  total: number;

  static from({ items, total }: HoldingImportPage): HoldingImportPageResponse {
    const imports = items.map((item) => HoldingImportResponse.from(item));
    return Object.assign(new HoldingImportPageResponse(), { items: imports, total });
  }
}

class ImportedEntryResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  transaction_id: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Row of the file; null for the adjustment of cash' })
  row: number | null;

  @ApiProperty({ type: String, example: 'buy' })
  kind: string;

  @ApiProperty({ type: String, format: 'date' })
  trade_date: string;

  @ApiProperty({ type: String, nullable: true })
  symbol: string | null;

  @ApiProperty({ type: String, nullable: true })
  quantity: string | null;

  @ApiProperty({ type: String, nullable: true })
  price: string | null;

  @ApiProperty({ type: String, description: 'Signed effect on cash' })
  amount: string;

  @ApiProperty({ type: Boolean })
  is_reversed: boolean;

  static from(entry: ImportedEntry): ImportedEntryResponse {
    const { transactionId, tradeDate, isReversed, row, kind, symbol, quantity, price, amount } = entry;
    const named = { transaction_id: transactionId, trade_date: tradeDate, is_reversed: isReversed };
    return Object.assign(new ImportedEntryResponse(), { row, kind, symbol, quantity, price, amount }, named);
  }
}

export class HoldingImportDetailResponse extends HoldingImportResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'cash, lines and problems as they were answered',
    example: { cash: '1250.75', problems: [] },
  })
  report: object;

  @ApiProperty({
    type: [ImportedEntryResponse],
    description: 'In order of booking; limit, offset and cursor page through them',
  })
  entries: ImportedEntryResponse[];

  static of(view: HoldingImportView): HoldingImportDetailResponse {
    return Object.assign(new HoldingImportDetailResponse(), fieldsOf(view.holdingImport), {
      report: reportOf(view.holdingImport.report),
      entries: view.entries.map((entry) => ImportedEntryResponse.from(entry)),
    });
  }
}

/** As it was answered, in the words of the wire. */
function reportOf(report: object): object {
  const { cash } = report as { cash?: CashReport | null };
  return cash ? { ...report, cash: ImportCashResponse.from(cash) } : report;
}
