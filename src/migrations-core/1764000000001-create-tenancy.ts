import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The roles that units of work take, and who is acting. */
export class CreateTenancy1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const role of ['sigmasight_app', 'sigmasight_system', 'sigmasight_anonymous']) {
      // Roles belong to the whole server; databases that are migrated at once race for them.
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

  /** Never drops a role: other databases of the server use them too. */
  async down(db: QueryRunner): Promise<void> {
    // Both chains may live in one database; the function goes with the last of them.
    await db.query(`
      DO $$ BEGIN DROP FUNCTION app_user_id(); EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END $$`);
  }
}
