import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type Outcome, skipped } from '../../shared/outcome.js';
import { AggregateService, type Aggregate } from '../aggregate-analytics/aggregate.service.js';
import type { StressShocks } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { ScenarioReference } from './scenario-reference.kernel.js';
import { runStress, type StressRun } from './stress-run.kernel.js';
import { StressScenarioService } from './stress-scenario.service.js';
import { StressTestRepository } from './stress-test.repository.js';
import type { StressHistoryView, StressInputs, StressTestView } from './stress-view.js';

/** Scenarios, or shocks that no scenario has. */
export type RunRequest =
  | { readonly scenarios: readonly ScenarioReference[]; readonly shocks: null }
  | { readonly scenarios: null; readonly shocks: StressShocks };

export interface RunScenario {
  /** Null for shocks that were sent. */
  readonly id: string | null;
  readonly name: string;
  readonly category: string;
  readonly severity: string | null;
  readonly version: number | null;
  readonly shocks: StressShocks;
  readonly run: Outcome<StressRun>;
}

export interface StressRunView {
  readonly inputs: StressInputs;
  readonly scenarios: readonly RunScenario[];
}

export interface AggregateStress {
  readonly aggregate: Aggregate;
  readonly views: readonly StressTestView[];
}

export interface HistorySpan {
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
}

/** What scenarios do to portfolios as of their newest session. Another user's portfolio is reported as missing. */
@Injectable()
export class StressTestService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: StressTestRepository,
    private readonly scenarios: StressScenarioService,
    private readonly aggregates: AggregateService,
  ) {}

  /** Null for a portfolio that is not this user's. */
  async find(
    userId: string,
    portfolioId: string,
    scenarioIds: readonly string[] | null = null,
  ): Promise<StressTestView | null> {
    const [view] = await this.tx.run(asUser(userId), () =>
      this.repository.listNewest(userId, [portfolioId], scenarioIds),
    );
    return view ?? null;
  }

  /** @throws PortfolioNotFound */
  async get(userId: string, portfolioId: string, scenarioIds: readonly string[] | null): Promise<StressTestView> {
    const view = await this.find(userId, portfolioId, scenarioIds);
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }

  /** @throws PortfolioNotFound */
  async getHistory(
    userId: string,
    portfolioId: string,
    scenarioId: string,
    span: HistorySpan,
  ): Promise<StressHistoryView> {
    const days = await this.tx.run(asUser(userId), () =>
      this.repository.findHistory(userId, portfolioId, scenarioId, span),
    );
    if (!days) throw new PortfolioNotFound(portfolioId);
    return { portfolioId, scenarioId, days };
  }

  /** Stores nothing. @throws PortfolioNotFound, StressScenarioNotFound */
  run(userId: string, portfolioId: string, request: RunRequest): Promise<StressRunView> {
    return this.tx.run(asUser(userId), async () => {
      const inputs = await this.repository.findInputs(userId, portfolioId);
      if (!inputs) throw new PortfolioNotFound(portfolioId);
      const scenarios =
        request.scenarios === null
          ? [{ ...UNNAMED, shocks: request.shocks }]
          : await this.scenarios.listReferred(userId, request.scenarios);
      return {
        inputs,
        scenarios: scenarios.map(({ id, name, category, severity, version, shocks }) => ({
          ...{ id, name, category, severity, version, shocks },
          run:
            inputs.asOf === null ? skipped('not-computed-yet') : runStress(shocks, inputs.holdings, inputs.covariance),
        })),
      };
    });
  }

  /** @throws PortfolioNotFound, MixedCurrencies */
  async aggregate(userId: string, portfolioIds: readonly string[] | null): Promise<AggregateStress> {
    const aggregate = await this.aggregates.getTotals(userId, portfolioIds);
    const ids = aggregate.portfolios.map(({ id }) => id);
    const views = await this.tx.run(asUser(userId), () => this.repository.listNewest(userId, ids, null));
    return { aggregate, views };
  }
}

const UNNAMED = { id: null, name: 'Shocks as sent', category: 'custom', severity: null, version: null };
