import { Injectable } from '@nestjs/common';
import {
  type BetaView,
  type ConcentrationView,
  type ExposureView,
  type Figure,
  type RiskReader,
  type StressView,
  type SectorView,
  type VolatilityView,
} from '../../contracts/risk-reader.js';
import { type BetaSnapshot, type PositionBeta, type SnapshotFigures } from '../snapshots/snapshot-view.js';
import { SnapshotService } from '../snapshots/snapshot.service.js';
import { type SectorExposureView, SectorExposureService } from '../sector-exposure/sector-exposure.service.js';
import { StressTestService } from '../stress-tests/stress-test.service.js';
import { reasonOrNull } from '../../shared/outcome.js';
import { SECTOR_METHOD } from './sector-exposure.dto.js';
import { CONCENTRATION_METHOD } from './concentration.dto.js';
import { pnlOf } from './overview.dto.js';
import { VOLATILITY_METHOD } from './volatility.dto.js';

const EXPOSURE_METHOD =
  'Sums of signed market values at the close of the session; net asset value is cash plus their net; ' +
  'P&L is the change of net asset value less capital flows.';
const BETA_METHOD =
  'Ordinary least squares on the daily returns of SPY, raw; the beta of the portfolio is the sum of weight of net asset value times beta.';

const STRESS_METHOD =
  'Given shocks as they are, the other factors at their conditional means by the covariance of the last year; ' +
  'holdings move by their exposures to the factors, options are revalued.';

@Injectable()
export class RiskReaderAdapter implements RiskReader {
  constructor(
    private readonly snapshots: SnapshotService,
    private readonly stressTests: StressTestService,
    private readonly sectorExposures: SectorExposureService,
  ) {}

  async exposure(userId: string, portfolioId: string): Promise<ExposureView | null> {
    const view = await this.snapshots.findOverview(userId, portfolioId);
    if (view === null) return null;
    const { snapshot } = view;
    const { pnl, reasons } = pnlOf(view);
    const ofPnl = (field: keyof typeof pnl): Figure => figure(pnl[field], reasons[field] ?? 'not-computed-yet');
    const money = (value: number | undefined): Figure => figure(value ?? null, 'not-computed-yet');
    return {
      portfolioId,
      asOf: snapshot?.date ?? null,
      method: EXPOSURE_METHOD,
      netAssetValue: money(snapshot?.netAssetValue),
      cash: money(snapshot?.cash),
      longExposure: money(snapshot?.longValue),
      shortExposure: money(snapshot?.shortValue),
      grossExposure: money(snapshot?.grossExposure),
      netExposure: money(snapshot?.netExposure),
      leverage: leverageOf(snapshot),
      dailyPnl: money(snapshot?.dailyPnl),
      dailyReturn: figure(snapshot?.dailyReturn ?? null, reasonIn(snapshot, 'daily_return')),
      monthToDatePnl: ofPnl('mtd_pnl'),
      yearToDatePnl: ofPnl('ytd_pnl'),
      cumulativePnl: money(snapshot?.cumulativePnl),
      unrealizedPnl: ofPnl('unrealized_pnl'),
      realizedPnl: ofPnl('realized_pnl'),
    };
  }

  async concentration(userId: string, portfolioId: string): Promise<ConcentrationView | null> {
    const view = await this.snapshots.findConcentration(userId, portfolioId);
    if (view === null) return null;
    const { snapshot, largest, symbolCount } = view;
    const reason = snapshot?.reasons['hhi'] ?? 'not-computed-yet';
    return {
      portfolioId,
      asOf: snapshot?.date ?? null,
      method: CONCENTRATION_METHOD,
      herfindahlIndex: figure(snapshot?.herfindahlIndex ?? null, reason),
      effectiveNumberOfPositions: figure(snapshot?.effectivePositions ?? null, reason),
      top3Share: figure(snapshot?.top3Share ?? null, reason),
      top10Share: figure(snapshot?.top10Share ?? null, reason),
      positionCount: symbolCount,
      largest,
    };
  }

  async volatility(userId: string, portfolioId: string): Promise<VolatilityView | null> {
    const view = await this.snapshots.findLatest(userId, portfolioId);
    if (view === null) return null;
    const { snapshot } = view;
    return {
      portfolioId,
      asOf: snapshot?.date ?? null,
      method: VOLATILITY_METHOD,
      realized21d: figure(snapshot?.realizedVolatility21d ?? null, reasonIn(snapshot, 'realized_volatility_21d')),
      realized63d: figure(snapshot?.realizedVolatility63d ?? null, reasonIn(snapshot, 'realized_volatility_63d')),
      coverage: figure(
        snapshot?.volatilityCoverage ?? null,
        reasonIn(snapshot, 'volatility_coverage', 'realized_volatility_21d'),
      ),
    };
  }

  async beta(userId: string, portfolioId: string): Promise<BetaView | null> {
    const view = await this.snapshots.findBetas(userId, portfolioId);
    if (view === null) return null;
    const { snapshot } = view;
    return {
      portfolioId,
      asOf: snapshot?.date ?? null,
      method: BETA_METHOD,
      beta90d: figure(snapshot?.beta90d ?? null, reasonIn(snapshot, 'beta_calculated_90d')),
      beta252d: figure(snapshot?.beta252d ?? null, reasonIn(snapshot, 'beta_calculated_252d')),
      rSquared90d: figure(
        snapshot?.beta90dRSquared ?? null,
        reasonIn(snapshot, 'beta_calculated_90d_r_squared', 'beta_calculated_90d'),
      ),
      positions: symbolsOf(view),
    };
  }

  async stress(userId: string, portfolioId: string): Promise<StressView | null> {
    const view = await this.stressTests.find(userId, portfolioId);
    if (view === null) return null;
    return {
      portfolioId,
      asOf: view.asOf,
      method: STRESS_METHOD,
      scenarios: view.outcomes.map(({ id, name, category, severity, reason, dollarImpact, percentageImpact }) => ({
        ...{ id, name, category, severity },
        impact: figure(dollarImpact, reason ?? 'not-computed-yet'),
        relativeImpact: figure(percentageImpact === null ? null : percentageImpact / 100, reason ?? 'not-computed-yet'),
      })),
    };
  }

  async sectors(userId: string, portfolioId: string): Promise<SectorView | null> {
    const view = await this.sectorExposures.find(userId, portfolioId);
    return view && sectorsOf(portfolioId, view);
  }
}

function sectorsOf(portfolioId: string, { inputs, exposure }: SectorExposureView): SectorView {
  const { asOf, benchmark } = inputs;
  const weights = exposure.ok ? exposure.value.weights : new Map<string, number>();
  const active = exposure.ok ? exposure.value.active : new Map<string, number>();
  const names = [...new Set([...weights.keys(), ...active.keys()])].sort();
  const sectors = names.map((name) => {
    const [weight, activeWeight] = [weights.get(name) ?? 0, active.get(name) ?? null];
    return { name, weight, activeWeight, benchmarkWeight: activeWeight === null ? null : weight - activeWeight };
  });
  return {
    ...{ portfolioId, asOf, method: SECTOR_METHOD, benchmark: 'SP500', benchmarkAsOf: benchmark?.asOf ?? null },
    weighed: figure(exposure.ok ? exposure.value.grossValue : null, reasonOrNull(exposure) ?? 'not-computed-yet'),
    compared: figure(active.size === 0 ? null : active.size, reasonOrNull(exposure) ?? 'no-benchmark'),
    sectors: sectors.sort((a, b) => b.weight - a.weight),
  };
}

const figure = (value: number | null, reason: string): Figure => ({ value, reason: value === null ? reason : null });

function leverageOf(snapshot: SnapshotFigures | null): Figure {
  if (snapshot === null) return figure(null, 'not-computed-yet');
  if (snapshot.netAssetValue <= 0) return figure(null, 'non-positive-equity');
  return figure(snapshot.grossExposure / snapshot.netAssetValue, '');
}

/** The first reason that is stored under one of the columns. */
function reasonIn(snapshot: SnapshotFigures | null, ...columns: readonly string[]): string {
  const stored = columns.map((column) => snapshot?.reasons[column]).find((reason) => reason !== undefined);
  return stored ?? 'not-computed-yet';
}

/** A beta belongs to a symbol, so its lots are one line. */
function symbolsOf({ positions }: BetaSnapshot): BetaView['positions'] {
  const bySymbol = new Map<string, PositionBeta>();
  for (const position of positions) if (!bySymbol.has(position.symbol)) bySymbol.set(position.symbol, position);
  return [...bySymbol.values()].map(({ symbol, beta, stdError, reason }) => ({
    symbol,
    beta90d: figure(beta, reason ?? 'not-computed-yet'),
    standardError: figure(stdError, reason ?? 'not-computed-yet'),
  }));
}
