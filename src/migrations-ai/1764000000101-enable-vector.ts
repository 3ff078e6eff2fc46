import type { MigrationInterface, QueryRunner } from 'typeorm';

/** pgvector, and the same roles as in core: both chains must work alone and together in one database. */
export class EnableVector1764000000101 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE EXTENSION IF NOT EXISTS vector');
    for (const role of ['sigmasight_app', 'sigmasight_system', 'sigmasight_anonymous']) {
      await db.query(`
        DO $$ BEGIN CREATE ROLE ${role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
      await db.query(`
        DO $$ BEGIN EXECUTE format('GRANT ${role} TO %I', current_user); EXCEPTION WHEN unique_violation THEN NULL; END $$`);
      await db.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
    }
    await db.query(`
      CREATE OR REPLACE FUNCTION app_user_id() RETURNS uuid LANGUAGE sql STABLE
      AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$`);
  }

  /** Drops neither role nor extension: others may use them. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN DROP FUNCTION app_user_id(); EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END $$`);
  }
}
