/** Subtypes of private positions that the demo uses. */
export type PrivateSubtype =
  | 'PRIVATE_EQUITY'
  | 'VENTURE_CAPITAL'
  | 'HEDGE_FUND'
  | 'PRIVATE_REIT'
  | 'REAL_ESTATE'
  | 'CRYPTOCURRENCY'
  | 'ART'
  | 'MONEY_MARKET'
  | 'TREASURY_BILLS'
  | 'OTHER';

/** A private asset of a demo book and how its valuation marks move. Invented; the names are examples. */
export interface DemoPrivateAsset {
  readonly symbol: string;
  readonly name: string;
  readonly subtype: PrivateSubtype;
  /** Expected growth of the marks a year, a ratio. */
  readonly annualDrift: number;
  /** Annual volatility of the marks, a ratio; low where appraisals smooth the true value. */
  readonly annualVolatility: number;
  /** Trading sessions between marks. */
  readonly sessionsBetweenMarks: number;
}

const QUARTER = 63;
const MONTH = 21;

const asset = (symbol: string, name: string, subtype: PrivateSubtype, moves: readonly [number, number, number]) => ({
  symbol,
  name,
  subtype,
  annualDrift: moves[0],
  annualVolatility: moves[1],
  sessionsBetweenMarks: moves[2],
});

/** Annual drift, annual volatility and cadence of each. */
const DEMO_PRIVATE_ASSETS: readonly DemoPrivateAsset[] = [
  asset('A16Z_VC_FUND', 'Andreessen Horowitz Venture Fund', 'VENTURE_CAPITAL', [0.12, 0.25, QUARTER]),
  asset('ART_COLLECTIBLES', 'Art and Collectibles', 'ART', [0.05, 0.09, QUARTER]),
  asset('BX_PRIVATE_EQUITY', 'Blackstone Private Equity', 'PRIVATE_EQUITY', [0.1, 0.12, QUARTER]),
  asset('CRYPTO_BTC_ETH', 'Bitcoin and Ether in Self-Custody', 'CRYPTOCURRENCY', [0.15, 0.6, MONTH]),
  asset('FO_ART_COLLECTIVE', 'Share in an Art Collective', 'ART', [0.05, 0.09, QUARTER]),
  asset('FO_CRYPTO_DIGITAL', 'Digital Assets in Custody', 'CRYPTOCURRENCY', [0.15, 0.6, MONTH]),
  asset('FO_GROWTH_PE', 'Growth Equity Fund', 'PRIVATE_EQUITY', [0.11, 0.13, QUARTER]),
  asset('FO_HOME_RENTAL', 'Rental Homes', 'REAL_ESTATE', [0.045, 0.05, QUARTER]),
  asset('FO_IMPACT_LENDING', 'Impact Lending Fund', 'OTHER', [0.05, 0.03, QUARTER]),
  asset('FO_INFRASTRUCTURE', 'Infrastructure Fund', 'OTHER', [0.07, 0.06, QUARTER]),
  asset('FO_PRIVATE_CREDIT', 'Private Credit Fund', 'OTHER', [0.08, 0.03, QUARTER]),
  asset('FO_REAL_ASSET_REIT', 'Private Trust of Real Assets', 'PRIVATE_REIT', [0.05, 0.07, QUARTER]),
  asset('FO_VC_SECONDARIES', 'Venture Capital Secondaries', 'VENTURE_CAPITAL', [0.12, 0.22, QUARTER]),
  asset('HOME_EQUITY', 'Equity in the Primary Residence', 'REAL_ESTATE', [0.04, 0.04, QUARTER]),
  asset('MONEY_MARKET', 'Money Market Deposit', 'MONEY_MARKET', [0.042, 0.0005, MONTH]),
  asset('RENTAL_CONDO', 'Rental Condominium', 'REAL_ESTATE', [0.04, 0.05, QUARTER]),
  asset('RENTAL_SFH', 'Rental Single-Family House', 'REAL_ESTATE', [0.045, 0.05, QUARTER]),
  asset('STARWOOD_REIT', 'Starwood Private Real Estate Trust', 'PRIVATE_REIT', [0.05, 0.07, QUARTER]),
  asset('TREASURY_BILLS', 'Treasury Bills Held Directly', 'TREASURY_BILLS', [0.043, 0.001, MONTH]),
  asset('TWO_SIGMA_FUND', 'Two Sigma Hedge Fund', 'HEDGE_FUND', [0.09, 0.08, MONTH]),
];

const BY_SYMBOL: ReadonlyMap<string, DemoPrivateAsset> = new Map(DEMO_PRIVATE_ASSETS.map((a) => [a.symbol, a]));

/** @throws RangeError for a symbol that is no private asset of the demo */
export function demoPrivateAsset(symbol: string): DemoPrivateAsset {
  const found = BY_SYMBOL.get(symbol);
  if (found === undefined) throw new RangeError(`${symbol} is not a private asset of the demo`);
  return found;
}
