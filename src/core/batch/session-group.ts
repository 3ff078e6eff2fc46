import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PortfolioBook } from '../calculations/calculation.js';
import type { PricePanel } from '../calculations/price-panel.kernel.js';
import type { SessionWork } from '../calculations/session-results.js';
import type { ComputedSession } from '../calculations/session-threads.js';
import { type Instruments, portfolioBook, type PortfolioWork, symbolSet } from './batch-work.js';
import { blockOf, type OpenStep, type PortfolioResultsRunner, type ValuedStep } from './portfolio-results.runner.js';

/** Sessions that are valued, and computed or being computed. */
export interface OpenGroup {
  readonly computed: readonly ComputedSession[];
  readonly steps: ReadonlyMap<PortfolioWork, readonly OpenStep[]>;
}

/** Values sessions, ascending but for the newest one, and has them computed. */
export class SessionGroups {
  private before: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly works: readonly PortfolioWork[],
    private readonly instruments: Instruments,
    private readonly newest: string,
    private readonly portfolios: PortfolioResultsRunner,
    private readonly compute: (work: SessionWork) => ComputedSession,
  ) {}

  /** Groups are valued in the order in which they were asked for: a ledger is read on from session to session. */
  open(sessions: readonly string[]): Promise<OpenGroup> {
    const group = this.before.then(() => this.value(sessions));
    // Whoever asked hears of a fault.
    this.before = group.catch(() => undefined);
    return group;
  }

  private async value(sessions: readonly string[]): Promise<OpenGroup> {
    const computed: ComputedSession[] = [];
    const steps = new Map<PortfolioWork, OpenStep[]>();
    for (const session of sessions) {
      for (const [panel, valued] of this.byPanel(session)) {
        const { work, places } = this.workOf(panel, session, valued);
        const results = this.compute(work);
        computed.push(results);
        for (const step of valued) {
          const own = steps.get(step.work) ?? [];
          steps.set(step.work, own);
          const place = places.get(step);
          own.push({ ...step, results: () => results.portfolio(place ?? -1) });
        }
      }
      // Heartbeats go out between sessions, however long a group takes.
      await nextTurn();
    }
    return { computed, steps };
  }

  private byPanel(session: string): Map<PricePanel, ValuedStep[]> {
    const found = new Map<PricePanel, ValuedStep[]>();
    for (const work of this.works) {
      if (work.state !== 'going' || !work.isPlanned(session)) continue;
      const steps = found.get(work.market.panel) ?? [];
      found.set(work.market.panel, steps);
      try {
        steps.push({ work, session, valued: work.valueAt(session, session === this.newest) });
      } catch (error) {
        steps.push({ work, session, valued: this.portfolios.blockedBy(error, work, session) });
      }
    }
    return found;
  }

  /** Symbols once a dataset, whoever holds what. @returns also the books of the steps, by their place. */
  private workOf(panel: PricePanel, session: string, steps: readonly ValuedStep[]) {
    const held = new Set<string>();
    for (const { valued } of steps) {
      for (const { instrumentId } of typeof valued === 'string' ? [] : valued.valuation.positions) {
        const id = this.instruments.bearerOf(instrumentId);
        if (id !== null) held.add(id);
      }
    }
    const set = symbolSet(panel, session, held, this.instruments);
    const books: PortfolioBook[] = [];
    const places = new Map<ValuedStep, number>();
    for (const step of steps) {
      if (typeof step.valued === 'string' || blockOf(step.valued) !== null) continue;
      places.set(step, books.push(portfolioBook(step.work.id, step.valued, step.work.market, set)) - 1);
    }
    return { work: { set, books }, places };
  }
}
