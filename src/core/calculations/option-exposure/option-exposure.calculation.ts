import { type Outcome, type Reason, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { concentrationOf } from '../concentration/concentration.calculation.js';
import { type Concentration, exposures, type Exposures } from '../concentration/concentration.kernel.js';
import { symbolMarketBeta } from '../market-beta/market-beta.calculation.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { factorExposures, type PortfolioExposure } from '../portfolio-factors/portfolio-factors.calculation.js';
import { betaOf } from '../portfolio-risk/portfolio-risk.calculation.js';
import type { Covered } from '../portfolio-risk/portfolio-risk.kernel.js';
import { PORTFOLIO_KEY, type ResultTable } from '../result-table.js';
import { symbolFactors } from '../symbol-factors/symbol-factors.calculation.js';
import { exposedBook, type ExposedBook, plainBook } from './exposed-book.js';

/** What options make of a portfolio, and beside it what its figures were if they counted by their values. */
export interface OptionExposure {
  /** Delta-adjusted. */
  readonly exposures: Exposures;
  /** Change of net exposure when every underlying moves by one per cent. */
  readonly gammaExposure: number;
  readonly options: number;
  /** Symbols of options without Greeks, which count by their values, and why. */
  readonly atValue: Readonly<Record<string, Reason>>;
  readonly plain: {
    readonly beta90: Outcome<Covered<number>>;
    readonly concentration: Outcome<Concentration>;
    readonly factors: readonly PortfolioExposure[];
  };
}

const TABLE: ResultTable = {
  name: 'portfolio_exposures',
  key: PORTFOLIO_KEY,
  values: {
    long_exposure: 'double precision',
    short_exposure: 'double precision',
    gross_exposure: 'double precision',
    net_exposure: 'double precision',
    gamma_exposure: 'double precision',
    options: 'integer',
    at_value: 'jsonb',
    plain_beta_90d: 'double precision',
    plain_hhi: 'double precision',
    plain_effective_num_positions: 'double precision',
    plain_top_3_concentration: 'double precision',
    plain_top_10_concentration: 'double precision',
    plain_factors: 'jsonb',
    reasons: 'jsonb',
    observations: 'integer',
    version: 'integer',
    method: 'text',
  },
};
const VERSION = 1;

/**
 * Delta-adjusted exposures of the portfolio, which beta, factors, concentration and sectors go by, and the plain view of
 * those: options at their market values. Without options the two are the same.
 */
export const optionExposure = calculation({
  name: 'option-exposure',
  version: VERSION,
  subject: 'portfolio',
  after: [optionGreeks.name, symbolMarketBeta.name, symbolFactors.name],
  tables: [TABLE],
  compute: (book: PortfolioBook, earlier: Results): OptionExposure => {
    const exposed = exposedBook(book, earlier);
    const symbolOf = (id: string): string => book.symbols.subjects[book.symbols.placeOf.get(id) ?? -1]?.symbol ?? id;
    return {
      exposures: exposures(exposed.exposures),
      gammaExposure: exposed.gammas.reduce((sum, gamma) => sum + gamma, 0),
      options: exposed.options,
      atValue: Object.fromEntries([...exposed.plain].map(([id, reason]) => [symbolOf(id), reason] as const).sort()),
      plain: plainFigures(plainBook(book), earlier),
    };
  },
  rows: (result, { portfolioId, session, instrumentIds }) => {
    const { long, short, gross, net } = result.exposures;
    const spread = valueOrNull(result.plain.concentration);
    return [
      {
        table: TABLE,
        rows: [
          [
            ...[portfolioId, session, long, short, gross, net, result.gammaExposure, result.options],
            ...[JSON.stringify(result.atValue), valueOrNull(result.plain.beta90)?.value ?? null],
            ...[spread?.herfindahlIndex ?? null, spread?.effectivePositions ?? null],
            ...[spread?.top3Share ?? null, spread?.top10Share ?? null],
            ...[JSON.stringify(byModel(result.plain.factors)), JSON.stringify(reasonsOf(result))],
            ...[instrumentIds.length, VERSION, 'delta-adjusted'],
          ],
        ],
      },
    ];
  },
});

/** The plain view of what has failed is missing; the exposures are there all the same. */
function plainFigures(book: ExposedBook, earlier: Results): OptionExposure['plain'] {
  const { failed } = earlier;
  return {
    beta90: failed.has(symbolMarketBeta.name) ? skipped('computation-failed') : betaOf(book, 90, earlier),
    concentration: concentrationOf(book),
    factors: failed.has(symbolFactors.name) ? [] : factorExposures(book, earlier),
  };
}

function byModel(factors: readonly PortfolioExposure[]): Record<string, Record<string, number | null>> {
  const models: Record<string, Record<string, number | null>> = {};
  for (const { model, factor, exposure } of factors) {
    models[model] = { ...models[model], [factor]: valueOrNull(exposure)?.value ?? null };
  }
  return models;
}

function reasonsOf({ plain }: OptionExposure): Record<string, Reason> {
  const outcomes = { plain_beta_90d: plain.beta90, plain_hhi: plain.concentration };
  const reasons: Record<string, Reason> = {};
  for (const [column, outcome] of Object.entries(outcomes)) {
    const reason = reasonOrNull(outcome);
    if (reason) reasons[column] = reason;
  }
  return reasons;
}
