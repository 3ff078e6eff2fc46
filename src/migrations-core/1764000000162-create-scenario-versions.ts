import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './policies.js';

/** What every version of a stress scenario was. Without a reference to the scenario: they are kept when that is deleted. */
export class CreateScenarioVersions1764000000162 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE stress_scenario_versions (
        scenario_id text NOT NULL,
        version     integer NOT NULL,
        user_id     uuid CONSTRAINT stress_scenario_versions_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        name        text NOT NULL,
        description text NOT NULL,
        category    text NOT NULL,
        severity    text NOT NULL,
        shocks      jsonb NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT stress_scenario_versions_pk PRIMARY KEY (scenario_id, version),
        CONSTRAINT stress_scenario_versions_version_check CHECK (version >= 1),
        CONSTRAINT stress_scenario_versions_shocks_check CHECK (jsonb_typeof(shocks) = 'object')
      )`);
    await db.query('CREATE INDEX stress_scenario_versions_user_id_idx ON stress_scenario_versions (user_id)');
    await protect(
      db,
      'stress_scenario_versions',
      'SELECT, INSERT',
      'user_id IS NULL OR user_id = app_user_id()',
      'user_id = app_user_id()',
    );
    await db.query(`
      INSERT INTO stress_scenario_versions (scenario_id, version, user_id, name, description, category, severity, shocks, created_at)
      SELECT id, version, user_id, name, description, category, severity, shocks, updated_at FROM stress_test_scenarios`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE stress_scenario_versions');
  }
}
