import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, type EmbeddingModel } from 'ai';
import { type Embedder, EmbedderFailed } from './embedder.js';

/** The models that can be asked for, as the registry of the AI database and its indexes have them. */
export const HOSTED_DIMENSIONS = { 'text-embedding-3-small': 1536 } as const;

export interface HostedEmbedderOptions {
  /** Root of an API that has `/embeddings`, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly model: string;
  /** What the model is known to give; another length is refused, since the index would not take it. */
  readonly dimensions: number;
}

/** Any embedding model that is served in the manner of OpenAI, Ollama and vLLM included. */
export class HostedEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  private readonly source: EmbeddingModel;

  constructor({ baseUrl, apiKey, model, dimensions }: HostedEmbedderOptions) {
    this.model = model;
    this.dimensions = dimensions;
    const key = apiKey === null ? {} : { apiKey };
    this.source = createOpenAICompatible({ name: 'embeddings', baseURL: baseUrl, ...key }).embeddingModel(model);
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    if (texts.length === 0) return [];
    const abort = signal ? { abortSignal: signal } : {};
    const vectors = await embedMany({ model: this.source, values: [...texts], ...abort })
      .then(({ embeddings }) => embeddings.map((numbers) => Float32Array.from(numbers)))
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        throw new EmbedderFailed(`${this.model} did not answer`, { cause: error });
      });
    const wrong = vectors.find(({ length }) => length !== this.dimensions);
    if (wrong) throw new EmbedderFailed(`${this.model} gives ${wrong.length} numbers, not ${this.dimensions}`);
    return vectors;
  }
}
