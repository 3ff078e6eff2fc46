import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, Matches, registerDecorator, ValidateIf } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { type Wire } from '../../shared/http/wire.js';
import { type Outcome, reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { moneyText } from '../ledger/decimal-field.dto.js';
import { type Decimal } from '../ledger/decimal.kernel.js';
import { daysBetween } from './money-weighted-return.kernel.js';
import { type Performance, type SpanQuery } from './performance-view.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const given = (_: unknown, value: unknown): boolean => value !== undefined;
const MONEY = { type: String, nullable: true, example: '1250.00' } as const;
const RATIO = { type: Number, nullable: true, example: 0.0421 } as const;
const DATE = { type: String, format: 'date', nullable: true } as const;

@RefuseUnknownFields()
export class PerformanceQuery {
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: 'First day; the beginning of the ledger if left out',
  })
  @ValidateIf(given)
  @Matches(DAY, { message: 'from must be a date, such as 2024-01-02' })
  @IsISO8601({ strict: true }, { message: 'from must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'Last day; the newest snapshot if left out' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'to must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'to must be a date of the calendar' })
  to?: string;

  span(): SpanQuery {
    return { from: this.from ?? null, to: this.to ?? null };
  }
}
registerDecorator({
  name: 'isNotBeforeFrom',
  target: PerformanceQuery,
  propertyName: 'to',
  validator: {
    validate: (to, asked) => {
      const { from } = asked?.object as PerformanceQuery;
      return from === undefined || typeof to !== 'string' || to >= from;
    },
    defaultMessage: () => 'to must not be before from',
  },
});

/** Parts of the P&L by where they came from; they add up to total_pnl exactly. */
export class AttributionResponse {
  @ApiProperty({ ...MONEY, description: 'Changes of prices' }) price: string | null;
  @ApiProperty(MONEY) dividend: string | null;
  @ApiProperty({ ...MONEY, description: 'Costs of trades and account fees, zero or negative' }) fee: string | null;
  @ApiProperty(MONEY) interest: string | null;
  @ApiProperty(MONEY) tax: string | null;
  @ApiProperty(MONEY) borrow_fee: string | null;
  @ApiProperty(MONEY) total: string | null;
}

/** The same parts over the average capital; they add up to modified_dietz. */
export class ReturnSharesResponse {
  @ApiProperty(RATIO) price: number | null;
  @ApiProperty(RATIO) dividend: number | null;
  @ApiProperty(RATIO) fee: number | null;
  @ApiProperty(RATIO) interest: number | null;
  @ApiProperty(RATIO) tax: number | null;
  @ApiProperty(RATIO) borrow_fee: number | null;
}

export class ReturnsResponse {
  @ApiProperty({ ...RATIO, description: 'Sessions linked' }) time_weighted: number | null;
  @ApiProperty({ ...RATIO, description: 'From 365 days on' }) time_weighted_annualized: number | null;
  @ApiProperty(RATIO) modified_dietz: number | null;
  @ApiProperty({ ...RATIO, description: 'Over the span' }) money_weighted: number | null;
  @ApiProperty({ ...RATIO, description: 'A year (XIRR)' }) money_weighted_annualized: number | null;
}

export class BenchmarkResponse {
  @ApiProperty({ type: String, nullable: true }) symbol: string | null;
  @ApiProperty({ ...RATIO, description: 'Total return over the same sessions' }) total_return: number | null;
  @ApiProperty({ ...RATIO, description: 'time_weighted less total_return' }) excess_return: number | null;
}

export class MethodsResponse {
  @ApiProperty({ type: String }) time_weighted: string;
  @ApiProperty({ type: String }) modified_dietz: string;
  @ApiProperty({ type: String }) money_weighted: string;
  @ApiProperty({ type: String }) lots: string;
}

export class PerformanceResponse {
  @ApiProperty({ type: [String] }) portfolio_ids: string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) position_id: string | null;
  @ApiProperty({ type: String, nullable: true }) symbol: string | null;
  @ApiProperty({ ...DATE, description: 'As asked for' }) from: string | null;
  @ApiProperty({ ...DATE, description: 'As asked for' }) to: string | null;
  @ApiProperty({ ...DATE, description: 'The span begins after the close of this day' }) start_date: string | null;
  @ApiProperty({ ...DATE, description: 'Session of the last value' }) as_of: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calendar days' }) days: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Valued sessions of the span' }) sessions: number | null;
  @ApiProperty({ type: String, nullable: true }) currency: string | null;
  @ApiProperty({ ...DATE, description: 'From this session on figures are about to be computed anew' })
  stale_from: string | null;
  @ApiProperty(MONEY) start_value: string | null;
  @ApiProperty(MONEY) end_value: string | null;
  @ApiProperty({
    ...MONEY,
    description: 'Deposits less withdrawals; of a position what was paid for it less what came back',
  })
  net_flows: string | null;
  @ApiProperty({ ...MONEY, description: 'end_value − start_value − net_flows' }) total_pnl: string | null;
  @ApiProperty({ ...MONEY, description: 'Net of the fees of what was closed' }) realized_pnl: string | null;
  @ApiProperty({ ...MONEY, description: 'Of what is open at the end; negative for shorts' }) cost_basis: string | null;
  @ApiProperty({ ...MONEY, description: 'Of what is open at the end' }) unrealized_pnl: string | null;
  @ApiProperty(MONEY) unrealized_pnl_change: string | null;
  @ApiProperty({ ...MONEY, description: 'Opening fees paid and not realised yet, negative' })
  open_fees_change: string | null;
  @ApiProperty({ ...MONEY, description: 'Dividends and interest less account fees, taxes and borrow fees' })
  income: string | null;
  @ApiProperty({ type: AttributionResponse }) attribution: AttributionResponse;
  @ApiProperty({ type: ReturnSharesResponse }) return_shares: ReturnSharesResponse;
  @ApiProperty({ type: ReturnsResponse }) returns: ReturnsResponse;
  @ApiProperty({ type: BenchmarkResponse }) benchmark: BenchmarkResponse;
  @ApiProperty({ type: Number, description: 'Lots at the end that never had a price and are carried at cost' })
  unpriced_count: number;
  @ApiProperty({ type: MethodsResponse }) methods: MethodsResponse;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Why a figure is null, by its name',
  })
  reasons: Record<string, string>;

  static from(performance: Performance): Wire<PerformanceResponse> {
    const { position, query, pnl, returns, benchmark, attribution } = performance;
    const span = valueOrNull(performance.span);
    const figures = valueOrNull(pnl);
    const money = (value: Decimal | null | undefined): string | null => (value ? moneyText(value.toFixed(8)) : null);
    return {
      ...{ portfolio_ids: [...performance.portfolioIds], position_id: position?.id ?? null },
      ...{ symbol: position?.symbol ?? null, from: query.from, to: query.to },
      ...{ start_date: span?.start ?? null, as_of: span?.end ?? null, sessions: span?.sessions ?? null },
      days: span && daysBetween(span.start, span.end),
      ...{ currency: performance.currency, stale_from: performance.staleFrom },
      ...{ start_value: money(figures?.startValue), end_value: money(figures?.endValue) },
      ...{ net_flows: money(figures?.netFlows), total_pnl: money(figures?.total) },
      ...{ realized_pnl: money(figures?.realized), unrealized_pnl: money(figures?.unrealized) },
      cost_basis: money(figures?.costBasis),
      unrealized_pnl_change: money(figures?.unrealizedChange),
      ...{ open_fees_change: money(figures?.openFeesChange), income: money(figures?.income) },
      attribution: partsOf(valueOrNull(attribution), money),
      return_shares: sharesOf(performance),
      returns: {
        time_weighted: valueOrNull(returns.timeWeighted),
        time_weighted_annualized: valueOrNull(returns.timeWeightedAnnual),
        modified_dietz: valueOrNull(returns.modifiedDietz),
        money_weighted: valueOrNull(returns.moneyWeighted),
        money_weighted_annualized: valueOrNull(returns.moneyWeightedAnnual),
      },
      benchmark: {
        symbol: benchmark.symbol,
        total_return: valueOrNull(benchmark.totalReturn),
        excess_return: valueOrNull(benchmark.excessReturn),
      },
      unpriced_count: performance.unpricedCount,
      methods: position ? LOT_METHODS_USED : METHODS_USED,
      reasons: reasonsOf(performance),
    };
  }
}

const METHODS_USED = {
  time_weighted: 'sessions-linked, flows at the start of their session',
  modified_dietz: 'calendar days, flows at the start of their day',
  money_weighted: 'xirr, 365 days a year',
  lots: 'realised and unrealised by the lot method of the portfolio',
};
const LOT_METHODS_USED = {
  ...METHODS_USED,
  time_weighted:
    'sessions-linked, bought at the start and sold at the end of a session; a short on what it was sold for',
};

type Attributed = Performance['attribution'] extends Outcome<infer Parts> ? Parts : never;

const partsOf = (parts: Attributed | null, money: (value: Decimal | null | undefined) => string | null) => ({
  price: money(parts?.price),
  dividend: money(parts?.dividend),
  fee: money(parts?.fee),
  interest: money(parts?.interest),
  tax: money(parts?.tax),
  borrow_fee: money(parts?.borrowFee),
  total: money(parts?.total),
});

function sharesOf({ attribution, returns }: Performance): Wire<ReturnSharesResponse> {
  const capital = valueOrNull(returns.averageCapital);
  const share = (part: keyof Attributed): number | null =>
    attribution.ok && capital !== null ? attribution.value[part].toNumber() / capital : null;
  return {
    price: share('price'),
    dividend: share('dividend'),
    fee: share('fee'),
    interest: share('interest'),
    tax: share('tax'),
    borrow_fee: share('borrowFee'),
  };
}

function reasonsOf({ span, pnl, attribution, returns, benchmark }: Performance): Record<string, string> {
  const outcomes: Readonly<Record<string, Outcome<unknown>>> = {
    as_of: span,
    total_pnl: pnl,
    attribution,
    return_shares: attribution.ok ? returns.averageCapital : attribution,
    'returns.time_weighted': returns.timeWeighted,
    'returns.time_weighted_annualized': returns.timeWeightedAnnual,
    'returns.modified_dietz': returns.modifiedDietz,
    'returns.money_weighted': returns.moneyWeighted,
    'returns.money_weighted_annualized': returns.moneyWeightedAnnual,
    'benchmark.total_return': benchmark.totalReturn,
    'benchmark.excess_return': benchmark.excessReturn,
  };
  return Object.fromEntries(
    Object.entries(outcomes).flatMap(([name, outcome]) => {
      const reason = reasonOrNull(outcome);
      return reason === null ? [] : [[name, reason]];
    }),
  );
}
