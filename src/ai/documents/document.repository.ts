import { Injectable } from '@nestjs/common';
import pgvector from 'pgvector';
import { In, IsNull } from 'typeorm';
import { AiTransactions } from '../ai.transactions.js';
import { KnowledgeDocument } from './document.entity.js';
import type { EmbeddedPassage, Passage, PassageHit, StoredPassageKey, VectorSpace } from './passage.js';

/** Passages that come with the product, as opposed to those that people add. */
const PACKAGED = { origin: 'packaged' };
/** Candidates the index looks at: more of them find more of the truth, at more cost. */
const SEARCH_WIDTH = 100;

/** Readers name the owner whose passages they may see beside everybody's; row-level security stands behind that. */
@Injectable()
export class DocumentRepository {
  constructor(private readonly tx: AiTransactions) {}

  listPackaged(): Promise<StoredPassageKey[]> {
    return this.tx.manager.query<StoredPassageKey[]>(
      `SELECT id, source_key AS "sourceKey", chunk_no AS "chunkNo", content_hash AS "contentHash",
              embedding_model AS "embeddingModel"
         FROM ai_kb_documents WHERE scope = 'global' AND metadata @> $1
        ORDER BY source_key, chunk_no`,
      [JSON.stringify(PACKAGED)],
    );
  }

  async upsertPackaged(passages: readonly EmbeddedPassage[], model: string): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO ai_kb_documents
              (source_key, chunk_no, scope, title, content, content_hash, metadata, embedding_model, embedding)
       SELECT source_key, chunk_no, 'global', title, content, content_hash, metadata, $8, embedding::vector
         FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[])
              AS passage (source_key, chunk_no, title, content, content_hash, metadata, embedding)
       ON CONFLICT (source_key, chunk_no) DO UPDATE
          SET title = excluded.title, content = excluded.content, content_hash = excluded.content_hash,
              metadata = excluded.metadata, embedding_model = excluded.embedding_model,
              embedding = excluded.embedding, updated_at = now()`,
      [
        passages.map(({ sourceKey }) => sourceKey),
        passages.map(({ chunkNo }) => chunkNo),
        passages.map(({ title }) => title),
        passages.map(({ content }) => content),
        passages.map(({ contentHash }) => contentHash),
        passages.map(({ topics }) => JSON.stringify({ ...PACKAGED, topics })),
        passages.map(({ embedding }) => vectorText(embedding)),
        model,
      ],
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.tx.manager.getRepository(KnowledgeDocument).delete({ id: In([...ids]) });
  }

  async removeOwned(userId: string): Promise<void> {
    await this.tx.manager.getRepository(KnowledgeDocument).delete({ ownerUserId: userId });
  }

  /**
   * Nearest passages by cosine distance. The cast and the condition are those of the model's partial HNSW index; the
   * index yields more candidates by itself when the owner filter drops some.
   */
  async matchVector(
    ownerId: string,
    embedding: Float32Array,
    space: VectorSpace,
    limit: number,
  ): Promise<PassageHit[]> {
    const vector = `vector(${wholeNumber(space.dimensions)})`;
    await this.tx.manager.query(
      `SELECT set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'strict_order', true)`,
      [String(SEARCH_WIDTH)],
    );
    return this.tx.manager.query<PassageHit[]>(
      `SELECT id, source_key AS "documentId", chunk_no AS "chunkNo", 1 - (embedding::${vector} <=> $1::${vector}) AS score
         FROM ai_kb_documents
        WHERE embedding_model = $2 AND (owner_user_id IS NULL OR owner_user_id = $3)
        ORDER BY embedding::${vector} <=> $1::${vector}
        LIMIT $4`,
      [vectorText(embedding), space.model, ownerId, limit],
    );
  }

  /** Passages that have any of the query's words, those with more and rarer neighbours first. */
  matchText(ownerId: string, query: string, model: string, limit: number): Promise<PassageHit[]> {
    return this.tx.manager.query<PassageHit[]>(
      `SELECT hit.id, document.source_key AS "documentId", document.chunk_no AS "chunkNo", hit.score::float8 AS score
         FROM match_kb_text($1, $2, $3, $4) hit JOIN ai_kb_documents document ON document.id = hit.id
        ORDER BY hit.score DESC, document.source_key, document.chunk_no`,
      [query, ownerId, model, limit],
    );
  }

  /** In the order of the ids. */
  async listByIds(ownerId: string, ids: readonly string[]): Promise<readonly Passage[]> {
    const rows = await this.tx.manager.getRepository(KnowledgeDocument).find({
      select: { id: true, sourceKey: true, title: true, content: true },
      where: [
        { id: In([...ids]), ownerUserId: IsNull() },
        { id: In([...ids]), ownerUserId: ownerId },
      ],
      order: { id: 'ASC' },
    });
    return ids.flatMap((id) => rows.filter((row) => row.id === id));
  }
}

const vectorText = (embedding: Float32Array): string => pgvector.toSql([...embedding]) as string;

/** A type modifier is no parameter, so it becomes part of the statement. */
function wholeNumber(value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new RangeError('dimensions must be a positive whole number');
  return value;
}
