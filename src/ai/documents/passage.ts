/** A passage as it ships with the product. */
export interface PackagedPassage {
  readonly sourceKey: string;
  readonly chunkNo: number;
  readonly title: string;
  readonly content: string;
  readonly topics: readonly string[];
  readonly contentHash: string;
}

export interface EmbeddedPassage extends PackagedPassage {
  readonly embedding: Float32Array;
}

export interface StoredPassageKey {
  readonly id: string;
  readonly sourceKey: string;
  readonly chunkNo: number;
  readonly contentHash: string;
  readonly embeddingModel: string;
}

/** One hit of a search leg, best first. */
export interface PassageHit {
  readonly id: string;
  /** The document the passage is a part of. */
  readonly documentId: string;
  readonly chunkNo: number;
  /** Cosine similarity, or the rank of a text match; larger is better. */
  readonly score: number;
}

export interface Passage {
  readonly id: string;
  readonly sourceKey: string;
  readonly title: string;
  readonly content: string;
}

/** Which of the vectors are compared: those of one model. */
export interface VectorSpace {
  readonly model: string;
  readonly dimensions: number;
}
