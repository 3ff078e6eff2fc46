import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDocuments1764000000102 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ai_embedding_models (
        name       text NOT NULL CONSTRAINT ai_embedding_models_pk PRIMARY KEY,
        dimensions integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_embedding_models_dimensions_check CHECK (dimensions BETWEEN 1 AND 2000)
      )`);
    await db.query(`
      INSERT INTO ai_embedding_models (name, dimensions)
      VALUES ('universal-sentence-encoder-lite-en', 512), ('text-embedding-3-small', 1536)`);
    await db.query('ALTER TABLE ai_embedding_models ENABLE ROW LEVEL SECURITY');
    await db.query('GRANT SELECT ON ai_embedding_models TO sigmasight_app, sigmasight_system');
    await db.query(
      'CREATE POLICY ai_embedding_models_select ON ai_embedding_models FOR SELECT TO sigmasight_app, sigmasight_system USING (true)',
    );

    await db.query(`
      CREATE TABLE ai_kb_documents (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT ai_kb_documents_pk PRIMARY KEY,
        source_key      text NOT NULL,
        chunk_no        integer NOT NULL,
        scope           text NOT NULL,
        owner_user_id   uuid,
        title           text NOT NULL,
        content         text NOT NULL,
        content_hash    text NOT NULL,
        metadata        jsonb NOT NULL DEFAULT '{}',
        embedding_model text NOT NULL CONSTRAINT ai_kb_documents_embedding_model_fk REFERENCES ai_embedding_models (name),
        embedding       vector NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        updated_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_kb_documents_scope_check CHECK (scope IN ('global', 'user')),
        CONSTRAINT ai_kb_documents_owner_check CHECK ((scope = 'user') = (owner_user_id IS NOT NULL)),
        CONSTRAINT ai_kb_documents_title_check CHECK (length(title) <= 500)
      )`);
    await db.query('CREATE UNIQUE INDEX ix_ai_kb_documents_source ON ai_kb_documents (source_key, chunk_no)');
    await db.query('CREATE INDEX ix_ai_kb_documents_owner ON ai_kb_documents (owner_user_id)');
    // One index per known model: vectors of different models are never compared.
    await db.query(`
      CREATE INDEX ix_ai_kb_documents_embedding_hnsw ON ai_kb_documents
      USING hnsw ((embedding::vector(512)) vector_cosine_ops) WITH (m = 16, ef_construction = 64)
      WHERE embedding_model = 'universal-sentence-encoder-lite-en'`);
    await db.query(`
      CREATE INDEX ix_ai_kb_documents_embedding_hnsw_1536 ON ai_kb_documents
      USING hnsw ((embedding::vector(1536)) vector_cosine_ops) WITH (m = 16, ef_construction = 64)
      WHERE embedding_model = 'text-embedding-3-small'`);
    await db.query(`
      CREATE INDEX ix_ai_kb_documents_text ON ai_kb_documents
      USING gin (to_tsvector('english', title || ' ' || content))`);

    await db.query('ALTER TABLE ai_kb_documents ENABLE ROW LEVEL SECURITY');
    await db.query('GRANT SELECT ON ai_kb_documents TO sigmasight_app');
    await db.query(`CREATE POLICY ai_kb_documents_select ON ai_kb_documents FOR SELECT TO sigmasight_app
      USING (owner_user_id IS NULL OR owner_user_id = app_user_id())`);
    await db.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ai_kb_documents TO sigmasight_system');
    await db.query(
      'CREATE POLICY ai_kb_documents_system ON ai_kb_documents TO sigmasight_system USING (true) WITH CHECK (true)',
    );

    // Full-text matching is not leakproof, so under a policy its index would not be used: the owner is an argument here.
    await db.query(`
      CREATE FUNCTION match_kb_text(query text, owner uuid, model text, how_many integer)
      RETURNS TABLE (id uuid, score real)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      AS $$
        -- ts_rank of "any of the words" is the mean over the words: a passage that has few of them ranks low.
        -- Weights of D, C, B, A: a word of the title says more about a passage than one of its text.
        SELECT document.id,
               ts_rank('{0.15, 0.2, 0.4, 1.0}',
                       setweight(to_tsvector('english', document.title), 'A') || to_tsvector('english', document.content),
                       words.query) AS score
          FROM ai_kb_documents document,
               -- any of the words may match; ranking rewards those with more of them
               (SELECT to_tsquery('english', nullif(replace(plainto_tsquery('english', match_kb_text.query)::text, '&', '|'), '')) AS query) words
         WHERE to_tsvector('english', document.title || ' ' || document.content) @@ words.query
           AND (document.owner_user_id IS NULL
                OR (document.owner_user_id = match_kb_text.owner AND coalesce(app_user_id(), match_kb_text.owner) = match_kb_text.owner))
           AND document.embedding_model = match_kb_text.model
         ORDER BY score DESC, document.source_key, document.chunk_no
         LIMIT how_many
      $$`);
    await db.query('REVOKE ALL ON FUNCTION match_kb_text(text, uuid, text, integer) FROM PUBLIC');
    await db.query(
      'GRANT EXECUTE ON FUNCTION match_kb_text(text, uuid, text, integer) TO sigmasight_app, sigmasight_system',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION match_kb_text(text, uuid, text, integer)');
    await db.query('DROP TABLE ai_kb_documents');
    await db.query('DROP TABLE ai_embedding_models');
  }
}
