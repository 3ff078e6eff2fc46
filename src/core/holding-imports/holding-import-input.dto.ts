import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { type CursoredPage, cursoredQuery, pageQuery } from '../../shared/http/page.js';
import { PRESETS } from './brokers/import-file.kernel.js';
import { ENTRY_KEY, IMPORT_KEY } from './holding-import.repository.js';
import { type SentImport } from './import-request.kernel.js';

const FILE_FIELD = 'file';

/** For the API description; the form is read from the stream by `readUpload`. */
export class ImportHoldingsForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'The export of the broker, at most 10 MiB and 20,000 rows',
  })
  file: unknown;

  @ApiPropertyOptional({ enum: ['auto', ...PRESETS], default: 'auto' })
  preset?: string;

  @ApiPropertyOptional({
    type: String,
    maxLength: 10_000,
    description:
      'JSON, only with preset generic: the header of each field, and decimal ("." or ",") and date_order ("mdy" or "dmy")',
    example: '{"symbol":"Ticker","quantity":"Units","total_cost":"Cost","entry_date":"Bought","date_order":"dmy"}',
  })
  mapping?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: 'The day of the holdings, when the file does not say it or says it wrong',
    example: '2024-11-29',
  })
  as_of_date?: string;

  @ApiPropertyOptional({
    type: String,
    maxLength: 100,
    description: 'Number or name of the account, when the file has several',
  })
  account?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Answers what would be booked; stores nothing',
  })
  dry_run?: string;
}

/** The parts of the form. Files under other names are read past. */
export async function readUpload(request: FastifyRequest): Promise<SentImport> {
  const fields: Record<string, string> = {};
  let file: SentImport['file'] = null;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      // A browser sends an unfilled file field as an empty file without a name.
      if (part.fieldname === FILE_FIELD && part.filename !== '') file = { name: part.filename, bytes };
    } else if (typeof part.value === 'string') {
      fields[part.fieldname] = part.value;
    }
  }
  return { fields, file };
}

const ENTRY_BOUNDS = { fallback: 200, max: 1000 };

@RefuseUnknownFields()
export class ListImportsQuery extends cursoredQuery({ fallback: 50, max: 200 }, IMPORT_KEY) {}

/** Of the ledger lines of one import. */
@RefuseUnknownFields()
export class ImportEntriesQuery extends cursoredQuery(ENTRY_BOUNDS, ENTRY_KEY) {}

/** Of what was undone: the page after it is read from the import itself. */
@RefuseUnknownFields()
export class UndoneEntriesQuery extends pageQuery(ENTRY_BOUNDS) {
  first(): CursoredPage {
    return { limit: this.limit, offset: this.offset, after: null };
  }
}
