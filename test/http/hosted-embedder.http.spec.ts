import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnowledgeService } from '../../src/ai/knowledge/knowledge.service.js';
import { TestApp } from '../support/app.js';
import { framesOf } from '../support/read-stream.js';

const URL = '/api/v1/chat/conversations';
const DIMENSIONS = 1536;

/** Texts that share words are near to each other. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/[a-z]{4,}/g) ?? ['nothing']) {
    vector[createHash('sha256').update(word).digest().readUInt16BE(0) % DIMENSIONS]! += 1;
  }
  return vector;
}

const authorizations = new Set<string | undefined>();
const models = new Set<string>();
let texts = 0;

const service = createServer((call, response) => {
  let body = '';
  call.on('data', (part: Buffer) => (body += part.toString()));
  call.on('end', () => {
    const { input, model } = JSON.parse(body) as { input: string[]; model: string };
    authorizations.add(call.headers.authorization);
    models.add(model);
    texts += input.length;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: vectorOf(text) })), model }));
  });
});

let app: TestApp;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  app = await TestApp.start({
    env: {
      EMBEDDER: 'openai-compatible',
      EMBEDDER_BASE_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}/v1`,
      EMBEDDER_API_KEY: 'key',
    },
  });
});
afterAll(async () => {
  await app.close();
  service.closeAllConnections();
  service.close();
});

describe('a hosted embedder, by configuration', () => {
  it('embeds the knowledge base, and each question that is asked of it', async () => {
    const { passages } = await app.app.get(KnowledgeService, { strict: false }).sync();
    expect(texts).toBe(passages);
    const rows = await app.sql<{ model: string; dimensions: number; count: number }>(
      'ai',
      'SELECT embedding_model AS model, vector_dims(embedding) AS dimensions, count(*)::int FROM ai_kb_documents GROUP BY 1, 2',
    );
    expect(rows).toEqual([{ model: 'text-embedding-3-small', dimensions: DIMENSIONS, count: passages }]);

    const user = await app.user();
    const { id } = (await app.post(URL, { as: user })).body as { id: string };
    const content = 'How do I import a CSV file of holdings?';
    const frames = framesOf(await app.post(`${URL}/${id}/send`, { as: user, body: { content } }));
    expect(frames.at(-1)!.data.data.citations).not.toEqual([]);
    expect(texts).toBe(passages + 1);
    expect([...authorizations]).toEqual(['Bearer key']);
    expect([...models]).toEqual(['text-embedding-3-small']);
  });
});
