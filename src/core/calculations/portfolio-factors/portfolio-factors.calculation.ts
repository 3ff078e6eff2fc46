import { type Outcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { exposedBook, type ExposedBook } from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { type Covered, portfolioBeta } from '../portfolio-risk/portfolio-risk.kernel.js';
import { PORTFOLIO_KEY, type ResultTable } from '../result-table.js';
import { DEFINITIONS, FACTOR_MODELS, type FactorModel } from '../factor-exposure/factor-models.kernel.js';
import {
  FACTOR_METHODS,
  FACTOR_WINDOW,
  symbolFactors,
  type SymbolExposure,
} from '../symbol-factors/symbol-factors.calculation.js';

export interface PortfolioExposure {
  readonly model: FactorModel;
  readonly factor: string;
  /** Return of net asset value per return of the factor, the model's other factors held fixed. */
  readonly exposure: Outcome<Covered<number>>;
  /** The fewest sessions behind an instrument that is in it; 0 when none is. */
  readonly observations: number;
}

const VERSION = 2;
const TABLE: ResultTable = {
  name: 'factor_exposures',
  key: { ...PORTFOLIO_KEY, model: 'text', factor: 'text' },
  values: {
    exposure: 'double precision',
    dollar_exposure: 'double precision',
    coverage: 'double precision',
    window_sessions: 'integer',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};

/**
 * Exposure of the portfolio to each factor: the sum of signed weight of net asset value times the instrument's exposure.
 * An option has those of its underlying at the weight that its delta makes. An instrument without exposures contributes
 * nothing; below half of gross value there is no figure.
 */
export const portfolioFactors = calculation({
  name: 'portfolio-factors',
  version: VERSION,
  subject: 'portfolio',
  after: [symbolFactors.name, optionGreeks.name],
  tables: [TABLE],
  compute: (book: PortfolioBook, earlier: Results): readonly PortfolioExposure[] =>
    factorExposures(exposedBook(book, earlier), earlier),
  rows: (exposures, { portfolioId, session, netAssetValue }) => [
    {
      table: TABLE,
      rows: exposures.map(({ model, factor, exposure, observations }) => {
        const found = valueOrNull(exposure);
        return [
          portfolioId,
          session,
          model,
          factor,
          found?.value ?? null,
          found && found.value * netAssetValue,
          found?.coverage ?? null,
          FACTOR_WINDOW,
          observations,
          reasonOrNull(exposure),
          FACTOR_METHODS[model],
          VERSION,
        ];
      }),
    },
  ],
});

export const factorExposures = (book: ExposedBook, earlier: Results): readonly PortfolioExposure[] =>
  FACTOR_MODELS.flatMap((model) => summed(book, model, exposuresOf(book, model, earlier)));

/** Of each instrument of a book, in its order. */
export function exposuresOf(
  { bearers, returns, symbols }: ExposedBook,
  model: FactorModel,
  earlier: Results,
): Outcome<SymbolExposure>[] {
  const found = earlier.of(symbolFactors);
  return bearers.map((id, i) => {
    const place = symbols.placeOf.get(id);
    if (place !== undefined) return found.exposures[model][place] ?? skipped('not-applicable');
    return found.exposureOf(model, returns[i] ?? new Float64Array());
  });
}

function summed(
  { weights }: PortfolioBook,
  model: FactorModel,
  exposures: readonly Outcome<SymbolExposure>[],
): PortfolioExposure[] {
  const reason = sharedReason(exposures);
  const known = exposures.flatMap((outcome) => (outcome.ok ? [outcome.value.observations] : []));
  const observations = known.length === 0 ? 0 : Math.min(...known);
  return DEFINITIONS[model].map(({ name }, place) => {
    const own = Float64Array.from(exposures, (outcome) =>
      outcome.ok ? (outcome.value.exposures[place] ?? Number.NaN) : Number.NaN,
    );
    const exposure = weights.ok ? (reason ?? portfolioBeta(weights.value, own)) : weights;
    return { model, factor: name, exposure, observations };
  });
}

/** Where the model itself is missing, that is the reason, not what follows from it. */
function sharedReason(exposures: readonly Outcome<SymbolExposure>[]): Outcome<never> | null {
  const missing = exposures.find((outcome) => !outcome.ok && outcome.reason === 'no-benchmark');
  return missing ? skipped('no-benchmark') : null;
}
