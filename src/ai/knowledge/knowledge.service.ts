import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { DocumentService } from '../documents/document.service.js';
import type { EmbeddedPassage, PackagedPassage } from '../documents/passage.js';
import { EMBEDDER, type Embedder } from '../models/embedder.js';
import { parseKnowledgeDocument } from './chunking.kernel.js';

export interface SyncReport {
  readonly documents: number;
  readonly passages: number;
  /** Passages that were new, changed, or embedded by another model before. */
  readonly embedded: number;
  readonly removed: number;
}

export type SyncProgress = (embedded: number, total: number) => void;

/** The build copies the folder beside the compiled file. */
const CONTENT = new URL('./content/', import.meta.url);
const BATCH = 32;

/** The knowledge base as it ships, brought into the database. Running it again changes no row. */
@Injectable()
export class KnowledgeService {
  constructor(
    private readonly documents: DocumentService,
    @Inject(EMBEDDER) private readonly embedder: Embedder,
  ) {}

  async sync(progress: SyncProgress = () => undefined): Promise<SyncReport> {
    const wanted = await this.readContent();
    const stored = await this.documents.listPackaged();
    const isStored = (passage: PackagedPassage): boolean =>
      stored.some(
        (row) =>
          nameOf(row) === nameOf(passage) &&
          row.contentHash === passage.contentHash &&
          row.embeddingModel === this.embedder.model,
      );
    const changed = wanted.filter((passage) => !isStored(passage));
    const names = new Set(wanted.map(nameOf));
    const goneIds = stored.filter((row) => !names.has(nameOf(row))).map(({ id }) => id);
    // Embedding takes seconds: no unit of work is open meanwhile.
    const embedded = await this.embed(changed, progress);
    if (embedded.length > 0 || goneIds.length > 0) {
      await this.documents.replacePackaged(embedded, this.embedder.model, goneIds);
    }
    const documents = new Set(wanted.map(({ sourceKey }) => sourceKey)).size;
    return { documents, passages: wanted.length, embedded: embedded.length, removed: goneIds.length };
  }

  private async readContent(): Promise<readonly PackagedPassage[]> {
    const files = (await readdir(CONTENT)).filter((file) => file.endsWith('.md')).sort();
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, CONTENT), 'utf8')));
    return texts.flatMap((text) => {
      const { title, sourceKey, topics, chunks } = parseKnowledgeDocument(text);
      return chunks.map(({ chunkNo, content }) => {
        const contentHash = createHash('sha256')
          .update(JSON.stringify([title, topics, content]))
          .digest('hex');
        return { sourceKey, chunkNo, title, content, topics, contentHash };
      });
    });
  }

  private async embed(passages: readonly PackagedPassage[], progress: SyncProgress): Promise<EmbeddedPassage[]> {
    const embedded: EmbeddedPassage[] = [];
    for (let start = 0; start < passages.length; start += BATCH) {
      const batch = passages.slice(start, start + BATCH);
      const vectors = await this.embedder.embed(batch.map(({ content }) => content));
      batch.forEach((passage, index) => {
        const embedding = vectors[index];
        if (embedding) embedded.push({ ...passage, embedding });
      });
      progress(embedded.length, passages.length);
    }
    return embedded;
  }
}

const nameOf = ({ sourceKey, chunkNo }: { sourceKey: string; chunkNo: number }): string => `${sourceKey}#${chunkNo}`;
