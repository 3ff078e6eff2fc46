import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether whoever reads an address of e-mail wants alerts there, and the code that tells. Channels that there are have been
 * used: they count as confirmed, since alerts that stop coming are missed by nobody until it is too late.
 */
export class ConfirmMailChannels1764000000171 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE alert_channels
        ADD COLUMN confirmed_at    timestamptz,
        ADD COLUMN code_cipher     text,
        ADD COLUMN code_asked_at   timestamptz,
        ADD COLUMN code_expires_at timestamptz,
        ADD COLUMN code_due_at     timestamptz,
        ADD COLUMN code_attempts   integer NOT NULL DEFAULT 0`);
    await db.query('UPDATE alert_channels SET confirmed_at = created_at');
    await db.query(
      'CREATE INDEX alert_channels_code_due_idx ON alert_channels (code_due_at) WHERE code_due_at IS NOT NULL',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX alert_channels_code_due_idx');
    await db.query(`
      ALTER TABLE alert_channels DROP COLUMN confirmed_at, DROP COLUMN code_cipher, DROP COLUMN code_asked_at,
        DROP COLUMN code_expires_at, DROP COLUMN code_due_at, DROP COLUMN code_attempts`);
  }
}
