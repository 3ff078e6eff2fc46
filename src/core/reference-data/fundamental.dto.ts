import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { ESTIMATE_PERIODS } from './analyst-estimate.entity.js';
import { FREQUENCIES, type Frequency } from './frequency.kernel.js';
import type { EstimateRow, StatementPeriod } from './fundamental.repository.js';
import type { WantedPeriods } from './fundamental.service.js';
import { COUNTS, type StatementKind, STATEMENTS } from './statement-figures.js';

const DECIMAL = { type: String, nullable: true, example: '94036000000' } as const;
const WHOLE = { type: 'integer', nullable: true } as const;
const DAY = { type: String, format: 'date', nullable: true } as const;

export class StatementQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 20, default: 4 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(20)
  periods = 4;

  @ApiPropertyOptional({ enum: FREQUENCIES, default: 'q', description: 'Fiscal quarters or years' })
  @IsIn(FREQUENCIES)
  frequency: Frequency = 'q';

  static wanted({ periods, frequency }: StatementQuery): WantedPeriods {
    return { periods, frequency };
  }
}

class PeriodResponse {
  @ApiProperty({ type: String, format: 'date' }) period_date: string;
  @ApiProperty({ enum: FREQUENCIES }) frequency: Frequency;
  @ApiProperty(WHOLE) fiscal_year: number | null;
  @ApiProperty({ ...WHOLE, description: 'Null for a year' }) fiscal_quarter: number | null;
  /** The figures of the statement, decimals as text. */
  [figure: string]: string | number | null;
}

export class IncomePeriodResponse extends PeriodResponse {}
export class BalancePeriodResponse extends PeriodResponse {}
export class CashFlowPeriodResponse extends PeriodResponse {}

const PERIODS = { income: IncomePeriodResponse, balance: BalancePeriodResponse, cash: CashFlowPeriodResponse } as const;
for (const [kind, { figures }] of Object.entries(STATEMENTS)) {
  for (const name of Object.keys(figures)) {
    ApiProperty(COUNTS.has(name) ? WHOLE : DECIMAL)(PERIODS[kind as StatementKind].prototype, name);
  }
}

const figureOf = (name: string, value: string | null): string | number | null =>
  value !== null && COUNTS.has(name) ? Number(value) : value;

const periodOf = (period: StatementPeriod, frequency: Frequency): Wire<PeriodResponse> => ({
  ...Object.fromEntries(Object.entries(period.figures).map(([name, value]) => [name, figureOf(name, value)])),
  period_date: period.periodDate,
  frequency,
  fiscal_year: period.fiscalYear,
  fiscal_quarter: period.fiscalQuarter,
});

class StatementResponse {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ enum: FREQUENCIES }) frequency: Frequency;
  @ApiProperty({ type: String, example: 'USD', description: 'Of the newest period' }) currency: string;
  @ApiProperty({ type: 'integer', example: 4 }) periods_returned: number;
  @ApiProperty({ type: String, example: 'simulated', description: 'Whose figures these are' }) data_source: string;

  static head(symbol: string, { frequency }: StatementQuery, periods: readonly StatementPeriod[]) {
    const { currency = 'USD', dataset = '' } = periods[0] ?? {};
    return {
      ...{ symbol, frequency, currency, data_source: dataset, periods_returned: periods.length },
      periods: periods.map((period) => periodOf(period, frequency)),
    };
  }
}

export class IncomeStatementResponse extends StatementResponse {
  @ApiProperty({ type: [IncomePeriodResponse], description: 'Newest first' }) periods: IncomePeriodResponse[];

  static from(
    symbol: string,
    query: StatementQuery,
    periods: readonly StatementPeriod[],
  ): Wire<IncomeStatementResponse> {
    return StatementResponse.head(symbol, query, periods);
  }
}

export class BalanceSheetResponse extends StatementResponse {
  @ApiProperty({ type: [BalancePeriodResponse], description: 'Newest first' }) periods: BalancePeriodResponse[];

  static from(symbol: string, query: StatementQuery, periods: readonly StatementPeriod[]): Wire<BalanceSheetResponse> {
    return StatementResponse.head(symbol, query, periods);
  }
}

export class CashFlowResponse extends StatementResponse {
  @ApiProperty({ type: [CashFlowPeriodResponse], description: 'Newest first' }) periods: CashFlowPeriodResponse[];

  static from(symbol: string, query: StatementQuery, periods: readonly StatementPeriod[]): Wire<CashFlowResponse> {
    return StatementResponse.head(symbol, query, periods);
  }
}

/** What the contract calls a figure of an estimate: earnings a share are `eps` in a quarter and `earnings` in a year. */
const figuresOf = (period: string) => {
  const earnings = period.endsWith('quarter') ? 'eps' : 'earnings';
  const last = period.endsWith('quarter')
    ? ([['analyst_count', 'analystCount']] as const)
    : ([['revenue_growth', 'revenueGrowth']] as const);
  return [
    ...([
      ['end_date', 'endDate'],
      ['revenue_avg', 'revenueAvg'],
      ['revenue_low', 'revenueLow'],
      ['revenue_high', 'revenueHigh'],
      [`${earnings}_avg`, 'epsAvg'],
      [`${earnings}_low`, 'epsLow'],
      [`${earnings}_high`, 'epsHigh'],
    ] as const),
    ...last,
  ];
};

export class EstimateFigures {
  /** Such as `current_quarter_eps_avg`. */
  [figure: string]: string | number | null;
}
for (const period of ESTIMATE_PERIODS) {
  for (const [name, property] of figuresOf(period)) {
    const schema = property === 'endDate' ? DAY : property === 'analystCount' ? WHOLE : DECIMAL;
    ApiProperty(schema)(EstimateFigures.prototype, `${period}_${name}`);
  }
}

export class AnalystEstimatesResponse {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: EstimateFigures }) estimates: EstimateFigures;

  static from(symbol: string, rows: readonly EstimateRow[]): Wire<AnalystEstimatesResponse> {
    const byPeriod = new Map(rows.map((row) => [row.period, row]));
    const pairs = ESTIMATE_PERIODS.flatMap((period) =>
      figuresOf(period).map(
        ([name, property]) => [`${period}_${name}`, byPeriod.get(period)?.[property] ?? null] as const,
      ),
    );
    return { symbol, estimates: Object.fromEntries(pairs) };
  }
}
