import { ApiProperty } from '@nestjs/swagger';
import { PRESET_DESCRIPTIONS, type PresetDescription } from './brokers/preset.kernel.js';
import { type Preset, PRESETS } from './brokers/import-file.kernel.js';
import { type ImportOutcome } from './holding-booking.service.js';
import { type CashReport, type PlannedHolding } from './import-plan.kernel.js';
import { type ImportProblem, isError } from './import-problem.kernel.js';

/** The kernel's own words are those of the wire. */
export class ImportProblemResponse implements ImportProblem {
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Line of the file from 1; of Ghostfolio the number of the activity',
    example: 4,
  })
  row: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'The column as the file names it', example: 'Cost Basis' })
  field: string | null;

  @ApiProperty({ type: String, nullable: true, example: '$18,34x' })
  value: string | null;

  @ApiProperty({ type: String, example: 'number' })
  rule: string;

  @ApiProperty({ type: String, example: 'The total cost is not a number.' })
  message: string;

  @ApiProperty({ type: String, example: 'Write digits, such as 1,234.50.' })
  fix: string;

  @ApiProperty({ enum: ['error', 'warning'] })
  severity: 'error' | 'warning';
}

class ImportedHoldingResponse {
  @ApiProperty({ type: Number, nullable: true, example: 4 })
  row: number | null;

  @ApiProperty({ type: String, example: 'AAPL' })
  symbol: string;

  @ApiProperty({ enum: ['PUBLIC', 'OPTIONS', 'PRIVATE'] })
  investment_class: string;

  @ApiProperty({ type: String, description: 'Negative when short', example: '120' })
  quantity: string;

  @ApiProperty({ type: String, description: 'Of one share, also of an option', example: '152.880583' })
  entry_price: string;

  @ApiProperty({ type: String, format: 'date' })
  entry_date: string;

  @ApiProperty({ type: Number, example: 1 })
  multiplier: number;

  @ApiProperty({ type: String, description: 'Quantity × price × multiplier', example: '18345.67' })
  cost: string;

  static from(holding: PlannedHolding): ImportedHoldingResponse {
    const { row, symbol, investmentClass, quantity, entryPrice, entryDate, multiplier, cost } = holding;
    return Object.assign(new ImportedHoldingResponse(), {
      ...{ row, symbol, investment_class: investmentClass, quantity },
      ...{ entry_price: entryPrice, entry_date: entryDate, multiplier, cost },
    });
  }
}

export class ImportCashResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null when the file says nothing of cash; nothing is adjusted then',
    example: '5012.34',
  })
  in_file: string | null;

  @ApiProperty({ type: String, description: 'Of the portfolio on that day, without the import' })
  before: string;

  @ApiProperty({ type: String, description: 'What the imported lines cost or bring' })
  effect: string;

  @ApiProperty({
    type: String,
    description: 'A deposit, or a withdrawal when negative, that makes cash what the file says',
  })
  adjustment: string;

  @ApiProperty({ type: String })
  after: string;

  static from({ inFile, ...others }: CashReport): ImportCashResponse {
    return Object.assign(new ImportCashResponse(), { in_file: inFile, ...others });
  }
}

const MAX_PROBLEMS = 1000;

export class ImportOutcomeResponse {
  @ApiProperty({ type: Boolean })
  dry_run: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null of a dry run' })
  import_id: string | null;

  @ApiProperty({ type: Boolean, description: 'Whether there is no error' })
  importable: boolean;

  @ApiProperty({ enum: PRESETS, nullable: true, description: 'Null when no preset knows the file' })
  preset: Preset | null;

  @ApiProperty({ type: String })
  file_name: string;

  @ApiProperty({ type: String, nullable: true })
  account: string | null;

  @ApiProperty({ type: [String], description: 'Every account in the file' })
  accounts: readonly string[];

  @ApiProperty({ type: String, format: 'date' })
  as_of_date: string;

  @ApiProperty({ type: Number })
  rows: number;

  @ApiProperty({ type: [ImportedHoldingResponse] })
  holdings: ImportedHoldingResponse[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, example: { buy: 4, short: 2, deposit: 1 } })
  ledger_lines: Readonly<Record<string, number>>;

  @ApiProperty({ type: ImportCashResponse, nullable: true, description: 'Null when errors keep the file out' })
  cash: ImportCashResponse | null;

  @ApiProperty({ type: [ImportProblemResponse], description: 'At most 1,000' })
  problems: readonly ImportProblem[];

  @ApiProperty({ type: Number })
  total_problems: number;

  static from({ isDryRun, importId, fileName, file, problems, plan }: ImportOutcome): ImportOutcomeResponse {
    return Object.assign(new ImportOutcomeResponse(), {
      dry_run: isDryRun,
      import_id: importId,
      importable: !problems.some(isError),
      preset: file.preset,
      file_name: fileName,
      account: file.account,
      accounts: file.accounts,
      as_of_date: file.asOf,
      rows: file.rows,
      holdings: (plan?.holdings ?? []).map((holding) => ImportedHoldingResponse.from(holding)),
      ledger_lines: plan?.lines ?? {},
      cash: plan && ImportCashResponse.from(plan.cash),
      problems: problems.slice(0, MAX_PROBLEMS),
      total_problems: problems.length,
    });
  }
}

class ImportPresetResponse {
  @ApiProperty({ enum: PRESETS })
  name: Preset;

  @ApiProperty({ type: String, example: 'Fidelity, portfolio positions' })
  title: string;

  @ApiProperty({ enum: ['csv', 'json'] })
  file_type: string;

  @ApiProperty({ type: String, description: 'What the file has to be, and what it cannot say' })
  needs: string;

  @ApiProperty({ type: String })
  example_header: string;

  static from({ name, title, fileType, needs, exampleHeader }: PresetDescription): ImportPresetResponse {
    const named = { name, title, file_type: fileType, needs, example_header: exampleHeader };
    return Object.assign(new ImportPresetResponse(), named);
  }
}

export class ImportPresetsResponse {
  @ApiProperty({ type: [ImportPresetResponse] })
  presets: ImportPresetResponse[];

  static all(): ImportPresetsResponse {
    const presets = PRESET_DESCRIPTIONS.map((preset) => ImportPresetResponse.from(preset));
    return Object.assign(new ImportPresetsResponse(), { presets });
  }
}
