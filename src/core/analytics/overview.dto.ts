import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { type OverviewSnapshot, type SnapshotFigures } from '../snapshots/snapshot-view.js';
import { reasonsOf as reasonsOfOutcomes, valuesOf } from '../target-prices/target-price.dto.js';
import { type TargetReturns } from '../target-prices/target-return.service.js';
import { type Overview } from './analytics.service.js';
import { periodPnl } from './period-pnl.kernel.js';
import { roundTo, toCents } from './rounding.kernel.js';

const MONEY = { type: Number, nullable: true, description: "In the portfolio's currency, two decimals" } as const;
const PERCENT = { type: Number, nullable: true, description: 'Of net asset value, 0 to 100, one decimal' } as const;

export class ExposuresResponse {
  @ApiProperty(MONEY) long_exposure: number | null;
  @ApiProperty({ ...MONEY, description: 'Negative' }) short_exposure: number | null;
  @ApiProperty(MONEY) gross_exposure: number | null;
  @ApiProperty(MONEY) net_exposure: number | null;
  @ApiProperty(PERCENT) long_percentage: number | null;
  @ApiProperty({ ...PERCENT, description: 'Of net asset value, negative' }) short_percentage: number | null;
  @ApiProperty(PERCENT) gross_percentage: number | null;
  @ApiProperty(PERCENT) net_percentage: number | null;

  static from(snapshot: SnapshotFigures | null): Wire<ExposuresResponse> {
    const money = (value: number | undefined): number | null => toCents(value ?? null);
    const percent = (value: number | undefined): number | null => roundTo(ratioToEquity(snapshot, value, 100), 1);
    return {
      long_exposure: money(snapshot?.longValue),
      short_exposure: money(snapshot?.shortValue),
      gross_exposure: money(snapshot?.grossExposure),
      net_exposure: money(snapshot?.netExposure),
      long_percentage: percent(snapshot?.longValue),
      short_percentage: percent(snapshot?.shortValue),
      gross_percentage: percent(snapshot?.grossExposure),
      net_percentage: percent(snapshot?.netExposure),
    };
  }
}

/** With options by their deltas: beside the exposures by market value, which leave an option at its price. */
export class DeltaAdjustedExposuresResponse extends ExposuresResponse {
  @ApiProperty({ ...MONEY, description: 'Change of the net exposure when every underlying moves by one per cent' })
  gamma_exposure: number | null;

  @ApiProperty({ type: 'integer', description: 'Symbols of options', example: 8 }) options: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Symbol of an option that counts by its market value, to why',
    example: {},
  })
  at_market_value: Record<string, string>;

  static of({ snapshot, optionExposure }: OverviewSnapshot): Wire<DeltaAdjustedExposuresResponse> | null {
    if (snapshot === null || optionExposure === null) return null;
    const { longExposure: longValue, shortExposure: shortValue, grossExposure, netExposure } = optionExposure;
    return {
      ...ExposuresResponse.from({ ...snapshot, longValue, shortValue, grossExposure, netExposure }),
      gamma_exposure: toCents(optionExposure.gammaExposure),
      options: optionExposure.options,
      at_market_value: { ...optionExposure.atValue },
    };
  }
}

export class PnlResponse {
  @ApiProperty({ ...MONEY, description: 'Since the portfolio began: net asset value less all capital flows' })
  total_pnl: number | null;

  @ApiProperty({ ...MONEY, description: 'Of open positions with a price: market value less cost' })
  unrealized_pnl: number | null;

  @ApiProperty({ ...MONEY, description: 'Of closed positions, since the portfolio began' })
  realized_pnl: number | null;

  @ApiProperty({ ...MONEY, description: 'Since the last session of the year before' }) ytd_pnl: number | null;
  @ApiProperty({ ...MONEY, description: 'Since the last session of the month before' }) mtd_pnl: number | null;
}

export class PositionCountResponse {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Open lots' }) total_positions: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) long_count: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) short_count: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Also counted as long or short' })
  option_count: number | null;
}

export class TargetReturnsResponse {
  @ApiProperty({ ...PERCENT, description: 'Of the gross value of what has a target, percent' })
  expected_return_eoy: number | null;

  @ApiProperty({ ...PERCENT, description: 'Of the gross value of what has a target, percent' })
  expected_return_next_year: number | null;

  @ApiProperty({ ...PERCENT, description: 'Of the gross value of what has a target, percent' })
  downside_return: number | null;

  @ApiProperty({ ...PERCENT, description: 'Of the open lots, 0 to 100' }) coverage_pct: number | null;
  @ApiProperty({ type: 'integer' }) positions_with_targets: number;
  @ApiProperty({ type: 'integer', description: 'Open lots' }) total_positions: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) last_updated: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from({ summary, lastUpdated }: TargetReturns): Wire<TargetReturnsResponse> {
    const outcomes = {
      expected_return_eoy: summary.horizons.eoy.weightedReturn,
      expected_return_next_year: summary.horizons.nextYear.weightedReturn,
      downside_return: summary.horizons.downside.weightedReturn,
      coverage_pct: summary.coverage,
    };
    const { positionsWithTargets: positions_with_targets, totalPositions: total_positions } = summary;
    const counts = { positions_with_targets, total_positions, last_updated: lastUpdated };
    return { ...valuesOf(outcomes), ...counts, reasons: reasonsOfOutcomes(outcomes) };
  }
}

export class OverviewResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Session of the figures' })
  as_of: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['OK', 'PARTIAL'] }) status: 'OK' | 'PARTIAL' | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of gross value priced at this session, a ratio' })
  coverage: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'First session that waits for a new run' })
  stale_from: string | null;

  @ApiProperty({ type: String }) currency: string;
  @ApiProperty({ ...MONEY, description: 'The opening deposit' }) equity_balance: number | null;
  @ApiProperty({ ...MONEY, description: 'Before the first valuation the opening deposit, and `reasons` says so' })
  net_asset_value: number | null;

  @ApiProperty({ ...MONEY, description: 'The same as net_asset_value' }) total_value: number | null;
  @ApiProperty({ ...MONEY, description: 'Negative when the portfolio borrows' }) cash_balance: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Gross exposure over net asset value, a ratio' })
  leverage: number | null;

  @ApiProperty({ type: ExposuresResponse }) exposures: ExposuresResponse;
  @ApiProperty({
    type: DeltaAdjustedExposuresResponse,
    nullable: true,
    description: 'Exposures with options by their deltas; null until they are computed',
  })
  delta_adjusted_exposures: DeltaAdjustedExposuresResponse | null;

  @ApiProperty({ type: PnlResponse }) pnl: PnlResponse;
  @ApiProperty({ type: PositionCountResponse }) position_count: PositionCountResponse;
  @ApiProperty({ type: TargetReturnsResponse, nullable: true, description: 'Null where nothing held has a target' })
  target_returns: TargetReturnsResponse | null;

  @ApiProperty({ type: String, format: 'date-time' }) last_updated: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from({ view, targets }: Overview): Wire<OverviewResponse> {
    const hasTargets = targets.summary.positionsWithTargets > 0;
    const noTargets = targets.summary.totalPositions === 0 ? 'no-positions' : 'insufficient-coverage';
    const { portfolio, snapshot } = view;
    const { pnl, reasons } = pnlOf(view);
    const netAssetValue = toCents(snapshot?.netAssetValue ?? portfolio.equityBalance);
    return {
      portfolio_id: portfolio.id,
      as_of: snapshot?.date ?? null,
      status: snapshot?.status ?? null,
      coverage: snapshot?.coverage ?? null,
      stale_from: portfolio.staleFrom,
      currency: portfolio.currency,
      equity_balance: toCents(portfolio.equityBalance),
      net_asset_value: netAssetValue,
      total_value: netAssetValue,
      cash_balance: toCents(snapshot?.cash ?? null),
      leverage: roundTo(ratioToEquity(snapshot, snapshot?.grossExposure, 1), 4),
      exposures: ExposuresResponse.from(snapshot),
      delta_adjusted_exposures: DeltaAdjustedExposuresResponse.of(view),
      pnl,
      position_count: countsOf(view),
      target_returns: hasTargets ? TargetReturnsResponse.from(targets) : null,
      last_updated: snapshot?.updatedAt ?? portfolio.updatedAt.toISOString(),
      reasons: { ...reasonsOf(snapshot), ...reasons, ...(hasTargets ? {} : { target_returns: noTargets }) },
    };
  }
}

/** Null where there is no equity to compare with. */
function ratioToEquity(snapshot: SnapshotFigures | null, value: number | undefined, scale: number): number | null {
  if (snapshot === null || value === undefined || snapshot.netAssetValue <= 0) return null;
  return (value / snapshot.netAssetValue) * scale;
}

const RATIOS = ['leverage', 'long_percentage', 'short_percentage', 'gross_percentage', 'net_percentage'] as const;

const OF_A_SNAPSHOT = [
  'net_asset_value',
  'cash_balance',
  'coverage',
  'long_exposure',
  'short_exposure',
  'gross_exposure',
  'net_exposure',
  'total_pnl',
  'unrealized_pnl',
  'realized_pnl',
  'ytd_pnl',
  'mtd_pnl',
  'position_count',
] as const;

const all = (fields: readonly string[], reason: string): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, reason]));

function reasonsOf(snapshot: SnapshotFigures | null): Record<string, string> {
  if (snapshot === null) return all([...OF_A_SNAPSHOT, ...RATIOS], 'not-computed-yet');
  return {
    ...(snapshot.coverage === null ? { coverage: snapshot.reasons['coverage'] ?? 'no-positions' } : {}),
    ...(snapshot.netAssetValue > 0 ? {} : all(RATIOS, 'non-positive-equity')),
  };
}

/** P&L over the periods of the overview, to the cent, and why a part of it is null. */
export function pnlOf(view: OverviewSnapshot): { pnl: Wire<PnlResponse>; reasons: Record<string, string> } {
  const { snapshot } = view;
  if (snapshot === null) {
    return {
      pnl: { total_pnl: null, unrealized_pnl: null, realized_pnl: null, ytd_pnl: null, mtd_pnl: null },
      reasons: {},
    };
  }
  const history = { session: snapshot.date, cumulativePnl: snapshot.cumulativePnl, ledgerStart: view.ledgerStart };
  const ytd = periodPnl('year', { ...history, cumulativePnlBefore: view.cumulativePnlBeforeYear });
  const mtd = periodPnl('month', { ...history, cumulativePnlBefore: view.cumulativePnlBeforeMonth });
  // Nothing held has gained nothing; lots without any price have no known gain.
  const unrealized = snapshot.positionCount === 0 ? 0 : view.unrealizedPnl;
  const why = {
    unrealized_pnl: unrealized === null ? 'no-price' : null,
    ytd_pnl: reasonOrNull(ytd),
    mtd_pnl: reasonOrNull(mtd),
  };
  return {
    pnl: {
      total_pnl: toCents(snapshot.cumulativePnl),
      unrealized_pnl: toCents(unrealized),
      realized_pnl: toCents(snapshot.cumulativeRealizedPnl),
      ytd_pnl: toCents(valueOrNull(ytd)),
      mtd_pnl: toCents(valueOrNull(mtd)),
    },
    reasons: Object.fromEntries(Object.entries(why).filter((entry): entry is [string, never] => entry[1] !== null)),
  };
}

function countsOf({ snapshot, optionCount }: OverviewSnapshot): Wire<PositionCountResponse> {
  return {
    total_positions: snapshot?.positionCount ?? null,
    long_count: snapshot?.longCount ?? null,
    short_count: snapshot?.shortCount ?? null,
    option_count: snapshot === null ? null : optionCount,
  };
}
