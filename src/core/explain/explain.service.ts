import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { computed, type Outcome } from '../../shared/outcome.js';
import { rowOf } from '../batch/batch-work.js';
import { HypotheticalBooks, type LoadedPortfolio } from '../batch/hypothetical-book.service.js';
import { MixedBasis, type ValuedSession } from '../batch/portfolio-replay.kernel.js';
import type { PortfolioBook } from '../calculations/calculation.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { SectorExposureService } from '../sector-exposure/sector-exposure.service.js';
import { VALUATION } from '../valuation/valuation-method.kernel.js';
import { CalculationTrace, type TracedCalculation } from './calculation-trace.js';
import { ExplainRepository, type StoredRow } from './explain.repository.js';
import { besideSnapshot, besideStored, isOfPortfolio } from './explained-figures.js';
import { explainedInputs, sessionsOf, wantedBy } from './explained-inputs.js';
import { explainedSectors } from './explained-sectors.js';
import type {
  ExplainedCalculation,
  ExplainedFigure,
  ExplainedHead,
  ExplanationView,
  PriceOrigin,
} from './explanation-view.js';
import { EXPLAINED, EXPLANATIONS, type ExplainedEndpoint, SECTOR_EXPOSURE } from './explanation.registry.js';

interface Found {
  readonly loaded: LoadedPortfolio;
  readonly valued: ValuedSession;
  readonly trace: CalculationTrace;
}

/** Money of the snapshot, which the valuation fills. */
const MONEY = [
  ...['net_asset_value', 'cash_value', 'long_value', 'short_value', 'gross_exposure', 'net_exposure'],
  ...['daily_pnl', 'daily_capital_flow', 'daily_return'],
];

/** Computes the figures of an endpoint again, from inputs that it answers with, and sets them beside the stored ones. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: ExplainRepository,
    private readonly books: HypotheticalBooks,
    private readonly sectors: SectorExposureService,
  ) {}

  /** @throws PortfolioNotFound */
  async explain(
    userId: string,
    portfolioId: string,
    endpoint: ExplainedEndpoint,
    date: string | null,
  ): Promise<ExplanationView> {
    const head = await this.tx.run(asUser(userId), () => this.repository.findHead(userId, portfolioId, date));
    if (!head) throw new PortfolioNotFound(portfolioId);
    const { session } = head;
    if (session === null) return without(head, endpoint, 'not-computed-yet');
    const names: readonly string[] = EXPLAINED[endpoint];
    if (names.includes(SECTOR_EXPOSURE)) return this.explainSectors(userId, head, endpoint);
    const loaded = await this.books.load(userId, { ...head, session }, []);
    const one = this.bookOf(loaded);
    if (one === null) return without(head, endpoint, 'missing-valuation');
    const trace = new CalculationTrace(one.book, names);
    return this.view(userId, head, endpoint, { loaded, valued: one.valued, trace });
  }

  /** Null where the ledger that the session was computed from is gone, or its prices no longer go together. */
  private bookOf(loaded: LoadedPortfolio): { valued: ValuedSession; book: PortfolioBook } | null {
    try {
      return this.books.bookOf(loaded);
    } catch (error) {
      if (error instanceof MixedBasis) return null;
      throw error;
    }
  }

  private async view(
    userId: string,
    head: ExplainedHead,
    endpoint: ExplainedEndpoint,
    { loaded, valued, trace }: Found,
  ): Promise<ExplanationView> {
    const explained = trace.calculations.map((one) => ({ one, explanation: EXPLANATIONS[one.name] }));
    const wanted = wantedBy(explained.flatMap(({ explanation }) => explanation ?? []));
    const { stored, prices } = await this.listStored(userId, loaded, trace, sessionsOf(loaded, wanted.window)[0]);
    const symbolOf = (id: string): string => loaded.instruments.subject(id).symbol;
    const valuation = (EXPLAINED[endpoint] as readonly string[]).includes(VALUATION.calculation);
    return {
      ...headOf(head, endpoint, null),
      calculations: [
        ...(valuation ? [VALUATION_EXPLAINED] : []),
        ...explained.flatMap(({ one, explanation }): ExplainedCalculation[] => {
          if (!explanation) return [];
          const { formula, source, parameters, window } = explanation;
          const { name, version, after } = one;
          return [
            { name, version, formula, source, parameters, window, after, steps: explanation.steps?.(trace) ?? {} },
          ];
        }),
      ],
      figures: [
        ...(valuation ? besideSnapshot(VALUATION, moneyOf(valued), head.snapshot ?? {}) : []),
        ...trace.calculations.flatMap((one) => figuresOf(one, head.snapshot ?? {}, stored, symbolOf)),
      ],
      inputs: explainedInputs(loaded, valued, trace, wanted, prices),
    };
  }

  private listStored(
    userId: string,
    { portfolioId, session, panel, instruments }: LoadedPortfolio,
    { calculations, book }: CalculationTrace,
    from = session,
  ): Promise<{ stored: ReadonlyMap<string, readonly StoredRow[]>; prices: PriceOrigin[] }> {
    const tables = new Map(calculations.flatMap(({ rows }) => rows.map(({ table }) => [table.name, table] as const)));
    const ids = book.symbols.subjects.map(({ instrumentId }) => instrumentId);
    return this.tx.run(asUser(userId), async () => {
      const stored = new Map<string, readonly StoredRow[]>();
      for (const [name, table] of tables) {
        const rows = isOfPortfolio(table)
          ? await this.repository.listOfPortfolio(table, userId, portfolioId, session)
          : await this.repository.listOfSymbols(table, panel.dataset, session, ids);
        stored.set(name, rows);
      }
      const priced = instruments.pricedFor(new Set(book.instrumentIds));
      return { stored, prices: await this.repository.listPriceOrigins(panel.dataset, priced, from, session) };
    });
  }

  /** Nothing of it is stored: lots are those of the session's snapshot, lists the nearest, profiles those of now. */
  private async explainSectors(
    userId: string,
    head: ExplainedHead,
    endpoint: ExplainedEndpoint,
  ): Promise<ExplanationView> {
    const found = await this.sectors.find(userId, head.id, head.session);
    if (!found || found.inputs.asOf !== head.session) return without(head, endpoint, 'not-applicable');
    return { ...headOf(head, endpoint, null), ...explainedSectors(found), inputs: null };
  }
}

const VALUATION_EXPLAINED: ExplainedCalculation = {
  ...{ name: VALUATION.calculation, version: VALUATION.version, window: 0, after: [], parameters: {}, steps: {} },
  formula:
    'Net asset value = cash + sum of market values; long and short value sum those above and below 0. Daily P&L = net asset value - that of the session before - flows; daily return = daily P&L / (net asset value before + flows).',
  source: 'GIPS 2020: time-weighted return with flows at the start of the day (Modified Dietz, weight 1)',
};

function moneyOf(valued: ValuedSession): Record<string, Outcome<number>> {
  const { snapshot } = rowOf(valued, {});
  return Object.fromEntries(
    MONEY.flatMap((column) => {
      const value = snapshot[column] ?? null;
      return value === null ? [] : [[column, computed(Number(value))]];
    }),
  );
}

function figuresOf(
  { name, version, rows, figures }: TracedCalculation,
  snapshot: StoredRow,
  stored: ReadonlyMap<string, readonly StoredRow[]>,
  symbolOf: (id: string) => string,
): ExplainedFigure[] {
  const ofSnapshot = Object.keys(figures).length > 0;
  return [
    ...(ofSnapshot ? besideSnapshot({ calculation: name, version }, figures, snapshot) : []),
    ...rows.flatMap(({ table, rows: cells }) =>
      besideStored({ calculation: name, version, table, rows: cells }, stored.get(table.name) ?? [], symbolOf),
    ),
  ];
}

const headOf = (
  { id, session, isStale, runId, computedAt }: ExplainedHead,
  endpoint: ExplainedEndpoint,
  reason: string | null,
) => ({ portfolioId: id, endpoint, asOf: session, isStale, runId, computedAt, reason });

const without = (head: ExplainedHead, endpoint: ExplainedEndpoint, reason: string): ExplanationView => ({
  ...headOf(head, endpoint, reason),
  ...{ calculations: [], figures: [], inputs: null },
});
