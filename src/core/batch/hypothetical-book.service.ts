import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { addSessions, CALENDAR_START, sessionIndex } from '../../shared/time/trading-calendar.kernel.js';
import type { Figures, PortfolioBook, Results } from '../calculations/calculation.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import { PANEL_MARGIN, type PricePanel } from '../calculations/price-panel.kernel.js';
import type { StoredRows } from '../calculations/result-table.js';
import { computePortfolio, computeSymbols } from '../calculations/session-results.js';
import { CoreTransactions } from '../core.transactions.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import type { LotMethod } from '../ledger/lot-book.kernel.js';
import { BENCHMARK_SYMBOL } from '../market-data/benchmark.kernel.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import { Instruments, portfolioBook, rowOf, symbolSet } from './batch-work.js';
import { BatchWorkRepository, type OwnedPortfolio } from './batch-work.repository.js';
import { firstSessionOf, PortfolioReplay, type ValuedSession } from './portfolio-replay.kernel.js';

/** A portfolio at a session, with the instruments that it holds or is to hold. */
export interface LoadedPortfolio {
  readonly portfolioId: string;
  readonly session: string;
  readonly panel: PricePanel;
  readonly instruments: Instruments;
  readonly ledger: readonly LedgerEntry[];
  readonly lotMethod: LotMethod;
}

export interface ComputedBook {
  readonly valued: ValuedSession;
  readonly book: PortfolioBook;
  readonly figures: Figures;
  readonly rows: readonly StoredRows[];
  /** Columns of the snapshot as they would be stored, and reasons. */
  readonly snapshot: Readonly<Record<string, string | number | null>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly symbols: Results;
}

/** Computes portfolios as the batch does, without storing: what a ledger with further entries would come to. */
@Injectable()
export class HypotheticalBooks {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly work: BatchWorkRepository,
    private readonly calculations: CalculationRunner,
  ) {}

  /** Null for a portfolio that is not this user's. */
  find(userId: string, portfolioId: string): Promise<OwnedPortfolio | null> {
    return this.tx.run(asUser(userId), () => this.work.findOwned(userId, portfolioId));
  }

  /** @param added instruments that the ledger need not know. Ownership is the caller's to check; row-level security stands behind it. */
  async load(
    userId: string,
    { id, dataset, lotMethod, session }: OwnedPortfolio & { readonly session: string },
    added: readonly string[],
  ): Promise<LoadedPortfolio> {
    const { ledger, instruments, held } = await this.tx.run(asUser(userId), async () => {
      const entries = (await this.work.listLedgers([id])).get(id) ?? [];
      const ids = new Set([...entries.flatMap(({ instrumentId }) => instrumentId ?? []), ...added]);
      const known = await this.work.listInstruments([...ids], [BENCHMARK_SYMBOL, ...FACTOR_FUNDS]);
      const proxies = await this.work.listRiskProxies([...ids]);
      return { ledger: entries, instruments: new Instruments(known, proxies), held: ids };
    });
    const from = sessionIndex(session) < PANEL_MARGIN ? CALENDAR_START : addSessions(session, -PANEL_MARGIN);
    const priced = instruments.pricedFor(held);
    const panel = await this.calculations.loadPrices(dataset, priced, from, session);
    return { portfolioId: id, session, panel, instruments, ledger, lotMethod };
  }

  /**
   * The book as it stands, with nothing computed of it yet; null without a ledger of by then.
   * @throws MixedBasis
   */
  bookOf(loaded: LoadedPortfolio): Pick<ComputedBook, 'valued' | 'book'> | null {
    const { session, panel, instruments, portfolioId } = loaded;
    const valued = valueOf(loaded, loaded.ledger);
    return (
      valued && {
        valued,
        book: portfolioBook(
          portfolioId,
          valued,
          loaded,
          symbolSet(panel, session, bearersIn([valued], instruments), instruments),
        ),
      }
    );
  }

  /**
   * The book as it stands, and with entries of the session on top. Symbols are computed once for both.
   * @throws MixedBasis
   */
  compute(
    loaded: LoadedPortfolio,
    entries: readonly LedgerEntry[],
  ): [before: ComputedBook | null, after: ComputedBook] {
    const { session, panel, instruments, ledger } = loaded;
    const last = ledger.reduce((most, { sequence }) => Math.max(most, sequence), 0);
    const added = entries.map((entry, i) => ({ ...entry, sequence: last + 1 + i }));
    const before = valueOf(loaded, ledger);
    const after = valueOf(loaded, [...ledger, ...added]);
    if (!after) throw new RangeError('a trade is what a portfolio begins with');
    const set = symbolSet(panel, session, bearersIn([before, after], instruments), instruments);
    const { results } = computeSymbols(set);
    const computed = (valued: ValuedSession): ComputedBook => {
      const book = portfolioBook(loaded.portfolioId, valued, loaded, set);
      const { figures, rows, failed } = computePortfolio(book, results);
      const { snapshot, reasons } = rowOf(valued, figures, failed.keys());
      return { valued, book, figures, rows, snapshot, reasons, symbols: results };
    };
    return [before && computed(before), computed(after)];
  }
}

/** Everything that is computed where these are held. */
const bearersIn = (sessions: readonly (ValuedSession | null)[], instruments: Instruments): ReadonlySet<string> =>
  new Set(
    sessions.flatMap((valued) =>
      (valued?.valuation.positions ?? []).flatMap(({ instrumentId }) => instruments.bearerOf(instrumentId) ?? []),
    ),
  );

function valueOf(
  { session, panel, instruments, lotMethod }: LoadedPortfolio,
  ledger: readonly LedgerEntry[],
): ValuedSession | null {
  const first = firstSessionOf(ledger);
  if (first === null || first > session) return null;
  const market = { panel, isPrivate: instruments.isPrivate };
  return new PortfolioReplay(ledger, lotMethod, first, market).valueAt(session);
}
