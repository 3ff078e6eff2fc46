import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import type { Wire } from '../../shared/http/wire.js';
import { EXPORT_FORMATS, EXPORT_TYPES, type ExportRecord } from './export.entity.js';
import { EXPORT_KEY, type ExportPage, type WantedExport } from './export.service.js';

const TYPE = {
  enum: EXPORT_TYPES,
  description: 'The lots as of the newest valuation, closed ones too; or the lines of the ledger, oldest first',
} as const;
const DAY = { type: String, format: 'date', description: 'Of trades alone' } as const;

export class MakeExport {
  @ApiProperty(TYPE)
  @IsIn(EXPORT_TYPES)
  export_type: ExportRecord['exportType'];

  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'csv' })
  @IsIn(EXPORT_FORMATS)
  export_format: ExportRecord['exportFormat'] = 'csv';

  @ApiPropertyOptional(DAY)
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: '$property must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional(DAY)
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: '$property must be a date of the calendar' })
  to?: string;

  wanted(): WantedExport {
    return { type: this.export_type, format: this.export_format, from: this.from ?? null, to: this.to ?? null };
  }
}

export class ListExportsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @CursorParameter(EXPORT_KEY)
  cursor?: string;

  after(): string | null {
    return decodeCursor(this.cursor, EXPORT_KEY)?.[0] ?? null;
  }
}

export class ExportResponse {
  @ApiProperty({ type: String, example: '12' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty(TYPE) export_type: ExportRecord['exportType'];
  @ApiProperty({ enum: EXPORT_FORMATS }) export_format: ExportRecord['exportFormat'];
  @ApiProperty({ type: String, example: 'trades-2026-11-25.csv' }) file_name: string;
  @ApiProperty({ type: 'integer', example: 5120 }) file_size_bytes: number;
  @ApiProperty({ type: 'integer', example: 39 }) row_count: number;
  @ApiProperty({ type: String, description: 'SHA-256 of the file', example: 'a'.repeat(64) }) content_hash: string;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;

  static from(record: ExportRecord): Wire<ExportResponse> {
    return {
      id: record.id,
      portfolio_id: record.portfolioId,
      export_type: record.exportType,
      export_format: record.exportFormat,
      file_name: record.fileName,
      file_size_bytes: record.fileSizeBytes,
      row_count: record.rowCount,
      content_hash: record.contentHash,
      created_at: record.createdAt.toISOString(),
    };
  }
}

export class ExportPageResponse {
  @ApiProperty({ type: [ExportResponse] }) items: ExportResponse[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;

  static from({ items, nextCursor }: ExportPage): Wire<ExportPageResponse> {
    return { items: items.map((record) => ExportResponse.from(record)), next_cursor: nextCursor };
  }
}
