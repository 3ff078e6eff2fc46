import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { cursoredQuery } from '../../shared/http/page.js';
import { type Wire } from '../../shared/http/wire.js';
import { BookingDay } from '../ledger/booking-day.dto.js';
import { DecimalField, plainText } from '../ledger/decimal-field.dto.js';
import { MARK_KEY, type MarkFilter } from './mark.repository.js';
import { type AgedMark, type MarkPage, type NewMark } from './mark.service.js';

const FILE_FIELD = 'csv_file';
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;

@RefuseUnknownFields()
export class PostMark {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 100,
    example: 'HOUSE',
    description: 'Of a private asset of yours',
  })
  @Transform(upper)
  @IsString()
  @Length(1, 100)
  symbol: string;

  @BookingDay({ required: true, description: 'Not in the future' })
  date: string;

  @DecimalField({ required: true, decimals: 6, min: 'not-negative', description: 'Of one unit', example: '412500' })
  price: string;

  @ApiPropertyOptional({ type: String, maxLength: 500, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  mark(): NewMark {
    return { symbol: this.symbol, date: this.date, price: this.price, notes: this.notes ?? null };
  }
}

@RefuseUnknownFields()
export class ListMarksQuery extends cursoredQuery({ fallback: 50, max: 200 }, MARK_KEY) {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 100 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @Length(1, 100)
  symbol?: string;

  filter(): MarkFilter {
    return { symbol: this.symbol ?? null, ...this.bounds() };
  }
}

/** For the API description; the file is read by `readMarkFile`. */
export class ImportMarksForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'symbol,date,price with a header; at most 1,000 marks',
  })
  csv_file: unknown;
}

/** Null when the request is no form, or the form has no such file. */
export async function readMarkFile(request: FastifyRequest): Promise<Uint8Array | null> {
  if (!request.isMultipart()) return null;
  let file: Uint8Array | null = null;
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    const bytes = await part.toBuffer();
    if (part.fieldname === FILE_FIELD && part.filename !== '') file = bytes;
  }
  return file;
}

export class MarkResponse {
  @ApiProperty({ type: String, format: 'uuid', description: 'Of the entry in the ledger, where it can be reversed' })
  id: string;
  @ApiProperty({ type: String, format: 'uuid' }) instrument_id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String, format: 'date' }) date: string;
  @ApiProperty({ type: String, example: '412500' }) price: string;
  @ApiProperty({ type: String, nullable: true }) notes: string | null;
  @ApiProperty({ type: Boolean, description: 'It values the asset now' }) is_newest: boolean;
  @ApiProperty({ type: Number, description: 'Sessions up to the latest one' }) age_sessions: number;
  @ApiProperty({ type: Boolean, description: 'It values the asset, though it is older than 126 sessions' })
  is_stale: boolean;

  static from(mark: AgedMark): Wire<MarkResponse> {
    return {
      id: mark.id,
      instrument_id: mark.instrumentId,
      symbol: mark.symbol,
      date: mark.date,
      price: plainText(mark.price),
      notes: mark.notes,
      is_newest: mark.isNewest,
      age_sessions: mark.ageSessions,
      is_stale: mark.isStale,
    };
  }
}

export class MarkListResponse {
  @ApiProperty({ type: [MarkResponse] }) marks: MarkResponse[];
  @ApiProperty({ type: Number }) total: number;
  @ApiProperty({ type: Number }) limit: number;
  @ApiProperty({ type: Number }) offset: number;
  @ApiProperty({ type: String, format: 'date', description: 'The session that ages are counted to' }) as_of: string;

  static from({ items, total, asOf }: MarkPage, { limit, offset }: ListMarksQuery): Wire<MarkListResponse> {
    return { marks: items.map((mark) => MarkResponse.from(mark)), total, limit, offset, as_of: asOf };
  }
}

export class BookedMarksResponse {
  @ApiProperty({ type: Number }) booked: number;
  @ApiProperty({ type: [String], description: 'Ids of the entries in the ledger' }) transaction_ids: string[];

  static from({ records }: { readonly records: readonly { readonly id: string }[] }): Wire<BookedMarksResponse> {
    return { booked: records.length, transaction_ids: records.map(({ id }) => id) };
  }
}
