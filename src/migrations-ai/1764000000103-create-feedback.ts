import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ratings of answers, and what the AI side remembers of core's events. */
export class CreateFeedback1764000000103 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ai_tombstones (
        aggregate_id uuid NOT NULL CONSTRAINT ai_tombstones_pk PRIMARY KEY,
        kind         text NOT NULL,
        recorded_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_tombstones_kind_check CHECK (kind IN ('user', 'portfolio', 'conversation', 'message'))
      )`);
    await db.query(`
      CREATE TABLE ai_inbox_events (
        event_id   uuid NOT NULL CONSTRAINT ai_inbox_events_pk PRIMARY KEY,
        type       text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    for (const table of ['ai_tombstones', 'ai_inbox_events']) {
      await db.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await db.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO sigmasight_system`);
      await db.query(`CREATE POLICY ${table}_system ON ${table} TO sigmasight_system USING (true) WITH CHECK (true)`);
    }
    await db.query(`
      CREATE FUNCTION is_tombstoned(VARIADIC ids uuid[]) RETURNS boolean
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT EXISTS (SELECT FROM ai_tombstones WHERE aggregate_id = ANY (ids)) $$`);
    await db.query('REVOKE ALL ON FUNCTION is_tombstoned(uuid[]) FROM PUBLIC');
    await db.query('GRANT EXECUTE ON FUNCTION is_tombstoned(uuid[]) TO sigmasight_app, sigmasight_system');

    await db.query(`
      CREATE TABLE ai_feedback (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT ai_feedback_pk PRIMARY KEY,
        message_id      uuid NOT NULL,
        conversation_id uuid NOT NULL,
        user_id         uuid NOT NULL,
        rating          text NOT NULL,
        edited_text     text,
        comment         text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        updated_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_feedback_rating_check CHECK (rating IN ('up', 'down')),
        CONSTRAINT ai_feedback_edited_text_check CHECK (length(edited_text) <= 20000),
        CONSTRAINT ai_feedback_comment_check CHECK (length(comment) <= 4000)
      )`);
    await db.query('CREATE UNIQUE INDEX ix_ai_feedback_message_user ON ai_feedback (message_id, user_id)');
    await db.query('CREATE INDEX ix_ai_feedback_conversation ON ai_feedback (conversation_id)');
    await db.query('CREATE INDEX ix_ai_feedback_user ON ai_feedback (user_id, created_at)');
    await db.query('ALTER TABLE ai_feedback ENABLE ROW LEVEL SECURITY');
    await db.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ai_feedback TO sigmasight_app, sigmasight_system');
    await db.query(
      'CREATE POLICY ai_feedback_own ON ai_feedback TO sigmasight_app USING (user_id = app_user_id()) WITH CHECK (user_id = app_user_id())',
    );
    await db.query(
      'CREATE POLICY ai_feedback_system ON ai_feedback TO sigmasight_system USING (true) WITH CHECK (true)',
    );

    await db.query(`
      CREATE FUNCTION tombstone_lock(id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
      AS $$ SELECT hashtextextended('ai_tombstones ' || id, 0) $$`);
    // Closes the race "feedback arrives as the conversation goes", for every writer: whoever buries takes these locks for
    // itself, so it waits for feedback that is not committed yet, and feedback waits for it. The order is the same for all.
    await db.query(`
      CREATE FUNCTION refuse_tombstoned_feedback() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared(tombstone_lock(NEW.user_id));
        PERFORM pg_advisory_xact_lock_shared(tombstone_lock(NEW.conversation_id));
        PERFORM pg_advisory_xact_lock_shared(tombstone_lock(NEW.message_id));
        IF is_tombstoned(NEW.message_id, NEW.conversation_id, NEW.user_id) THEN
          RAISE EXCEPTION 'the message is gone' USING ERRCODE = 'SG001';
        END IF;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER ai_feedback_refuse_tombstoned BEFORE INSERT OR UPDATE ON ai_feedback
      FOR EACH ROW EXECUTE FUNCTION refuse_tombstoned_feedback()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ai_feedback');
    await db.query('DROP FUNCTION refuse_tombstoned_feedback()');
    await db.query('DROP FUNCTION tombstone_lock(uuid)');
    await db.query('DROP FUNCTION is_tombstoned(uuid[])');
    await db.query('DROP TABLE ai_inbox_events');
    await db.query('DROP TABLE ai_tombstones');
  }
}
