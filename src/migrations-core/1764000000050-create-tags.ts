import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, protectByUser } from './policies.js';

/** A user's labels, and which positions bear them. */
export class CreateTags1764000000050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tags (
        id            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT tags_pk PRIMARY KEY,
        user_id       uuid NOT NULL CONSTRAINT tags_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        name          text NOT NULL,
        color         text NOT NULL DEFAULT '#4A90E2',
        description   text,
        display_order integer NOT NULL DEFAULT 0,
        is_archived   boolean NOT NULL DEFAULT false,
        archived_at   timestamptz,
        archived_by   uuid CONSTRAINT tags_archived_by_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at    timestamptz NOT NULL DEFAULT now(),
        updated_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT tags_name_check CHECK (length(name) BETWEEN 1 AND 50 AND name = btrim(name)),
        CONSTRAINT tags_color_check CHECK (color ~ '^#[0-9A-F]{6}$'),
        CONSTRAINT tags_description_check CHECK (length(description) <= 500),
        CONSTRAINT tags_display_order_check CHECK (display_order BETWEEN 0 AND 1000000),
        CONSTRAINT tags_archived_check CHECK (is_archived = (archived_at IS NOT NULL))
      )`);
    // Two active tags that differ in capitals alone would be one to everybody who reads them.
    await db.query('CREATE UNIQUE INDEX tags_active_name_key ON tags (user_id, lower(name)) WHERE NOT is_archived');
    await db.query('CREATE INDEX tags_user_id_idx ON tags (user_id, display_order)');
    await db.query('CREATE INDEX tags_archived_by_idx ON tags (archived_by) WHERE archived_by IS NOT NULL');
    await protectByUser(db, 'tags', 'SELECT, INSERT, UPDATE');

    await db.query(`
      CREATE TABLE position_tags (
        position_id uuid NOT NULL CONSTRAINT position_tags_position_id_fk REFERENCES positions (id) ON DELETE CASCADE,
        tag_id      uuid NOT NULL CONSTRAINT position_tags_tag_id_fk REFERENCES tags (id) ON DELETE CASCADE,
        assigned_at timestamptz NOT NULL DEFAULT now(),
        assigned_by uuid CONSTRAINT position_tags_assigned_by_fk REFERENCES users (id) ON DELETE SET NULL,
        CONSTRAINT position_tags_pk PRIMARY KEY (position_id, tag_id)
      )`);
    await db.query('CREATE INDEX position_tags_tag_id_idx ON position_tags (tag_id)');
    await db.query('CREATE INDEX position_tags_assigned_by_idx ON position_tags (assigned_by)');
    // Few tags belong to a user, and they are read once a statement. Writing asks for both sides of the link.
    const ownTag = 'tag_id IN (SELECT id FROM tags WHERE user_id = app_user_id())';
    const ownPosition =
      'position_id IN (SELECT id FROM positions WHERE portfolio_id IN (SELECT writable_portfolios()))';
    await protect(db, 'position_tags', 'SELECT, INSERT, DELETE', ownTag, `${ownTag} AND ${ownPosition}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE position_tags');
    await db.query('DROP TABLE tags');
  }
}
