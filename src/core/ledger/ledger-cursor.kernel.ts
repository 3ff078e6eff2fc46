import { Exact, ONE, ZERO, type Decimal } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { effectiveEntries, type LedgerProblem } from './ledger-order.kernel.js';
import { type BookLot, LotBook, type LotMethod } from './lot-book.kernel.js';
import { SplitFactors, type SplitEvent, splitsIn } from './split-factor.kernel.js';

/** An open lot at the close of a session. */
export interface Holding {
  readonly lotId: string;
  readonly instrumentId: string;
  readonly openedOn: string;
  /** Signed, in shares of that session. */
  readonly quantity: Decimal;
  /** Per share of that session, without fees. */
  readonly entryPrice: Decimal;
  readonly multiplier: number;
  /** Signed quantity × entry price × multiplier: negative for a short. Exact even after a split into thirds. */
  readonly costBasis: Decimal;
  /** Opening fees of what remains: paid from cash, not yet in realised P&L. */
  readonly openFees: Decimal;
}

export interface Mark {
  /** Per share of the state's session. */
  readonly price: Decimal;
  readonly date: string;
}

/** A portfolio's ledger as of a session's close. Never changes once returned. */
export interface LedgerState {
  readonly session: string;
  /** The session the cursor stood on before; the window of the daily figures is (previousSession, session]. */
  readonly previousSession: string | null;
  readonly cash: Decimal;
  /** Deposits less withdrawals of the window, those dated on days without trading included. */
  readonly flow: Decimal;
  readonly cumulativeFlow: Decimal;
  /** Realised P&L of the window, net of fees as `deriveLots` defines it. */
  readonly realized: Decimal;
  readonly cumulativeRealized: Decimal;
  /** Dividends and interest less borrow fees, fees and taxes of the window. */
  readonly income: Decimal;
  readonly cumulativeIncome: Decimal;
  /** In order of opening. */
  readonly holdings: readonly Holding[];
  /** Of all holdings together, signed. */
  readonly costBasis: Decimal;
  readonly openFees: Decimal;
  /** Newest mark of each instrument, in shares of this session. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** All dividends so far by instrument, so that a valuation on total-return prices can leave them out. */
  readonly dividendsBooked: ReadonlyMap<string, Decimal>;
  /** Product of split ratios after this session: shares as held now × factor = shares in split-adjusted terms. */
  readonly futureSplitFactor: (instrumentId: string) => Decimal;
  /** Product of split ratios after `date` up to this session: a raw price of `date` ÷ factor = price per share now. */
  readonly splitFactorSince: (instrumentId: string, date: string) => Decimal;
  /**
   * Splits of the market since a lot was opened over those that the ledger has booked on it: shares as the ledger holds
   * them × factor = shares as traded in this session. 1 when every split is booked on its day.
   */
  readonly unbookedSplitFactor: (instrumentId: string, openedOn: string) => Decimal;
}

/**
 * Reads a portfolio's ledger once from front to back, session by session. Each entry is applied once over a whole
 * backfill, and holdings are copied only in sessions that change them.
 */
export class LedgerCursor {
  private readonly entries: readonly LedgerEntry[];
  private readonly orderProblems: readonly LedgerProblem[];
  private readonly book: LotBook;
  private readonly splits: SplitFactors;
  private readonly booked: SplitFactors;
  private position = 0;
  private session: string | null = null;
  private cumulativeFlow: Decimal = ZERO;
  private cumulativeIncome: Decimal = ZERO;
  private marks: ReadonlyMap<string, Mark> = new Map();
  private dividends: ReadonlyMap<string, Decimal> = new Map();
  private held: Pick<LedgerState, 'holdings' | 'costBasis' | 'openFees'> = holdingsOf([]);
  private holdingsRevision = 0;

  /**
   * `splits` are the splits of the instruments for reading prices, as `readSplits` tells them. Without them the ledger's
   * own are used, which misses a split after the last lot was sold: split-adjusted prices of earlier days contain it too.
   */
  constructor(entries: readonly LedgerEntry[], method: LotMethod, splits?: Iterable<SplitEvent>) {
    const effective = effectiveEntries(entries);
    this.entries = effective.entries;
    this.orderProblems = effective.problems;
    this.book = new LotBook(method);
    this.booked = new SplitFactors(splitsIn(effective.entries));
    this.splits = splits === undefined ? this.booked : new SplitFactors(splits);
  }

  /** Problems of the entries read so far; each of them was left out. */
  get problems(): readonly LedgerProblem[] {
    return [...this.orderProblems, ...this.book.problems];
  }

  /** The state at the close of `session`, which lies after the last one asked for; throws a RangeError otherwise. */
  advanceTo(session: string): LedgerState {
    const previousSession = this.session;
    if (previousSession !== null && session <= previousSession) {
      throw new RangeError(`the cursor stands on ${previousSession} and cannot go to ${session}`);
    }
    const before = { flow: this.cumulativeFlow, realized: this.book.realizedPnl, income: this.cumulativeIncome };
    this.readUpTo(session);
    this.session = session;
    if (this.holdingsRevision !== this.book.revision) {
      this.held = holdingsOf(this.book.openLots);
      this.holdingsRevision = this.book.revision;
    }
    return {
      session,
      previousSession,
      cash: this.book.cash,
      flow: this.cumulativeFlow.minus(before.flow),
      cumulativeFlow: this.cumulativeFlow,
      realized: this.book.realizedPnl.minus(before.realized),
      cumulativeRealized: this.book.realizedPnl,
      income: this.cumulativeIncome.minus(before.income),
      cumulativeIncome: this.cumulativeIncome,
      ...this.held,
      marks: this.marks,
      dividendsBooked: this.dividends,
      futureSplitFactor: (instrumentId) => this.splits.between(instrumentId, session, null),
      splitFactorSince: (instrumentId, date) => this.splits.between(instrumentId, date, session),
      unbookedSplitFactor: (instrumentId, openedOn) => this.unbookedFactor(instrumentId, openedOn, session),
    };
  }

  private unbookedFactor(instrumentId: string, openedOn: string, session: string): Decimal {
    if (this.splits === this.booked) return ONE;
    const booked = this.booked.between(instrumentId, openedOn, session);
    const all = this.splits.between(instrumentId, openedOn, session);
    return all.eq(booked) ? ONE : all.div(booked);
  }

  private readUpTo(session: string): void {
    for (;;) {
      const entry = this.entries[this.position];
      if (entry === undefined || entry.tradeDate > session) return;
      this.position += 1;
      if (this.book.apply(entry)) this.note(entry);
    }
  }

  /** What the book does not keep: flows, income, marks. */
  private note(entry: LedgerEntry): void {
    switch (entry.kind) {
      case 'deposit':
      case 'withdrawal':
        this.cumulativeFlow = this.cumulativeFlow.plus(entry.amount);
        break;
      case 'dividend':
        this.noteDividend(entry);
        break;
      case 'interest':
      case 'borrow_fee':
      case 'fee':
      case 'tax':
        this.cumulativeIncome = this.cumulativeIncome.plus(entry.amount);
        break;
      case 'mark':
      case 'split':
        this.noteMark(entry);
        break;
      case 'buy':
      case 'sell':
      case 'short':
      case 'cover':
      case 'exercise':
      case 'assignment':
      case 'expiry':
        break;
    }
  }

  private noteDividend({ instrumentId, amount }: LedgerEntry): void {
    this.cumulativeIncome = this.cumulativeIncome.plus(amount);
    if (instrumentId === null) return;
    const booked = this.dividends.get(instrumentId) ?? ZERO;
    this.dividends = new Map(this.dividends).set(instrumentId, booked.plus(amount));
  }

  /** A split restates an older mark in new shares. */
  private noteMark({ kind, instrumentId, price, ratio, tradeDate: date }: LedgerEntry): void {
    if (instrumentId === null) return;
    const old = this.marks.get(instrumentId);
    if (kind === 'mark' && price !== null) {
      this.marks = new Map(this.marks).set(instrumentId, { price: new Exact(price), date });
    } else if (kind === 'split' && old) {
      this.marks = new Map(this.marks).set(instrumentId, { price: old.price.div(ratio ?? ONE), date: old.date });
    }
  }
}

function holdingsOf(lots: Iterable<BookLot>): Pick<LedgerState, 'holdings' | 'costBasis' | 'openFees'> {
  const holdings = Array.from(lots, toHolding);
  const total = (field: 'costBasis' | 'openFees'): Decimal =>
    holdings.reduce<Decimal>((sum, holding) => sum.plus(holding[field]), ZERO);
  return { holdings, costBasis: total('costBasis'), openFees: total('openFees') };
}

function toHolding(lot: BookLot): Holding {
  const { id: lotId, instrumentId, openedOn, entryPrice, multiplier, openFees } = lot;
  const signed = (magnitude: Decimal): Decimal => (lot.side === 'long' ? magnitude : magnitude.negated());
  const held = { quantity: signed(lot.remaining), costBasis: signed(lot.cost) };
  return { lotId, instrumentId, openedOn, entryPrice, multiplier, openFees, ...held };
}
