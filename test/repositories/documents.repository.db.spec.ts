import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aiDataSourceOptions } from '../../src/ai/ai.data-source.js';
import { AiTransactions } from '../../src/ai/ai.transactions.js';
import { DocumentRepository } from '../../src/ai/documents/document.repository.js';
import { DocumentService } from '../../src/ai/documents/document.service.js';
import { KnowledgeService } from '../../src/ai/knowledge/knowledge.service.js';
import { type Embedder, EmbedderFailed } from '../../src/ai/models/embedder.js';
import { RetrievalService } from '../../src/ai/retrieval/retrieval.service.js';
import { asSystem, asUser } from '../../src/shared/database/transactions.js';
import { CachedEmbedder } from '../support/knowledge.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';

const ALICE = 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01';
/** Ample: no test waits for it. */
const PATIENCE_MS = 600_000;
const BOB = 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b02';

const embedder = new CachedEmbedder();
let databases: TestDatabases;
let dataSource: DataSource;
let tx: AiTransactions;
let repository: DocumentRepository;
let documents: DocumentService;
let knowledge: KnowledgeService;

beforeAll(async () => {
  databases = await freshDatabases();
  dataSource = await new DataSource(aiDataSourceOptions(databases.addresses.ai)).initialize();
  tx = new AiTransactions(dataSource);
  repository = new DocumentRepository(tx);
  documents = new DocumentService(tx, repository);
  knowledge = new KnowledgeService(documents, embedder);
});
afterAll(async () => {
  await embedder.close();
  await dataSource.destroy();
  await databases.close();
});

const versions = (): Promise<unknown[]> =>
  dataSource.query('SELECT source_key, chunk_no, xmin::text, updated_at FROM ai_kb_documents ORDER BY 1, 2');

describe('syncing the knowledge base', () => {
  it('embeds everything once; again, it changes no row', async () => {
    const first = await knowledge.sync();
    expect(first.embedded).toBe(first.passages);
    expect(first.documents).toBeGreaterThan(40);
    const before = await versions();
    expect(before).toHaveLength(first.passages);
    expect(await knowledge.sync()).toEqual({ ...first, embedded: 0, removed: 0 });
    expect(await versions()).toEqual(before);
  });

  it('embeds what has changed and removes what is gone, and leaves what others added', async () => {
    await dataSource.query(
      `UPDATE ai_kb_documents SET content_hash = 'old' WHERE source_key = 'leverage' AND chunk_no = 0`,
    );
    const copy = (key: string, metadata: string): Promise<unknown> =>
      dataSource.query(
        `INSERT INTO ai_kb_documents (source_key, chunk_no, scope, title, content, content_hash, metadata, embedding_model, embedding)
         SELECT $1, 0, scope, title, content, content_hash, $2, embedding_model, embedding FROM ai_kb_documents
          WHERE source_key = 'cash' AND chunk_no = 0`,
        [key, metadata],
      );
    await copy('from-an-older-release', '{"origin": "packaged"}');
    await copy('by-an-operator', '{}');
    expect(await knowledge.sync()).toMatchObject({ embedded: 1, removed: 1 });
    const keys = await dataSource.query<{ source_key: string }[]>('SELECT DISTINCT source_key FROM ai_kb_documents');
    expect(keys.map(({ source_key }) => source_key)).toContain('by-an-operator');
    expect(keys.map(({ source_key }) => source_key)).not.toContain('from-an-older-release');
    await dataSource.query(`DELETE FROM ai_kb_documents WHERE source_key = 'by-an-operator'`);
  });
});

describe('retrieval', () => {
  const recall = async (question: string, by: Embedder = embedder): Promise<string[]> =>
    (await new RetrievalService(documents, by, PATIENCE_MS).recall(ALICE, question)).passages.map(
      ({ sourceKey }) => sourceKey,
    );

  it.each([
    ['How concentrated am I, and what does that mean?', 'concentration-hhi'],
    ['how do I upload my positions from a spreadsheet', 'import-csv'],
    ['Is my private equity fund included in the risk numbers?', 'private-assets'],
    ['What happens when a company splits its stock?', 'splits-and-dividends'],
    ['Where do the quotes come from?', 'where-prices-come-from'],
    ['What if a price is old?', 'stale-prices'],
    ['Do you keep my data confidential?', 'privacy'],
    ['can you explain r squared', 'r-squared'],
    ['how sure are you about the beta', 'standard-error-of-beta'],
    ['does spreading my money over more stocks help', 'diversification'],
    ['are the prices in the demo real', 'simulated-prices'],
    ['I deposited money, does it count as gain?', 'equity-changes'],
  ])('%s', async (question, expected) => {
    expect(await recall(question)).toContain(expected);
  });

  it.each(['Who won the world cup?', 'Tell me a joke', 'How do I fix my bicycle?', 'What is quantum entanglement?'])(
    'finds nothing for "%s"',
    async (question) => {
      expect(await recall(question)).toEqual([]);
    },
  );

  it('searches by words alone while the embedding model is down', async () => {
    const down: Embedder = { ...base(), embed: () => Promise.reject(new EmbedderFailed('down')) };
    expect(await recall('what is leverage', down)).toContain('leverage');
    expect(await recall('Who won the world cup?', down)).toEqual([]);
  });

  it('waits no longer than it is told for a model that says nothing', async () => {
    const silent: Embedder = { ...base(), embed: () => new Promise(() => undefined) };
    await expect(new RetrievalService(documents, silent, 1).recall(ALICE, 'leverage')).resolves.toBeDefined();
  });

  const base = (): Pick<Embedder, 'model' | 'dimensions'> => ({
    model: embedder.model,
    dimensions: embedder.dimensions,
  });
});

describe('the owner of a passage', () => {
  it('alone finds it, by either leg', async () => {
    const text = 'The zebra portfolio follows a striped strategy.';
    const [embedding] = await embedder.embed([text]);
    await dataSource.query(
      `INSERT INTO ai_kb_documents (source_key, chunk_no, scope, owner_user_id, title, content, content_hash, embedding_model, embedding)
       VALUES ('note', 0, 'user', $1, 'The zebra portfolio', $2, 'x', $3, $4::vector)`,
      [ALICE, text, embedder.model, JSON.stringify([...embedding!])],
    );
    const found = async (userId: string): Promise<string[][]> => {
      const keys: string[][] = [];
      const query = { text, embedding: embedding!, space: embedder, limit: 5 };
      await documents.search(userId, query, ({ byVector, byText }) => {
        keys.push(...[byVector, byText].map((hits) => hits.map(({ documentId }) => documentId)));
        return [];
      });
      return keys;
    };
    const [byVector, byText] = await found(ALICE);
    expect([byVector![0], byText![0]]).toEqual(['note', 'note']);
    expect((await found(BOB)).flat()).not.toContain('note');
  });

  it('is asked for by the repository, too, for whom row-level security stands open', async () => {
    const [embedding] = await embedder.embed(['The zebra portfolio']);
    const notes = await dataSource.query<{ id: string }[]>("SELECT id FROM ai_kb_documents WHERE source_key = 'note'");
    const ids = notes.map(({ id }) => id);
    const read = (ownerId: string): Promise<string[]> =>
      tx.run(asSystem('test'), async () => {
        const byVector = await repository.matchVector(ownerId, embedding!, embedder, 5);
        const byText = await repository.matchText(ownerId, 'zebra', embedder.model, 5);
        const listed = await repository.listByIds(ownerId, ids);
        return [...byVector, ...byText].map(({ documentId }) => documentId).concat(listed.map((row) => row.sourceKey));
      });
    expect((await read(ALICE)).filter((key) => key === 'note')).toHaveLength(3);
    expect(await read(BOB)).not.toContain('note');
  });
});

describe('the vector leg', () => {
  it('uses the index of its model, under row-level security', async () => {
    const [embedding] = await embedder.embed(['beta']);
    const seen: string[] = [];
    await tx.run(asUser(ALICE), async () => {
      const { manager } = tx;
      await manager.query('SET LOCAL enable_seqscan = off');
      await manager.query('SET LOCAL enable_sort = off');
      const plan = await manager.query<Record<'QUERY PLAN', string>[]>(
        `EXPLAIN SELECT id FROM ai_kb_documents
          WHERE embedding_model = $2 AND (owner_user_id IS NULL OR owner_user_id = $3)
          ORDER BY embedding::vector(512) <=> $1::vector(512) LIMIT $4`,
        [JSON.stringify([...embedding!]), embedder.model, ALICE, 5],
      );
      seen.push(...plan.map((row) => row['QUERY PLAN']));
    });
    expect(seen.join('\n')).toContain('ix_ai_kb_documents_embedding_hnsw');
  });

  it('finds as many as it is asked for although most rows are somebody else’s', async () => {
    await dataSource.query(
      `INSERT INTO ai_kb_documents (source_key, chunk_no, scope, owner_user_id, title, content, content_hash, embedding_model, embedding)
       SELECT 'foreign', row_number() OVER (), 'user', $1, title, content, content_hash, embedding_model, embedding
         FROM ai_kb_documents, generate_series(1, 5) WHERE scope = 'global'`,
      [BOB],
    );
    const [embedding] = await embedder.embed(['What does beta measure?']);
    const hits = await tx.run(asUser(ALICE), () => repository.matchVector(ALICE, embedding!, embedder, 20));
    expect(hits).toHaveLength(20);
    expect(hits.map(({ documentId }) => documentId)).not.toContain('foreign');
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});
