import { type Outcome, computed, mapOutcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type Results, type SymbolSet } from '../calculation.js';
import { optionGreeks, type OptionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { dividendYield, type OptionSubject, yearsToExpiry } from '../option-greeks/option-subject.kernel.js';
import { ASSUMED_RATE } from '../option-pricing/assumed-rate.kernel.js';
import { type Cell, type ResultTable } from '../result-table.js';
import { type Gain, optionGains, type RevaluedOption } from '../stress-test/book-stress.kernel.js';
import { symbolFactors } from '../symbol-factors/symbol-factors.calculation.js';
import { realizedVolatility } from '../volatility/realized-volatility.kernel.js';
import { jointCovariance, type MarketShift, marketShift } from './scenario-shocks.kernel.js';
import { STRESS_SCENARIOS } from './stress-scenarios.kernel.js';

/** Sessions of the underlying's returns where the option's own price tells no volatility. */
const FALLBACK_WINDOW = 63;
const VERSION = 2;

/** Where the volatility of an option comes from; of an expiring one it does not matter. */
type VolatilityMethod = 'implied-volatility' | 'realized-volatility-63d' | 'expiring';

export interface OptionTerms extends RevaluedOption {
  readonly method: VolatilityMethod;
}

export interface ScenarioShifts {
  /** Sessions behind the covariance of the factors; 0 without one. */
  readonly observations: number;
  /** One a built-in scenario, in the order of `STRESS_SCENARIOS`. */
  readonly shifts: readonly Outcome<MarketShift>[];
  /** One a subject of the set: what an option is revalued by, 'not-applicable' for all others. */
  readonly options: readonly Outcome<OptionTerms>[];
  /** By place in the set, then by scenario: gain of an option per share of its underlying, whoever holds it. */
  readonly optionGains: ReadonlyMap<number, readonly (Gain | null)[]>;
}

const TABLE: ResultTable = {
  name: 'symbol_option_terms',
  key: { instrument_id: 'uuid', dataset: 'text', as_of_date: 'date' },
  values: {
    underlying_id: 'uuid',
    option_type: 'text',
    exercise: 'text',
    strike: 'double precision',
    spot: 'double precision',
    price: 'double precision',
    time_to_expiry: 'double precision',
    rate: 'double precision',
    dividend_yield: 'double precision',
    volatility: 'double precision',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};

/**
 * What every built-in scenario does to the factors at a session and to each option that somebody holds: once a session,
 * for all portfolios.
 */
export const scenarioShocks = calculation({
  name: 'scenario-shocks',
  version: VERSION,
  subject: 'symbol',
  after: [symbolFactors.name, optionGreeks.name],
  compute: (set: SymbolSet, earlier: Results): ScenarioShifts => {
    const { covariance, exposures } = earlier.of(symbolFactors);
    const joint = mapOutcome(covariance, (estimated) => jointCovariance(estimated.covariance));
    const shifts = STRESS_SCENARIOS.map(({ shocks }) => (joint.ok ? marketShift(shocks, joint.value) : joint));
    const greeks = earlier.of(optionGreeks);
    const options = set.subjects.map(({ instrumentId: id }) => {
      const option = set.options?.get(id);
      return option ? termsOf(option, set, greeks.get(id)) : skipped('not-applicable');
    });
    const given = shifts.map((shift) => valueOrNull(shift));
    const gains = new Map<number, readonly (Gain | null)[]>();
    options.forEach((terms, place) => {
      const option = set.options?.get(set.subjects[place]?.instrumentId ?? '');
      if (!option || !terms.ok) return;
      const on = set.placeOf.get(option.underlyingId ?? '') ?? -1;
      const fit = exposures.joint[on];
      const underlying = { symbol: set.subjects[on]?.symbol ?? '', exposures: fit?.ok ? fit.value.exposures : null };
      gains.set(place, optionGains(terms.value, underlying, given));
    });
    return { observations: covariance.ok ? covariance.value.observations : 0, shifts, options, optionGains: gains };
  },
  rows: ({ options }, set) => [
    {
      table: TABLE,
      rows: set.subjects.flatMap(({ instrumentId: id }, i) => {
        const option = set.options?.get(id);
        const terms = options[i];
        return option && terms ? [rowOf(set, i, option, terms)] : [];
      }),
    },
  ],
});

/**
 * The volatility is that of the Greeks, and so is the model that revalues: before any shock the option is worth its price.
 * Reasons: those of the spot, not-applicable after the last day, and those of the volatility.
 */
function termsOf(
  option: OptionSubject,
  set: SymbolSet,
  greeks: Outcome<OptionGreeks> | undefined,
): Outcome<OptionTerms> {
  const { type, style, strike, spot, underlyingId } = option;
  const timeToExpiry = yearsToExpiry(option, set.session);
  if (!spot.ok) return spot;
  if (timeToExpiry < 0) return skipped('not-applicable');
  const market = { spot: spot.value, rate: ASSUMED_RATE, dividendYield: dividendYield(option, spot.value) };
  const known = { type, strike, timeToExpiry, ...market };
  const found = (volatility: number, method: VolatilityMethod): Outcome<OptionTerms> =>
    computed({ terms: { ...known, volatility }, isAmerican: style === 'AMERICAN', method });
  if (timeToExpiry === 0) return found(0, 'expiring');
  if (greeks?.ok) return found(greeks.value.impliedVolatility, 'implied-volatility');
  const returns = set.returns[set.placeOf.get(underlyingId ?? '') ?? -1] ?? new Float64Array();
  const realized = realizedVolatility(returns, FALLBACK_WINDOW);
  return realized.ok ? found(realized.value, 'realized-volatility-63d') : realized;
}

function rowOf(
  { subjects, dataset, session }: SymbolSet,
  i: number,
  option: OptionSubject,
  outcome: Outcome<OptionTerms>,
): Cell[] {
  const found = valueOrNull(outcome);
  return [
    subjects[i]?.instrumentId ?? null,
    dataset,
    session,
    option.underlyingId,
    option.type,
    option.style,
    option.strike,
    valueOrNull(option.spot),
    valueOrNull(option.price),
    yearsToExpiry(option, session),
    ASSUMED_RATE,
    option.spot.ok ? dividendYield(option, option.spot.value) : null,
    found?.terms.volatility ?? null,
    reasonOrNull(outcome),
    found?.method ?? 'none',
    VERSION,
  ];
}
