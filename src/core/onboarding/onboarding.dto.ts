import { ApiProperty } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { readForm } from '../../shared/http/multipart-form.js';
import { HOLDINGS_TEMPLATE } from '../positions/import/holdings-template.kernel.js';
import { importMessage } from './import-message.kernel.js';
import { PORTFOLIO_TYPES, type SentFile, type SentForm } from './import-form.kernel.js';
import { type ImportedPortfolio } from './onboarding.service.js';

const FILE_FIELD = 'csv_file';

/** For the API description; the form is read from the stream by `readUpload`. */
export class ImportPortfolioForm {
  @ApiProperty({ type: String, maxLength: 255 })
  portfolio_name: string;

  @ApiProperty({ type: String, maxLength: 100, description: 'Unique among your portfolios' })
  account_name: string;

  @ApiProperty({ enum: PORTFOLIO_TYPES, example: 'taxable' })
  account_type: string;

  @ApiProperty({
    type: String,
    maxLength: 42,
    pattern: '^\\d{1,20}(\\.\\d{1,20})?$',
    description: 'Above 0, at most 10^12: the opening deposit',
    example: '250000',
  })
  equity_balance: string;

  @ApiProperty({ type: String, required: false, maxLength: 1000 })
  description?: string;

  @ApiProperty({ type: 'string', format: 'binary', description: 'Holdings as in the template, at most 10 MiB' })
  csv_file: unknown;
}

/** The parts of the form. Files under other names are read past; of a file that is too long, what is within the limit. */
export async function readUpload(request: FastifyRequest): Promise<SentForm> {
  const { fields, files } = await readForm(request);
  // A browser sends an unfilled file field as an empty file without a name.
  const sent = files.filter(({ field, name }) => field === FILE_FIELD && name !== '').at(-1);
  const file: SentFile | null = sent === undefined ? null : { name: sent.name, bytes: sent.bytes };
  return { fields, file };
}

export const templateFile = (): string => HOLDINGS_TEMPLATE;

class NextStepResponse {
  @ApiProperty({ type: String, example: 'calculate' })
  action: string;

  @ApiProperty({ type: String })
  endpoint: string;

  @ApiProperty({ type: String })
  description: string;
}

export class ImportedPortfolioResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String })
  portfolio_name: string;

  @ApiProperty({ type: String })
  account_name: string;

  @ApiProperty({ type: String })
  account_type: string;

  @ApiProperty({ type: Number })
  equity_balance: number;

  @ApiProperty({ type: Number })
  positions_imported: number;

  @ApiProperty({ type: Number, description: 'Always 0: a file is imported whole or not at all' })
  positions_failed: number;

  @ApiProperty({ type: Number })
  total_positions: number;

  @ApiProperty({ type: String, description: 'Also says which options had expired; the next calculation settles them' })
  message: string;

  @ApiProperty({ type: NextStepResponse })
  next_step: NextStepResponse;

  static from({ portfolioId, form, imported, totalRows, expired }: ImportedPortfolio): ImportedPortfolioResponse {
    return Object.assign(new ImportedPortfolioResponse(), {
      portfolio_id: portfolioId,
      portfolio_name: form.name,
      account_name: form.accountName,
      account_type: form.accountType,
      equity_balance: Number(form.equityBalance),
      positions_imported: imported,
      positions_failed: 0,
      total_positions: totalRows,
      message: importMessage(imported, expired),
      next_step: {
        action: 'calculate',
        endpoint: `/api/v1/portfolios/${portfolioId}/calculate`,
        description: 'Value the portfolio and compute its risk.',
      },
    });
  }
}
