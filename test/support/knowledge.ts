import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { DocumentService } from '../../src/ai/documents/document.service.js';
import { KnowledgeService } from '../../src/ai/knowledge/knowledge.service.js';
import type { Embedder } from '../../src/ai/models/embedder.js';
import { LocalEmbedder } from '../../src/ai/models/local-embedder.provider.js';
import type { TestApp } from './app.js';

/** The local model, whose vectors are kept between test runs: embedding all passages takes seconds. */
export class CachedEmbedder implements Embedder {
  private readonly local = new LocalEmbedder();
  private readonly folder = join(tmpdir(), `sigmasight-test-vectors-${userInfo().uid}`);
  readonly model = this.local.model;
  readonly dimensions = this.local.dimensions;

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    const missing = texts.filter((text) => !existsSync(this.fileOf(text)));
    const vectors = await this.local.embed(missing);
    mkdirSync(this.folder, { recursive: true });
    missing.forEach((text, index) => {
      const file = this.fileOf(text);
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify([...vectors[index]!]));
      renameSync(draft, file);
    });
    return texts.map((text) => Float32Array.from(JSON.parse(readFileSync(this.fileOf(text), 'utf8')) as number[]));
  }

  close(): Promise<void> {
    return this.local.close();
  }

  private fileOf(text: string): string {
    const key = createHash('sha256').update(`${this.model}\n${text}`).digest('hex');
    return join(this.folder, key);
  }
}

/** The knowledge base as it ships, in the AI database of the application. */
export async function installKnowledge({ app }: TestApp): Promise<void> {
  const embedder = new CachedEmbedder();
  await new KnowledgeService(app.get(DocumentService, { strict: false }), embedder).sync();
  await embedder.close();
}
