import { formatOccSymbol, type OccContract } from '../positions/import/occ-symbol.kernel.js';
import {
  blackScholesMerton,
  DAYS_A_YEAR,
  type OptionType,
} from '../calculations/option-pricing/black-scholes.kernel.js';
import {
  impliedAnnualVolatility,
  MARKET_ANNUAL_VOLATILITY,
  marketVolatility,
} from '../market-data/simulated/simulated-returns.kernel.js';
import { findSimulatedInstrument } from '../market-data/simulated/simulated-universe.kernel.js';
import { nextSession, sessionOnOrBefore, sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';

/** One leg of an options overlay. A contract that has ended is followed by another as far from the money. */
export interface DemoOption {
  /** A simulated symbol, or the index of volatility. */
  readonly underlying: string;
  readonly type: OptionType;
  /** Of the first contract, which is opened on the entry date. */
  readonly strike: number;
  /** Whole, of 100 shares each; negative when written. */
  readonly contracts: number;
  /** Calendar months from the one in which a contract is opened to the one in which it ends. */
  readonly months: number;
}

/** A contract that the overlay holds for a time, and what it cost every day of that. */
export interface DemoContract {
  readonly symbol: string;
  readonly contract: OccContract;
  /** Signed. */
  readonly contracts: number;
  readonly openedOn: string;
  /** USD a share, four decimals; one a session from the opening to the last day of the contract, or to the end asked for. */
  readonly closes: readonly { readonly date: string; readonly close: string }[];
}

export interface DemoOptionsRequest {
  readonly options: readonly DemoOption[];
  /** A session; the first contracts are opened at its close. */
  readonly entryDate: string;
  /** A session, on or after that. */
  readonly to: string;
  readonly seed: number;
  /** Closes of an underlying by session, over the whole span; empty for a symbol without prices. */
  readonly closesOf: (underlying: string) => ReadonlyMap<string, number>;
}

/** Continuously compounded, a year. */
const RATE = 0.04;
/** What is asked for options stands a little above the volatility that comes. */
const RISK_PREMIUM = 1.08;
/** Of an index of volatility, which the market model does not describe; about what options on one trade at. */
const VOLATILITY_OF_VOLATILITY = 0.9;
/** Nothing is quoted below a cent. */
const SMALLEST_PRICE = 0.01;
const MILLISECONDS_A_DAY = 86_400_000;

/**
 * The contracts of an overlay in order of their opening. The first ones have the given strikes; each later one is opened at
 * the close of the session after its predecessor's last day, with the strike as far from the spot as the first had it.
 * Contracts end on the third Friday of their month, those on the volatility index on the third Wednesday, or the session
 * before. Prices are those of Black, Scholes and Merton on the simulated close, with the volatility that the simulated market
 * has then. A later end repeats what an earlier one gave.
 *
 * @throws RangeError for an underlying without a close on the entry date
 */
export function demoContracts({ options, entryDate, to, seed, closesOf }: DemoOptionsRequest): DemoContract[] {
  const all = options.flatMap((option) => {
    const closes = closesOf(option.underlying);
    const first = closes.get(entryDate);
    if (first === undefined) throw new RangeError(`${option.underlying} has no close on ${entryDate}`);
    const contracts: DemoContract[] = [];
    for (let openedOn = entryDate; openedOn <= to;) {
      const expirationDate = expirationAfter(openedOn, option);
      const spot = closes.get(openedOn) ?? first;
      const strike = openedOn === entryDate ? option.strike : rounded((spot * option.strike) / first);
      contracts.push(contractOf(option, { openedOn, expirationDate, strike }, to, seed, closes));
      openedOn = nextSession(expirationDate);
    }
    return contracts;
  });
  return all.sort((a, b) => (a.openedOn + a.symbol < b.openedOn + b.symbol ? -1 : 1));
}

interface Terms {
  readonly openedOn: string;
  readonly expirationDate: string;
  readonly strike: number;
}

function contractOf(
  option: DemoOption,
  { openedOn, expirationDate, strike }: Terms,
  to: string,
  seed: number,
  closes: ReadonlyMap<string, number>,
): DemoContract {
  const { underlying, type, contracts } = option;
  const contract = { root: underlying, expirationDate, optionType: type, strikePrice: String(strike) };
  const sessions = sessionsBetween(openedOn, expirationDate < to ? expirationDate : to);
  const priced = sessions.flatMap((date) => {
    const spot = closes.get(date);
    if (spot === undefined) return [];
    const timeToExpiry = (Date.parse(expirationDate) - Date.parse(date)) / MILLISECONDS_A_DAY / DAYS_A_YEAR;
    const volatility = impliedVolatility(underlying, date, seed);
    const { price } = blackScholesMerton({
      type,
      spot,
      strike,
      timeToExpiry,
      rate: RATE,
      dividendYield: 0,
      volatility,
    });
    return [{ date, close: Math.max(price, SMALLEST_PRICE).toFixed(4) }];
  });
  return { symbol: formatOccSymbol(contract), contract, contracts, openedOn, closes: priced };
}

/** That of the symbol's parameters, half of its way with the regime of the market: calm does not last. */
function impliedVolatility(underlying: string, date: string, seed: number): number {
  const instrument = findSimulatedInstrument(underlying);
  if (instrument === null) return VOLATILITY_OF_VOLATILITY;
  const regime = Math.sqrt(marketVolatility(seed, date) / MARKET_ANNUAL_VOLATILITY);
  return RISK_PREMIUM * regime * impliedAnnualVolatility(instrument);
}

const FRIDAY = 5;
const WEDNESDAY = 3;

function expirationAfter(openedOn: string, { underlying, months }: DemoOption): string {
  const weekday = findSimulatedInstrument(underlying) === null ? WEDNESDAY : FRIDAY;
  const opened = new Date(openedOn);
  const first = new Date(Date.UTC(opened.getUTCFullYear(), opened.getUTCMonth() + months, 1));
  const third = 15 + ((weekday - first.getUTCDay() + 7) % 7);
  return sessionOnOrBefore(
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), third)).toISOString().slice(0, 10),
  );
}

/** To the strikes that are listed: every five dollars, every one below fifty. */
const rounded = (strike: number): number =>
  strike >= 50 ? Math.round(strike / 5) * 5 : Math.max(1, Math.round(strike));
