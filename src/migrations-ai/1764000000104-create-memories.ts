import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What users ask the analyst to remember of them. */
export class CreateMemories1764000000104 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ai_memories (
        id           uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT ai_memories_pk PRIMARY KEY,
        user_id      uuid NOT NULL,
        scope        text NOT NULL,
        portfolio_id uuid,
        content      text NOT NULL,
        tags         jsonb NOT NULL DEFAULT '{}',
        created_at   timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_memories_scope_check CHECK (scope IN ('user', 'portfolio') AND (scope = 'portfolio') = (portfolio_id IS NOT NULL)),
        CONSTRAINT ai_memories_content_check CHECK (length(content) BETWEEN 1 AND 500),
        CONSTRAINT ai_memories_tags_check CHECK (jsonb_typeof(tags) = 'object')
      )`);
    await db.query('CREATE INDEX ix_ai_memories_user ON ai_memories (user_id, created_at)');
    await db.query('CREATE INDEX ix_ai_memories_portfolio ON ai_memories (portfolio_id)');
    await db.query('ALTER TABLE ai_memories ENABLE ROW LEVEL SECURITY');
    await db.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ai_memories TO sigmasight_app, sigmasight_system');
    await db.query(
      'CREATE POLICY ai_memories_own ON ai_memories TO sigmasight_app USING (user_id = app_user_id()) WITH CHECK (user_id = app_user_id())',
    );
    await db.query(
      'CREATE POLICY ai_memories_system ON ai_memories TO sigmasight_system USING (true) WITH CHECK (true)',
    );
    // As for feedback: whoever buries a user or a portfolio waits for memories that are not committed yet, and they for it.
    await db.query(`
      CREATE FUNCTION refuse_tombstoned_memory() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared(tombstone_lock(NEW.user_id));
        IF NEW.portfolio_id IS NOT NULL THEN
          PERFORM pg_advisory_xact_lock_shared(tombstone_lock(NEW.portfolio_id));
        END IF;
        IF is_tombstoned(NEW.user_id, NEW.portfolio_id) THEN
          RAISE EXCEPTION 'what is to be remembered is of somebody or something that is gone' USING ERRCODE = 'SG001';
        END IF;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER ai_memories_refuse_tombstoned BEFORE INSERT OR UPDATE ON ai_memories
      FOR EACH ROW EXECUTE FUNCTION refuse_tombstoned_memory()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ai_memories');
    await db.query('DROP FUNCTION refuse_tombstoned_memory()');
  }
}
