import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import { type Precondition, unconditional } from '../../shared/http/precondition.js';
import type { StressScenarioVersion } from '../calculations/scenario-shocks/stress-scenario-version.entity.js';
import { type StressTestScenario } from '../calculations/scenario-shocks/stress-scenario.entity.js';
import { CoreTransactions } from '../core.transactions.js';
import { StressScenarioBuiltIn, StressScenarioLimitReached, StressScenarioNotFound } from './stress-scenario.errors.js';
import type { ScenarioReference } from './scenario-reference.kernel.js';
import {
  MAX_SCENARIOS,
  type NewScenario,
  SCENARIO_VERSION_KEY,
  type ScenarioChanges,
  StressScenarioRepository,
  type VersionPage,
} from './stress-scenario.repository.js';

export type { StressTestScenario, StressScenarioVersion, ScenarioChanges, VersionPage };
export { SCENARIO_VERSION_KEY };
export type ScenarioInput = Omit<NewScenario, 'id' | 'userId'>;

/** Newest first. */
export interface ScenarioVersions extends CursorPage<StressScenarioVersion> {
  readonly scenarioId: string;
  readonly isDeleted: boolean;
}

/** What is run of a scenario, or of a version of it. */
export type ReferredScenario = Pick<StressTestScenario, 'id' | 'name' | 'category' | 'severity' | 'version' | 'shocks'>;

/** The scenarios that a user may run: the built-in ones, which nobody changes, and their own. */
@Injectable()
export class StressScenarioService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly scenarios: StressScenarioRepository,
  ) {}

  list(userId: string): Promise<StressTestScenario[]> {
    return this.tx.run(asUser(userId), () => this.scenarios.list(userId));
  }

  /** @throws StressScenarioNotFound */
  get(userId: string, id: string): Promise<StressTestScenario> {
    return this.tx.run(asUser(userId), () => this.require(userId, id));
  }

  /** Also of a scenario that its user has deleted. @throws StressScenarioNotFound */
  listVersions(userId: string, id: string, page: VersionPage): Promise<ScenarioVersions> {
    return this.tx.run(asUser(userId), async () => {
      const versions = await this.scenarios.listVersions(userId, id, page);
      const isDeleted = (await this.scenarios.find(userId, id)) === null;
      if (isDeleted && !(await this.scenarios.hasVersions(userId, id))) throw new StressScenarioNotFound(id);
      return { ...versions, scenarioId: id, isDeleted };
    });
  }

  /** In the order of the references; versions also of deleted ones. @throws StressScenarioNotFound for the first that is not there */
  async listReferred(userId: string, references: readonly ScenarioReference[]): Promise<ReferredScenario[]> {
    const newest = references.flatMap(({ id, version }) => (version === null ? [id] : []));
    const older = references.filter(({ version }) => version !== null);
    const { now, then } = await this.tx.run(asUser(userId), async () => ({
      now: newest.length === 0 ? [] : await this.scenarios.listByIds(userId, newest),
      then: older.length === 0 ? [] : await this.scenarios.listByVersions(userId, older),
    }));
    const found = new Map<string, ReferredScenario>([
      ...now.map((scenario) => [keyOf({ id: scenario.id, version: null }), scenario] as const),
      ...then.map(({ scenarioId: id, name, category, severity, version, shocks }) => {
        return [keyOf({ id, version }), { id, name, category, severity, version, shocks }] as const;
      }),
    ]);
    return references.map((reference) => {
      const scenario = found.get(keyOf(reference));
      if (!scenario) throw new StressScenarioNotFound(keyOf(reference));
      return scenario;
    });
  }

  /** @throws StressScenarioLimitReached */
  create(userId: string, input: ScenarioInput): Promise<StressTestScenario> {
    return this.tx.run(asUser(userId), async () => {
      if ((await this.scenarios.lockOwn(userId)) >= MAX_SCENARIOS) throw new StressScenarioLimitReached(MAX_SCENARIOS);
      const id = randomUUID();
      await this.scenarios.insert({ ...input, id, userId });
      return this.require(userId, id);
    });
  }

  /** Makes a new version of it, of the same id. @throws StressScenarioNotFound, StressScenarioBuiltIn, StaleVersion */
  change(
    userId: string,
    id: string,
    changes: ScenarioChanges,
    unchanged: Precondition<StressTestScenario> = unconditional,
  ): Promise<StressTestScenario> {
    return this.asOnlyWriter(userId, id, unchanged, async (scenario) => {
      if (Object.keys(changes).length === 0) return scenario;
      await this.scenarios.update(userId, id, changes);
      return this.require(userId, id);
    });
  }

  delete(userId: string, id: string, unchanged: Precondition<StressTestScenario> = unconditional): Promise<void> {
    return this.asOnlyWriter(userId, id, unchanged, () => this.scenarios.delete(userId, id));
  }

  private asOnlyWriter<T>(
    userId: string,
    id: string,
    unchanged: Precondition<StressTestScenario>,
    work: (scenario: StressTestScenario) => Promise<T>,
  ): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      await this.scenarios.lockOwn(userId);
      const scenario = await this.require(userId, id);
      if (scenario.userId === null) throw new StressScenarioBuiltIn(id);
      await unchanged(() => Promise.resolve(scenario));
      return work(scenario);
    });
  }

  private async require(userId: string, id: string): Promise<StressTestScenario> {
    const scenario = await this.scenarios.find(userId, id);
    if (!scenario) throw new StressScenarioNotFound(id);
    return scenario;
  }
}

const keyOf = ({ id, version }: ScenarioReference): string => (version === null ? id : `${id}@${String(version)}`);
