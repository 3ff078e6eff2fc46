import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { StressTestScenario } from '../calculations/scenario-shocks/stress-scenario.entity.js';
import { CoreTransactions } from '../core.transactions.js';

export type NewScenario = Pick<
  StressTestScenario,
  'id' | 'userId' | 'name' | 'description' | 'category' | 'severity' | 'shocks'
>;
export type ScenarioChanges = Partial<Pick<NewScenario, 'name' | 'description' | 'category' | 'severity' | 'shocks'>>;

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

  /** Of the user, whom nobody else can add to or take from meanwhile. */
  async lockOwn(userId: string): Promise<number> {
    await this.tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `stress-scenarios:${userId}`,
    ]);
    return this.scenarios.countBy({ userId });
  }

  async insert(scenario: NewScenario): Promise<void> {
    await this.scenarios.insert(scenario);
  }

  /** A new version. */
  async update(userId: string, id: string, changes: ScenarioChanges): Promise<void> {
    await this.scenarios.update({ id, userId }, { ...changes, version: () => 'version + 1' });
  }

  async delete(userId: string, id: string): Promise<void> {
    await this.scenarios.delete({ id, userId });
  }

  private get scenarios() {
    return this.tx.manager.getRepository(StressTestScenario);
  }
}
