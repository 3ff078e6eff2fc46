/** Turns texts into vectors. Vectors of two models are never compared: every stored vector names its model. */
export interface Embedder {
  readonly model: string;
  readonly dimensions: number;
  /** One vector a text, in the order of the texts. Rejects with EmbedderFailed when the model cannot answer. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}

export const EMBEDDER = Symbol('Embedder');

/** The embedding model is down, closed or answered nonsense. The caller goes on without it or tries again later. */
export class EmbedderFailed extends Error {
  override readonly name = 'EmbedderFailed';
}
