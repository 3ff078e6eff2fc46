import type { PricePanel } from '../calculations/price-panel.kernel.js';
import type { Figures, PortfolioBook, SymbolSet, SymbolSubject } from '../calculations/calculation.js';
import { optionAt, type OptionSubject } from '../calculations/option-greeks/option-subject.kernel.js';
import { ZERO, type Decimal } from '../ledger/decimal.kernel.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { BENCHMARK_SYMBOL } from '../market-data/benchmark.kernel.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import { snapshotRow, type SnapshotRow } from '../snapshots/snapshot-row.kernel.js';
import { computed, skipped } from '../../shared/outcome.js';
import type { PortfolioPlan } from './batch-plan.kernel.js';
import type { InstrumentRecord, PortfolioRecord, RiskProxyRecord } from './batch-work.repository.js';
import { PortfolioReplay, type ValuedSession } from './portfolio-replay.kernel.js';

/** What is known of the instruments of a run. */
export class Instruments {
  private readonly byId: ReadonlyMap<string, InstrumentRecord>;
  private readonly listed: ReadonlyMap<string, string>;
  readonly benchmarkId: string | null;
  /** Of the funds that stand for factors, as far as there are instruments for them. */
  readonly factorIds: readonly (readonly [symbol: string, id: string])[];

  constructor(
    records: readonly InstrumentRecord[],
    private readonly proxies: readonly RiskProxyRecord[] = [],
  ) {
    this.byId = new Map(records.map((record) => [record.id, record]));
    this.listed = new Map(
      records.flatMap(({ symbol, id, investmentClass }) =>
        investmentClass === 'PUBLIC' ? [[symbol, id] as const] : [],
      ),
    );
    const benchmark = records.find(
      ({ symbol, investmentClass }) => symbol === BENCHMARK_SYMBOL && investmentClass === 'PUBLIC',
    );
    this.benchmarkId = benchmark?.id ?? null;
    this.factorIds = records
      .filter(({ symbol, investmentClass }) => FACTOR_FUNDS.includes(symbol) && investmentClass === 'PUBLIC')
      .map(({ symbol, id }) => [symbol, id]);
  }

  proxyOf(instrumentId: string): RiskProxyRecord | null {
    return this.proxies.find((proxy) => proxy.instrumentId === instrumentId) ?? null;
  }

  /** What is computed where it is held: itself, or the index that stands for a private asset; null for one without. */
  bearerOf(instrumentId: string): string | null {
    return this.isPrivate(instrumentId) ? (this.proxyOf(instrumentId)?.indexId ?? null) : instrumentId;
  }

  /** Listed symbols that stand for private assets among these. */
  indexesFor(held: ReadonlySet<string>): string[] {
    return this.proxies.flatMap(({ instrumentId, indexId }) =>
      indexId !== null && held.has(instrumentId) ? [indexId] : [],
    );
  }

  /** The listed ones that the options among these are written on. */
  underlyingsOf(held: Iterable<string>): string[] {
    return [...held].flatMap((id) => this.underlyingOf(id) ?? []);
  }

  /** Everything that prices are needed of where these are held: with what they are measured by and written on. */
  pricedFor(held: ReadonlySet<string>): string[] {
    const ids = new Set([...held, ...this.indexesFor(held), ...this.underlyingsOf(held)]);
    if (this.benchmarkId !== null) ids.add(this.benchmarkId);
    for (const [, id] of this.factorIds) ids.add(id);
    return [...ids].filter((id) => !this.isPrivate(id));
  }

  private underlyingOf(id: string): string | null {
    const symbol = this.byId.get(id)?.option?.underlyingSymbol;
    return symbol === undefined ? null : (this.listed.get(symbol) ?? null);
  }

  readonly isPrivate = (id: string): boolean => this.byId.get(id)?.investmentClass === 'PRIVATE';

  subject(instrumentId: string): SymbolSubject {
    const { symbol = '', investmentClass } = this.byId.get(instrumentId) ?? {};
    return { instrumentId, symbol, hasReturns: investmentClass === 'PUBLIC' };
  }

  /** Shares that one of it stands for; null for what is no option. */
  sharesOf = (id: string): number | null => this.byId.get(id)?.option?.multiplier ?? null;

  /** Null for what is no option. */
  optionAt(panel: PricePanel, session: string, id: string): OptionSubject | null {
    const terms = this.byId.get(id)?.option;
    return terms ? optionAt(panel, session, id, terms, this.underlyingOf(id)) : null;
  }
}

/** A portfolio under work. */
export class PortfolioWork {
  /** Its last session that was written out of turn. */
  ahead: string | null = null;
  version: string;
  /** Says why nothing more is done for it in this round. */
  state: 'going' | 'outdated' = 'going';
  /** Whether something of it has failed already, so that the log tells it once. */
  isFaulty = false;
  private readonly planned: ReadonlySet<string>;
  private inTurn: PortfolioReplay | undefined;

  constructor(
    readonly record: PortfolioRecord,
    readonly plan: PortfolioPlan,
    readonly market: {
      readonly panel: PricePanel;
      readonly isPrivate: (instrumentId: string) => boolean;
      readonly instruments: Instruments;
    },
    private readonly ledger: readonly LedgerEntry[],
    private readonly firstSession: string,
  ) {
    this.version = record.version;
    this.planned = new Set(plan.sessions);
  }

  get id(): string {
    return this.record.id;
  }

  isPlanned(session: string): boolean {
    return this.planned.has(session);
  }

  /** Sessions in turn ascend and share one reading of the ledger; one out of turn has its own. */
  valueAt(session: string, isOutOfTurn: boolean): ValuedSession {
    if (isOutOfTurn) return this.replay().valueAt(session);
    const replay = this.inTurn ?? this.replay();
    // After an error it stands somewhere in between: the next session begins with a reading of its own.
    this.inTurn = undefined;
    const valued = replay.valueAt(session);
    this.inTurn = replay;
    return valued;
  }

  private replay(): PortfolioReplay {
    return new PortfolioReplay(this.ledger, this.record.lotMethod, this.firstSession, this.market);
  }
}

/** The symbols that are held at a session and those that held options are written on, with their returns. Private assets have neither. */
export function symbolSet(
  panel: PricePanel,
  session: string,
  held: Iterable<string>,
  instruments: Instruments,
): SymbolSet {
  const own = [...held];
  const ids = new Set([...own, ...instruments.underlyingsOf(own)]);
  const subjects = [...ids].sort().map((id) => instruments.subject(id));
  const none = panel.noReturns(session);
  const market = instruments.benchmarkId === null ? null : panel.returnsUpTo(instruments.benchmarkId, session);
  const isKnown = market?.some((value) => !Number.isNaN(value)) === true;
  return {
    dataset: panel.dataset,
    session,
    subjects,
    placeOf: new Map(subjects.map(({ instrumentId }, i) => [instrumentId, i])),
    returns: subjects.map(({ instrumentId, hasReturns }) =>
      hasReturns ? (panel.returnsUpTo(instrumentId, session) ?? none) : none,
    ),
    benchmark: market && isKnown ? { symbol: BENCHMARK_SYMBOL, returns: market } : null,
    factors: new Map(
      instruments.factorIds.flatMap(([symbol, id]) => {
        const returns = panel.returnsUpTo(id, session);
        return returns ? [[symbol, returns] as const] : [];
      }),
    ),
    options: new Map(
      subjects.flatMap(({ instrumentId: id }) => {
        const option = instruments.optionAt(panel, session, id);
        return option ? [[id, option] as const] : [];
      }),
    ),
  };
}

export function portfolioBook(
  portfolioId: string,
  { session, valuation }: ValuedSession,
  { panel, instruments }: { readonly panel: PricePanel; readonly instruments: Instruments },
  symbols: SymbolSet,
): PortfolioBook {
  const values = new Map<string, Decimal>();
  const shares = new Map<string, number>();
  for (const { instrumentId, marketValue, quantity } of valuation.positions) {
    const each = instruments.sharesOf(instrumentId);
    if (each !== null) shares.set(instrumentId, (shares.get(instrumentId) ?? 0) + quantity.toNumber() * each);
    values.set(instrumentId, (values.get(instrumentId) ?? ZERO).plus(marketValue));
  }
  const instrumentIds = [...values.keys()];
  const marketValues = Float64Array.from(values.values(), (value) => value.toNumber());
  const netAssetValue = valuation.portfolio.netAssetValue.toNumber();
  const none = panel.noReturns(session);
  return {
    portfolioId,
    session,
    netAssetValue,
    instrumentIds,
    marketValues,
    optionShares: Float64Array.from(instrumentIds, (id) => shares.get(id) ?? Number.NaN),
    weights:
      netAssetValue > 0 ? computed(marketValues.map((value) => value / netAssetValue)) : skipped('non-positive-equity'),
    returns: instrumentIds.map(
      (id) =>
        symbols.returns[symbols.placeOf.get(id) ?? -1] ?? proxyReturns(panel, session, instruments.proxyOf(id)) ?? none,
    ),
    ownVolatilities: Float64Array.from(instrumentIds, (id) => instruments.proxyOf(id)?.annualVolatility ?? Number.NaN),
    symbols,
  };
}

/** An index stands for the asset: its returns times beta. */
function proxyReturns(panel: PricePanel, session: string, proxy: RiskProxyRecord | null): Float64Array | null {
  if (proxy?.indexId == null || proxy.beta === null) return null;
  const { beta } = proxy;
  return panel.returnsUpTo(proxy.indexId, session)?.map((value) => beta * value) ?? null;
}

/** Calculations that failed are named among the reasons, where those look who miss their rows. */
export function rowOf(
  { valuation, previousNetAssetValue }: ValuedSession,
  figures: Figures,
  failed: Iterable<string> = [],
): SnapshotRow {
  const row = snapshotRow(valuation, previousNetAssetValue, figures);
  const reasons = Object.fromEntries([...failed].map((name) => [name, 'computation-failed']));
  return { ...row, reasons: { ...row.reasons, ...reasons } };
}
