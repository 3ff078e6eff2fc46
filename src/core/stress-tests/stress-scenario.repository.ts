import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan } from 'typeorm';
import { type CursorKey, type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { StressScenarioVersion } from '../calculations/scenario-shocks/stress-scenario-version.entity.js';
import type { ScenarioReference } from './scenario-reference.kernel.js';
import { StressTestScenario } from '../calculations/scenario-shocks/stress-scenario.entity.js';
import { CoreTransactions } from '../core.transactions.js';

export type NewScenario = Pick<
  StressTestScenario,
  'id' | 'userId' | 'name' | 'description' | 'category' | 'severity' | 'shocks'
>;
export type ScenarioChanges = Partial<Pick<NewScenario, 'name' | 'description' | 'category' | 'severity' | 'shocks'>>;

export const SCENARIO_VERSION_KEY: readonly CursorPart[] = ['integer'];

export interface VersionPage {
  readonly limit: number;
  readonly after: CursorKey | null;
}

/** A user has no more of their own. */
export const MAX_SCENARIOS = 100;
/** With the built-in ones. */
const MAX_LISTED = 500;

/** What is built in, and what is the user's own; nothing of anybody else. */
@Injectable()
export class StressScenarioRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Built-in ones first, then by category and name. */
  async list(userId: string): Promise<StressTestScenario[]> {
    const rows = await this.scenarios.find({ where: [{ userId: IsNull() }, { userId }], take: MAX_LISTED });
    const keyOf = ({ userId: owner, category, name, id }: StressTestScenario): string =>
      [owner === null ? 0 : 1, category, name, id].join('\u0000');
    return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  find(userId: string, id: string): Promise<StressTestScenario | null> {
    return this.scenarios.findOne({
      where: [
        { id, userId: IsNull() },
        { id, userId },
      ],
    });
  }

  /** In no order of their own. */
  listByIds(userId: string, ids: readonly string[]): Promise<StressTestScenario[]> {
    const id = In([...ids]);
    return this.scenarios.find({
      where: [
        { id, userId: IsNull() },
        { id, userId },
      ],
      order: { id: 'ASC' },
      take: MAX_LISTED,
    });
  }

  /** Newest first, one page of them; also of a scenario that is deleted. */
  async listVersions(
    userId: string,
    id: string,
    { limit, after }: VersionPage,
  ): Promise<CursorPage<StressScenarioVersion>> {
    const before = after === null ? {} : { version: LessThan(Number(after[0])) };
    const rows = await this.versions.find({
      where: [
        { scenarioId: id, userId: IsNull(), ...before },
        { scenarioId: id, userId, ...before },
      ],
      order: { version: 'DESC' },
      take: limit + 1,
    });
    return cursorPage(rows, limit, ({ version }) => [String(version)]);
  }

  /** In no order of their own; also of scenarios that are deleted. */
  listByVersions(userId: string, references: readonly ScenarioReference[]): Promise<StressScenarioVersion[]> {
    return this.versions.find({
      where: references.flatMap(({ id, version }) => {
        const one = { scenarioId: id, version: version ?? 0 };
        return [
          { ...one, userId: IsNull() },
          { ...one, userId },
        ];
      }),
      take: MAX_LISTED,
    });
  }

  hasVersions(userId: string, id: string): Promise<boolean> {
    return this.versions.existsBy([
      { scenarioId: id, userId: IsNull() },
      { scenarioId: id, userId },
    ]);
  }

  /** Of the user, whom nobody else can add to or take from meanwhile. */
  async lockOwn(userId: string): Promise<number> {
    await this.tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `stress-scenarios:${userId}`,
    ]);
    return this.scenarios.countBy({ userId });
  }

  async insert(scenario: NewScenario): Promise<void> {
    await this.scenarios.insert(scenario);
    await this.keepVersion(scenario.id);
  }

  /** A new version. */
  async update(userId: string, id: string, changes: ScenarioChanges): Promise<void> {
    await this.scenarios.update({ id, userId }, { ...changes, version: () => 'version + 1' });
    await this.keepVersion(id);
  }

  /** Its versions stay: they tell what was run. */
  async delete(userId: string, id: string): Promise<void> {
    await this.scenarios.delete({ id, userId });
  }

  /** As it is now. */
  private async keepVersion(id: string): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO stress_scenario_versions (scenario_id, version, user_id, name, description, category, severity, shocks)
       SELECT id, version, user_id, name, description, category, severity, shocks FROM stress_test_scenarios WHERE id = $1`,
      [id],
    );
  }

  private get versions() {
    return this.tx.manager.getRepository(StressScenarioVersion);
  }

  private get scenarios() {
    return this.tx.manager.getRepository(StressTestScenario);
  }
}
