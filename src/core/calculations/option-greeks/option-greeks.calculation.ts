import { computed, type Outcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type SymbolSet } from '../calculation.js';
import { ASSUMED_RATE } from '../option-pricing/assumed-rate.kernel.js';
import { type ImpliedGreeks, impliedGreeks } from '../option-pricing/option-greeks.kernel.js';
import type { Cell, ResultTable } from '../result-table.js';
import { dividendYield, type OptionSubject, yearsToExpiry } from './option-subject.kernel.js';

/** Of one contract's share, at the session's close. */
export interface OptionGreeks extends ImpliedGreeks {
  readonly price: number;
  readonly spot: number;
  readonly rate: number;
  /** Continuous, a year. */
  readonly dividendYield: number;
  /** Years of 365 days. */
  readonly timeToExpiry: number;
}

/** By instrument; only options have an entry. */
export type SetGreeks = ReadonlyMap<string, Outcome<OptionGreeks>>;

const TABLE: ResultTable = {
  name: 'symbol_greeks',
  key: { instrument_id: 'uuid', dataset: 'text', as_of_date: 'date' },
  values: {
    underlying_id: 'uuid',
    price: 'double precision',
    spot: 'double precision',
    rate: 'double precision',
    dividend_yield: 'double precision',
    time_to_expiry: 'double precision',
    implied_volatility: 'double precision',
    delta: 'double precision',
    gamma: 'double precision',
    vega_per_point: 'double precision',
    theta_per_day: 'double precision',
    rho_per_point: 'double precision',
    observations: 'integer',
    version: 'integer',
    reason: 'text',
    method: 'text',
  },
};
const VERSION = 2;

/**
 * Implied volatility and Greeks of each option at the session's closes. Reasons: no-price and stale-price where the
 * option or its underlying has no close of the session, not-applicable where the underlying's prices contain dividends,
 * no-solution for an option at or past its last day and for a price that no volatility explains.
 */
export const optionGreeks = calculation({
  name: 'option-greeks',
  version: VERSION,
  subject: 'symbol',
  after: [],
  compute: ({ options = new Map(), session }: SymbolSet): SetGreeks =>
    new Map([...options].map(([id, option]) => [id, greeksOf(option, session)])),
  rows: (greeks, set) => {
    const rows = [...greeks].map(([id, outcome]) => rowOf(id, outcome, set));
    return rows.length === 0 ? [] : [{ table: TABLE, rows }];
  },
});

function greeksOf(option: OptionSubject, session: string): Outcome<OptionGreeks> {
  const { price, spot } = option;
  if (!price.ok) return price;
  if (!spot.ok) return spot;
  const timeToExpiry = yearsToExpiry(option, session);
  if (timeToExpiry <= 0 || price.value <= 0 || spot.value <= 0) return skipped('no-solution');
  const inputs = {
    spot: spot.value,
    rate: ASSUMED_RATE,
    dividendYield: dividendYield(option, spot.value),
    timeToExpiry,
  };
  const outcome = impliedGreeks({ type: option.type, strike: option.strike, ...inputs }, price.value, option.style);
  return outcome.ok ? computed({ ...outcome.value, ...inputs, price: price.value }) : outcome;
}

function rowOf(id: string, outcome: Outcome<OptionGreeks>, { dataset, session, options }: SymbolSet): Cell[] {
  const option = options?.get(id);
  const greeks = valueOrNull(outcome);
  const known = (part: Outcome<number> | undefined): number | null => (part?.ok ? part.value : null);
  return [
    ...[id, dataset, session, option?.underlyingId ?? null],
    ...[known(option?.price), known(option?.spot), greeks?.rate ?? null, greeks?.dividendYield ?? null],
    ...[greeks?.timeToExpiry ?? null, greeks?.impliedVolatility ?? null, greeks?.delta ?? null, greeks?.gamma ?? null],
    ...[greeks?.vegaPerPoint ?? null, greeks?.thetaPerDay ?? null, greeks?.rhoPerPoint ?? null],
    // A volatility is implied by one price.
    ...[greeks ? 1 : 0, VERSION, reasonOrNull(outcome), `${greeks?.model ?? 'implied'}; assumed-rate`],
  ];
}
