import { Inject, Injectable, Logger } from '@nestjs/common';
import { AiDatabaseDown } from '../ai.errors.js';
import { DocumentService, type PassageMatches } from '../documents/document.service.js';
import type { Passage, PassageHit } from '../documents/passage.js';
import { EMBEDDER, type Embedder } from '../models/embedder.js';
import { isCovered, MINIMUM_SIMILARITY, MINIMUM_TEXT_SCORE } from './evidence.kernel.js';
import { fuseRankings, type RankedItem } from './ranking.kernel.js';

export interface Recall {
  /** Best first; empty when the knowledge base has nothing on the question. */
  readonly passages: readonly Passage[];
  /** False when the AI database or its answer is missing: the chat then goes on without. */
  readonly available: boolean;
}

/** How long the model may take, and then the database. */
export const RECALL_PATIENCE_MS = Symbol('RecallPatienceMs');

const CANDIDATES = 20;
const PASSAGES = 5;
/** Words are the surer sign where the local model, which is small, reads a question. */
const TEXT_WEIGHT = 1.5;
const NOTHING: Recall = { passages: [], available: false };

/** What the knowledge base has to say on a question. An aid: it never fails, and never holds a conversation up. */
@Injectable()
export class RetrievalService {
  private readonly log = new Logger(RetrievalService.name);

  constructor(
    private readonly documents: DocumentService,
    @Inject(EMBEDDER) private readonly embedder: Embedder,
    @Inject(RECALL_PATIENCE_MS) private readonly patienceMs: number,
  ) {}

  async recall(userId: string, question: string, signal?: AbortSignal): Promise<Recall> {
    try {
      return await this.search(userId, question, signal);
    } catch (error) {
      if (error instanceof AiDatabaseDown || error instanceof OutOfPatience) {
        this.log.warn(`Answering without the knowledge base: ${error.message}`);
      } else if (!signal?.aborted) {
        this.log.error('The knowledge base could not be searched', error instanceof Error ? error.stack : error);
      }
      return NOTHING;
    }
  }

  private async search(userId: string, text: string, signal?: AbortSignal): Promise<Recall> {
    // Before the unit of work, which must not wait for a model.
    const embedding = await this.embed(text, signal);
    const query = { text, embedding, space: this.embedder, limit: CANDIDATES };
    const search = this.documents.search(userId, query, (matches) => choose(matches, embedding !== null));
    const passages = await withPatience(search, this.patienceMs);
    return { passages, available: true };
  }

  private async embed(text: string, signal?: AbortSignal): Promise<Float32Array | null> {
    try {
      const [embedding] = await withPatience(this.embedder.embed([text], signal), this.patienceMs);
      return embedding ?? null;
    } catch (error) {
      signal?.throwIfAborted();
      this.log.warn(`Searching by words alone: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
}

function choose({ byVector, byText }: PassageMatches, hasVector: boolean): readonly string[] {
  const similarity = hasVector ? (byVector[0]?.score ?? 0) : null;
  if (!isCovered({ similarity, text: byText[0]?.score ?? 0 })) return [];
  // Ranked by name rather than by id, which differs between installations: the same question finds the same passages.
  const ids = new Map([...byVector, ...byText].map((hit) => [nameOf(hit), hit.id]));
  const named = (hits: readonly PassageHit[]): RankedItem[] => hits.map((hit) => ({ ...hit, id: nameOf(hit) }));
  const legs = [
    { items: named(byVector), minimumScore: MINIMUM_SIMILARITY },
    { items: named(byText), minimumScore: MINIMUM_TEXT_SCORE, weight: TEXT_WEIGHT },
  ];
  return fuseRankings(legs, { limit: PASSAGES }).flatMap(({ id }) => ids.get(id) ?? []);
}

const nameOf = ({ documentId, chunkNo }: PassageHit): string => `${documentId}#${chunkNo}`;

class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
}

async function withPatience<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OutOfPatience(`no answer within ${patienceMs} ms`));
    }, patienceMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more, so its failure is nobody's.
    work.catch(() => undefined);
  }
}
