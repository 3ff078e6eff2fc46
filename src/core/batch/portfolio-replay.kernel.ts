import {
  CALENDAR_END,
  CALENDAR_START,
  previousSession,
  sessionIndex,
  sessionOnOrAfter,
  sessionOnOrBefore,
} from '../../shared/time/trading-calendar.kernel.js';
import type { PricePanel } from '../calculations/price-panel.kernel.js';
import type { Decimal } from '../ledger/decimal.kernel.js';
import { LedgerCursor, type LedgerState } from '../ledger/ledger-cursor.kernel.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { effectiveEntries } from '../ledger/ledger-order.kernel.js';
import type { LotMethod } from '../ledger/lot-book.kernel.js';
import type { SplitEvent } from '../ledger/split-factor.kernel.js';
import { readSplits } from '../ledger/split-reading.kernel.js';
import { storedNetAssetValue } from '../snapshots/snapshot-row.kernel.js';
import { type LastPrice, type PriceBasis, type Valuation, valuePortfolio } from '../valuation/valuation.kernel.js';

export interface ValuedSession {
  readonly session: string;
  readonly valuation: Valuation;
  /** As stored; null at the first session. */
  readonly previousNetAssetValue: Decimal | null;
}

/**
 * The session from which a ledger has something to value; null for an empty one. Entries from before the calendar count
 * from its first session on, and those after its last one have no session.
 */
export function firstSessionOf(entries: readonly LedgerEntry[]): string | null {
  const [first] = effectiveEntries(entries).entries;
  if (first === undefined || first.tradeDate > CALENDAR_END) return null;
  return first.tradeDate < CALENDAR_START ? CALENDAR_START : sessionOnOrAfter(first.tradeDate);
}

/**
 * Values a portfolio session by session, ascending, from its ledger and prices alone. The session before is valued too
 * where it was not asked for, so that a figure never depends on which sessions a run happens to compute.
 */
export class PortfolioReplay {
  private readonly cursor: LedgerCursor;
  private last: { readonly session: string; readonly netAssetValue: Decimal } | null = null;

  constructor(
    entries: readonly LedgerEntry[],
    method: LotMethod,
    private readonly firstSession: string,
    private readonly market: { readonly panel: PricePanel; readonly isPrivate: (instrumentId: string) => boolean },
  ) {
    this.cursor = new LedgerCursor(
      entries,
      method,
      readSplits(entries, splitsOf(entries, market.panel), method).events,
    );
  }

  valueAt(session: string): ValuedSession {
    if (session > this.firstSession) {
      const before = previousSession(session);
      if (this.last?.session !== before) this.value(before);
    }
    const previousNetAssetValue = this.last?.netAssetValue ?? null;
    return { session, valuation: this.value(session), previousNetAssetValue };
  }

  private value(session: string): Valuation {
    const ledger = this.cursor.advanceTo(session);
    // A jump ahead serves only as the start of the next session: its own daily figures are never read.
    const jumped = this.last !== null && ledger.previousSession !== previousSession(session);
    const valuation = valuePortfolio({
      ledger: jumped ? { ...ledger, previousSession: null } : ledger,
      basis: this.basisOf(ledger),
      prices: this.pricesOf(ledger),
      previous: jumped ? null : this.last,
      isPrivate: this.market.isPrivate,
      ageInSessions: (date) => sessionIndex(session) - sessionIndexOnOrBefore(date),
    });
    this.last = { session, netAssetValue: storedNetAssetValue(valuation.portfolio) };
    return valuation;
  }

  /** @throws MixedBasis when the holdings' prices do not mean the same. */
  private basisOf({ holdings }: LedgerState): PriceBasis {
    const bases = new Set<PriceBasis>();
    for (const { instrumentId } of holdings) {
      const basis = this.market.panel.basisOf(instrumentId);
      if (basis !== null) bases.add(basis);
    }
    const [basis = 'raw'] = bases;
    if (bases.size > 1) throw new MixedBasis();
    return basis;
  }

  private pricesOf({ holdings, session }: LedgerState): ReadonlyMap<string, LastPrice | null> {
    const prices = new Map<string, LastPrice | null>();
    for (const { instrumentId } of holdings) {
      if (prices.has(instrumentId) || this.market.isPrivate(instrumentId)) continue;
      prices.set(instrumentId, this.market.panel.lastPrice(instrumentId, session));
    }
    return prices;
  }
}

/** Prices of different bases cannot be added up, whatever each of them is worth. */
export class MixedBasis extends Error {
  constructor() {
    super('the prices of the holdings have different bases');
  }
}

function splitsOf(entries: readonly LedgerEntry[], panel: PricePanel): SplitEvent[] {
  const instrumentIds = new Set(entries.map(({ instrumentId }) => instrumentId));
  return [...instrumentIds].flatMap((id) => (id === null ? [] : panel.splitsOf(id)));
}

/** What is older than the calendar has the age of its first day. */
const sessionIndexOnOrBefore = (date: string): number =>
  date < CALENDAR_START ? 0 : sessionIndex(sessionOnOrBefore(date));
