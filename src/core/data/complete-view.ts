//! What the complete view of a portfolio is made of. Rows that come in numbers are read in the words of the wire, so
//! that nothing has to be copied on its way out.

export const COMPLETE_LIMITS = {
  /** Holdings. */
  maxPositions: 2000,
  /** Sessions of the time series. */
  maxDays: 180,
  /** Contributors, and detractors. */
  maxSymbols: 5,
  /** Sessions that the attribution looks back. */
  attributionSessions: 21,
} as const;

export interface CompleteParts {
  readonly holdings: boolean;
  /** Of the holdings. */
  readonly tags: boolean;
  readonly timeseries: boolean;
  readonly attribution: boolean;
}

export interface CompleteRow {
  readonly id: string;
  readonly name: string;
  readonly account_name: string;
  readonly currency: string;
  readonly equity_balance: number | null;
  readonly stale_from: string | null;
  /** Session of the figures; everything below is null without one. */
  readonly as_of: string | null;
  readonly has_snapshots: boolean;
  readonly status: string | null;
  readonly coverage: number | null;
  readonly net_asset_value: number | null;
  readonly cash: number | null;
  readonly daily_pnl: number | null;
  readonly daily_return: number | null;
  readonly cumulative_pnl: number | null;
  readonly net_exposure: number | null;
  readonly held: HeldSummary;
  readonly timeseries?: TimeseriesRow | null;
  readonly attribution?: AttributionRow | null;
}

export interface HeldSummary {
  readonly position_count: number;
  readonly long_count: number;
  readonly short_count: number;
  readonly option_count: number;
  readonly complete_count: number;
  /** By symbol, then by position; at most `maxPositions`. */
  readonly holdings?: readonly HoldingRow[];
}

export interface HoldingTagRow {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface HoldingRow {
  readonly id: string;
  readonly symbol: string;
  readonly name: string | null;
  readonly quantity: number;
  readonly position_type: string;
  readonly investment_class: string;
  readonly entry_price: number;
  readonly cost_basis: number;
  readonly market_value: number | null;
  readonly last_price: number | null;
  readonly current_price: number | null;
  readonly price_date: string | null;
  readonly price_age_sessions: number | null;
  readonly unrealized_pnl: number | null;
  readonly weight: number | null;
  readonly has_complete_history: boolean;
  readonly status: string | null;
  readonly reason: string | null;
  /** Active ones, in the order in which the user keeps them; only when they were asked for. */
  readonly tags?: readonly HoldingTagRow[];
}

/** Arrays of one length, oldest session first. */
export interface TimeseriesRow {
  readonly dates: readonly string[];
  readonly values: readonly number[];
  readonly daily_pnl: readonly number[];
  readonly daily_return: readonly (number | null)[];
  readonly capital_flow: readonly number[];
  readonly cash: readonly number[];
  readonly gross_exposure: readonly number[];
  readonly net_exposure: readonly number[];
  readonly truncated: boolean;
}

export interface SymbolPnlRow {
  readonly symbol: string;
  readonly pnl: number;
  readonly contribution: number | null;
}

/**
 * P&L of the window by symbol: change of unrealised P&L (market value less cost) plus what was realised within it.
 * contributors + detractors + other_pnl + residual_pnl = total_pnl, which is the window's change of cumulative P&L.
 */
export interface AttributionRow {
  readonly start_date: string | null;
  readonly end_date: string;
  readonly sessions: number | null;
  readonly starting_net_asset_value: number | null;
  readonly total_pnl: number | null;
  readonly contributors: readonly SymbolPnlRow[];
  readonly detractors: readonly SymbolPnlRow[];
  /** Of all other symbols. */
  readonly other_pnl: number | null;
  /** Of no symbol: dividends, interest, fees, taxes. */
  readonly residual_pnl: number | null;
}
