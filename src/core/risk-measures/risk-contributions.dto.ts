import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { AsOf, DIGITS, measureOf, Provenance, reasonsOf } from './measure-parts.dto.js';
import type { ContributionRow, ContributionsView } from './risk-measure-view.js';

const FIGURE = { type: Number, nullable: true, example: 0.0142 } as const;
const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Field to why it is null',
  example: {},
} as const;

export class ContributionDto {
  @ApiProperty({ type: String, format: 'uuid' }) instrument_id: string;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: String, enum: ['PUBLIC', 'OPTIONS', 'PRIVATE'], example: 'PUBLIC' }) investment_class: string;
  @ApiProperty({
    ...{ ...FIGURE, example: 0.12 },
    description: 'Signed share of net asset value; of an option, of the shares that its delta stands for',
  })
  weight: number | null;
  @ApiProperty({ ...FIGURE, description: 'To annual volatility; all of them sum to it. A hedge is negative' })
  volatility_contribution: number | null;

  @ApiProperty({ ...FIGURE, description: 'The same over the volatility; they sum to 1', example: 0.09 })
  risk_share: number | null;

  @ApiProperty({ ...FIGURE, description: 'Change of volatility with the weight' }) marginal_volatility: number | null;
  @ApiProperty({ ...FIGURE, description: 'To the parametric VaR of a session at 95 %; they sum to it' })
  component_var_95: number | null;

  @ApiProperty({ ...FIGURE, description: 'Change of that VaR with the weight' }) marginal_var_95: number | null;
  @ApiProperty({ ...FIGURE, description: 'That VaR less what it were without the holding' })
  incremental_var_95: number | null;

  @ApiProperty({ ...FIGURE, description: 'To the historical CVaR of a session at 95 %, by the sessions of the tail' })
  component_cvar_95: number | null;

  @ApiProperty({ type: 'integer', description: 'Sessions', example: 252 }) observations: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why there are no figures', example: null })
  reason: string | null;

  static from(row: ContributionRow, volatility: number | null): Wire<ContributionDto> {
    const share = row.volatility === null || volatility === null ? null : row.volatility / volatility;
    return {
      instrument_id: row.instrumentId,
      symbol: row.symbol,
      investment_class: row.investmentClass,
      weight: roundTo(row.weight, DIGITS),
      volatility_contribution: roundTo(row.volatility, DIGITS),
      risk_share: roundTo(share, DIGITS),
      marginal_volatility: roundTo(row.marginalVolatility, DIGITS),
      component_var_95: roundTo(row.componentVar, DIGITS),
      marginal_var_95: roundTo(row.marginalVar, DIGITS),
      incremental_var_95: roundTo(row.incrementalVar, DIGITS),
      component_cvar_95: roundTo(row.componentCvar, DIGITS),
      observations: row.observations,
      reason: row.reason,
    };
  }
}

export class RiskContributionsResponse extends AsOf {
  @ApiProperty({ ...FIGURE, description: 'Annual, by the shrunk covariance', example: 0.168 })
  volatility: number | null;

  @ApiProperty({ ...FIGURE, description: 'Parametric, of one session; positive for a loss' })
  value_at_risk_95: number | null;

  @ApiProperty({ ...FIGURE, description: 'Volatility if nothing diversified over volatility', example: 1.42 })
  diversification_ratio: number | null;

  @ApiProperty({ ...FIGURE, description: 'Square of it: independent equal bets that spread as well', example: 2.02 })
  effective_bets: number | null;

  @ApiProperty({ type: 'integer', example: 252 }) window_sessions: number;
  @ApiProperty({ type: 'integer', example: 252 }) observations: number;
  @ApiProperty({ type: String, example: 'ledoit-wolf-constant-correlation' }) method: string;
  @ApiProperty({ type: 'integer', example: 2 }) version: number;
  @ApiProperty(REASONS) reasons: Record<string, string>;
  @ApiProperty({ type: 'integer', description: 'Instruments in all', example: 14 }) total: number;
  @ApiProperty({ type: 'integer', example: 100 }) limit: number;
  @ApiProperty({ type: 'integer', example: 0 }) offset: number;
  @ApiProperty({ type: [ContributionDto], description: 'The largest first' }) contributions: ContributionDto[];

  static from(
    view: ContributionsView,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Wire<RiskContributionsResponse> {
    const volatility = measureOf(view, 'shrunk_volatility');
    const loss = measureOf(view, 'parametric_var_95');
    const [ratio, bets] = [measureOf(view, 'diversification_ratio'), measureOf(view, 'effective_bets')];
    const { window_sessions, observations, method, version } = Provenance.of(volatility);
    return {
      ...AsOf.of(view, volatility.value !== null),
      volatility: roundTo(volatility.value, DIGITS),
      value_at_risk_95: roundTo(loss.value, DIGITS),
      diversification_ratio: roundTo(ratio.value, DIGITS),
      effective_bets: roundTo(bets.value, DIGITS),
      ...{ window_sessions, observations, method, version },
      reasons: reasonsOf([
        { ...volatility, measure: 'volatility' },
        { ...loss, measure: 'value_at_risk_95' },
        ...[ratio, bets],
      ]),
      ...{ total: view.total, limit, offset },
      contributions: view.contributions.map((row) => ContributionDto.from(row, volatility.value)),
    };
  }
}
