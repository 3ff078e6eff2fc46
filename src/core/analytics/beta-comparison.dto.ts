import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type BetaSnapshot, type PositionBeta } from '../snapshots/snapshot-view.js';

const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Field to why it is null',
} as const;

export class PositionBetaResponse {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String, format: 'uuid' }) position_id: string;
  @ApiProperty({ type: Number, nullable: true, description: 'As the data provider states it' })
  market_beta: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Regressed over 90 sessions, raw' })
  calculated_beta: number | null;

  @ApiProperty({ type: Number, nullable: true }) beta_r_squared: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) observations: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'calculated_beta less market_beta' })
  beta_difference: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of calculated_beta, Newey-West' })
  std_error: number | null;

  @ApiProperty({ type: Number, nullable: true }) p_value: number | null;
  @ApiProperty({ type: String, nullable: true }) method: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the calculation', example: 1 }) version:
    number | null;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(position: PositionBeta, calculationDate: string | null): Wire<PositionBetaResponse> {
    return {
      symbol: position.symbol,
      position_id: position.positionId,
      market_beta: null,
      calculated_beta: position.beta,
      beta_r_squared: position.rSquared,
      calculation_date: position.beta === null ? null : calculationDate,
      observations: position.observations,
      beta_difference: null,
      std_error: position.stdError,
      p_value: position.pValue,
      method: position.method,
      version: position.version,
      reasons: {
        market_beta: 'not-computed-yet',
        beta_difference: 'not-computed-yet',
        ...(position.beta === null ? { calculated_beta: position.reason ?? 'not-computed-yet' } : {}),
      },
    };
  }
}

export class PortfolioBetaResponse {
  @ApiProperty({ type: Number, nullable: true, description: 'Sum of weight times beta, weights of net asset value' })
  beta_calculated_90d: number | null;

  @ApiProperty({ type: Number, nullable: true }) beta_calculated_90d_r_squared: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) beta_calculated_90d_observations: number | null;
  @ApiProperty({ type: Number, nullable: true }) beta_calculated_252d: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) beta_calculated_252d_observations: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of gross value that has a beta, a ratio' })
  coverage: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the calculation', example: 3 }) version:
    number | null;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from({ snapshot }: BetaSnapshot): Wire<PortfolioBetaResponse> {
    const figures = {
      beta_calculated_90d: snapshot?.beta90d ?? null,
      beta_calculated_90d_r_squared: snapshot?.beta90dRSquared ?? null,
      beta_calculated_90d_observations: snapshot?.beta90dObservations ?? null,
      beta_calculated_252d: snapshot?.beta252d ?? null,
      beta_calculated_252d_observations: snapshot?.beta252dObservations ?? null,
    };
    const missing = Object.entries(figures).filter(([, value]) => value === null);
    return {
      ...figures,
      coverage: snapshot?.betaCoverage ?? null,
      version: snapshot?.versions['portfolio-risk'] ?? null,
      reasons: Object.fromEntries(missing.map(([name]) => [name, reasonOf(name, snapshot?.reasons)])),
    };
  }
}

/** What belongs to a regression is missing for the reason of its beta. */
function reasonOf(name: string, reasons: Readonly<Record<string, string>> = {}): string {
  const beta = /^beta_calculated_\d+d/.exec(name)?.[0] ?? name;
  return reasons[name] ?? reasons[beta] ?? 'not-computed-yet';
}

export class BetaComparisonMetadata {
  @ApiProperty({ type: 'integer' }) total_positions: number;
  @ApiProperty({ type: 'integer' }) positions_with_market_beta: number;
  @ApiProperty({ type: 'integer' }) positions_with_calculated_beta: number;
  @ApiProperty({ type: 'integer' }) window_sessions: number;
}

export class BetaComparisonResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) as_of: string | null;
  @ApiProperty({ type: PortfolioBetaResponse }) portfolio: PortfolioBetaResponse;
  @ApiProperty({ type: [PositionBetaResponse], description: 'By symbol, then by position' })
  positions: PositionBetaResponse[];

  @ApiProperty({ type: BetaComparisonMetadata }) metadata: BetaComparisonMetadata;
  @ApiProperty({ type: String, nullable: true, description: 'Why there are no betas at all' }) reason: string | null;

  static from(view: BetaSnapshot): Wire<BetaComparisonResponse> {
    const asOf = view.snapshot?.date ?? null;
    const computed = view.positions.filter(({ beta }) => beta !== null).length;
    return {
      available: computed > 0,
      portfolio_id: view.portfolio.id,
      as_of: asOf,
      portfolio: PortfolioBetaResponse.from(view),
      positions: view.positions.map((position) => PositionBetaResponse.from(position, asOf)),
      metadata: {
        total_positions: view.positions.length,
        positions_with_market_beta: 0,
        positions_with_calculated_beta: computed,
        window_sessions: 90,
      },
      reason: computed > 0 ? null : reasonForNone(view),
    };
  }
}

function reasonForNone({ snapshot, positions }: BetaSnapshot): string {
  if (snapshot === null) return 'not-computed-yet';
  if (positions.length === 0) return 'no-positions';
  return snapshot.reasons['beta_calculated_90d'] ?? 'not-computed-yet';
}
