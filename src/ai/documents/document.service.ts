import { Injectable } from '@nestjs/common';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { AiTransactions } from '../ai.transactions.js';
import { DocumentRepository } from './document.repository.js';
import type { EmbeddedPassage, Passage, PassageHit, StoredPassageKey, VectorSpace } from './passage.js';

export interface PassageQuery {
  readonly text: string;
  /** Null when the embedding model did not answer: words alone are matched then. */
  readonly embedding: Float32Array | null;
  readonly space: VectorSpace;
  readonly limit: number;
}

export interface PassageMatches {
  readonly byVector: readonly PassageHit[];
  readonly byText: readonly PassageHit[];
}

const KNOWLEDGE = asSystem('knowledge');

@Injectable()
export class DocumentService {
  constructor(
    private readonly tx: AiTransactions,
    private readonly documents: DocumentRepository,
  ) {}

  listPackaged(): Promise<readonly StoredPassageKey[]> {
    return this.tx.run(KNOWLEDGE, () => this.documents.listPackaged());
  }

  /** Both or neither. */
  replacePackaged(changed: readonly EmbeddedPassage[], model: string, goneIds: readonly string[]): Promise<void> {
    return this.tx.run(KNOWLEDGE, async () => {
      if (goneIds.length > 0) await this.documents.remove(goneIds);
      if (changed.length > 0) await this.documents.upsertPackaged(changed, model);
    });
  }

  /** Candidates of both search legs, and from them the passages that `choose` keeps. */
  search(
    userId: string,
    query: PassageQuery,
    choose: (matches: PassageMatches) => readonly string[],
  ): Promise<readonly Passage[]> {
    const { text, embedding, space, limit } = query;
    return this.tx.run(asUser(userId), async () => {
      const byVector = embedding ? await this.documents.matchVector(userId, embedding, space, limit) : [];
      const byText = await this.documents.matchText(userId, text, space.model, limit);
      const chosen = choose({ byVector, byText });
      return chosen.length === 0 ? [] : this.documents.listByIds(userId, chosen);
    });
  }

  /** In the open unit. */
  eraseUser(userId: string): Promise<void> {
    return this.documents.removeOwned(userId);
  }
}
