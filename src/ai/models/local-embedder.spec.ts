import { afterAll, describe, expect, it } from 'vitest';
import { EmbedderFailed } from './embedder.js';
import { LocalEmbedder } from './local-embedder.provider.js';

const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
};

const worker = (onMessage: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, texts }) => { ${onMessage} });`,
    )}`,
  );

describe('LocalEmbedder', () => {
  const embedder = new LocalEmbedder();
  afterAll(() => embedder.close());

  it('puts texts about the same topic nearer to each other', async () => {
    const [volatility, question, baking] = await embedder.embed([
      'Volatility measures how much the daily returns of a portfolio vary.',
      'How volatile are the returns of my portfolio?',
      'Bake the bread in a hot oven until the crust is brown.',
    ]);
    expect(volatility).toHaveLength(embedder.dimensions);
    expect(cosine(volatility!, question!)).toBeGreaterThan(cosine(volatility!, baking!) + 0.2);
  }, 30_000);

  it('gives each text its own vector over several batches, empty texts included', async () => {
    const texts = Array.from({ length: 70 }, (_, index) => (index % 10 === 9 ? '' : `Holding number ${index}`));
    const vectors = await embedder.embed(texts);
    const [again] = await embedder.embed([texts[68]!]);
    expect(vectors).toHaveLength(70);
    expect(cosine(vectors[68]!, again!)).toBeCloseTo(1, 4);
  }, 30_000);

  it('embeds nothing without starting a thread', async () => {
    expect(await embedder.embed([])).toEqual([]);
  });

  it('stops when its caller has left', async () => {
    await expect(embedder.embed(['text'], AbortSignal.abort())).rejects.toThrow('aborted');
  });
});

describe('the thread of a LocalEmbedder', () => {
  const flaky = `if (texts[0] === 'crash') throw new Error('boom');
    if (texts[0] === 'fail') parentPort.postMessage({ id, error: 'no tokens' });
    else parentPort.postMessage({ id, vectors: new Float32Array(texts.length * 512).fill(0.5) });`;

  it('reports the error of the model', async () => {
    const embedder = new LocalEmbedder(worker(flaky));
    await expect(embedder.embed(['fail'])).rejects.toThrow(new EmbedderFailed('no tokens'));
    await embedder.close();
  });

  it('starts again after a crash', async () => {
    const embedder = new LocalEmbedder(worker(flaky));
    await expect(embedder.embed(['crash'])).rejects.toThrow('crashed');
    expect(await embedder.embed(['fine', 'fine'])).toHaveLength(2);
    await embedder.close();
  });

  it('is ended when it gives no sign of life, and starts again', async () => {
    const silentOnce = `if (texts[0] === 'hang') for (;;);
      parentPort.postMessage({ id, vectors: new Float32Array(texts.length * 512).fill(0.5) });`;
    const embedder = new LocalEmbedder(worker(silentOnce), 1_500);
    const waiting = [embedder.embed(['hang']), embedder.embed(['behind it'])];
    const outcomes = await Promise.allSettled(waiting);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: new EmbedderFailed('the local model gave no answer within 1.5 s'),
      });
    }
    expect(await embedder.embed(['fine'])).toHaveLength(1);
    await embedder.close();
  });

  it('is left alone as long as it answers, however much waits', async () => {
    const slow = `const until = performance.now() + 300; while (performance.now() < until);
      parentPort.postMessage({ id, vectors: new Float32Array(texts.length * 512).fill(0.5) });`;
    const embedder = new LocalEmbedder(worker(slow), 5_000);
    // Twenty answers take longer together than the thread may be silent.
    const vectors = await Promise.all(Array.from({ length: 20 }, () => embedder.embed(['text'])));
    expect(vectors.flat()).toHaveLength(20);
    await embedder.close();
  });

  it('rejects what it was doing when it is closed, and everything after', async () => {
    const embedder = new LocalEmbedder(worker('void id; void texts;'));
    const waiting = embedder.embed(['text']);
    const refused = expect(waiting).rejects.toThrow('closed');
    await embedder.close();
    await refused;
    await expect(embedder.embed(['text'])).rejects.toThrow('closed');
  });

  it('refuses vectors of another length', async () => {
    const embedder = new LocalEmbedder(worker('parentPort.postMessage({ id, vectors: new Float32Array(7) });'));
    await expect(embedder.embed(['text'])).rejects.toThrow('7 numbers for 1 texts');
    await embedder.close();
  });
});
