import { ApiProperty } from '@nestjs/swagger';
import type { CursorPage } from '../../shared/http/cursor.js';
import { type Wire } from '../../shared/http/wire.js';
import { type Outcome, reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { closeInstant } from '../data/session-close.kernel.js';
import { POSITION_SIDES, type PositionSide } from './target-draft.kernel.js';
import { type TargetView } from './target-price.service.js';
import { expectedFigures } from './target-return.kernel.js';

const PRICE = { type: Number, nullable: true } as const;
const PERCENT = { type: Number, nullable: true, description: 'Percent of the current price; shorts gain by a fall' };
const MONEY = { type: Number, nullable: true, description: 'What reaching it gains on what is held now' } as const;
const OF_EQUITY = { type: Number, nullable: true, description: 'Percent of net asset value' } as const;
export const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Field to why it is null',
} as const;

export class TargetPriceResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) position_id: string | null;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ enum: POSITION_SIDES }) position_type: PositionSide;
  @ApiProperty({ ...PRICE, example: 210 }) target_price_eoy: number | null;
  @ApiProperty({ ...PRICE, example: 240 }) target_price_next_year: number | null;
  @ApiProperty({ ...PRICE, example: 150 }) downside_target_price: number | null;
  @ApiProperty({ ...PRICE, example: 187.5, description: 'Of the newest valuation, else of the dataset, else as given' })
  current_price: number | null;

  @ApiProperty({ ...PERCENT, example: 12 }) expected_return_eoy: number | null;
  @ApiProperty(PERCENT) expected_return_next_year: number | null;
  @ApiProperty(PERCENT) downside_return: number | null;
  @ApiProperty(MONEY) target_upside_eoy_value: number | null;
  @ApiProperty(MONEY) target_upside_next_year_value: number | null;
  @ApiProperty(MONEY) target_downside_value: number | null;
  @ApiProperty({ ...OF_EQUITY, example: 8.4 }) position_weight: number | null;
  @ApiProperty(OF_EQUITY) contribution_to_portfolio_return: number | null;
  @ApiProperty({ ...OF_EQUITY, description: 'Weight times the own annual volatility over 63 sessions, percent' })
  contribution_to_portfolio_risk: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Close of its session; null for a price that was given',
  })
  price_updated_at: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true }) created_by: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static list({ items }: CursorPage<TargetView>): Wire<TargetPriceResponse>[] {
    return items.map((view) => TargetPriceResponse.from(view));
  }

  static from({ target, equity }: TargetView): Wire<TargetPriceResponse> {
    const { price, shares, volatility, positionType } = target;
    const levels = { eoy: target.eoy, nextYear: target.nextYear, downside: target.downside };
    const figures = expectedFigures({ positionType, price, shares, levels, equity, volatility });
    const outcomes = {
      expected_return_eoy: figures.returns.eoy,
      expected_return_next_year: figures.returns.nextYear,
      downside_return: figures.returns.downside,
      target_upside_eoy_value: figures.values.eoy,
      target_upside_next_year_value: figures.values.nextYear,
      target_downside_value: figures.values.downside,
      position_weight: figures.weight,
      contribution_to_portfolio_return: figures.contributionToReturn,
      contribution_to_portfolio_risk: figures.contributionToRisk,
    };
    return {
      id: target.id,
      portfolio_id: target.portfolioId,
      position_id: target.positionId,
      symbol: target.symbol,
      position_type: positionType,
      target_price_eoy: numberOf(levels.eoy),
      target_price_next_year: numberOf(levels.nextYear),
      downside_target_price: numberOf(levels.downside),
      current_price: numberOf(price),
      ...valuesOf(outcomes),
      price_updated_at: target.priceDate === null ? null : closeInstant(target.priceDate),
      created_by: target.createdBy,
      created_at: target.createdAt.toISOString(),
      updated_at: target.updatedAt.toISOString(),
      reasons: { ...reasonsOf(outcomes), ...(price === null ? { current_price: 'no-price' } : {}) },
    };
  }
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

/** Each figure as a number or null. */
export const valuesOf = <Name extends string>(
  outcomes: Readonly<Record<Name, Outcome<number>>>,
): Record<Name, number | null> =>
  Object.fromEntries(
    Object.entries<Outcome<number>>(outcomes).map(([name, outcome]) => [name, valueOrNull(outcome)]),
  ) as Record<Name, number | null>;

export const reasonsOf = (outcomes: Readonly<Record<string, Outcome<number>>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(outcomes).flatMap(([name, outcome]) => (outcome.ok ? [] : [[name, reasonOrNull(outcome) ?? '']])),
  );
