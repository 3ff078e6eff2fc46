import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostedEmbedder } from './hosted-embedder.provider.js';

/** Answers each text with a vector of its length, twice. */
const server: Server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const { input, model } = JSON.parse(body) as { input: string[]; model: string };
    const data = input.map((text, index) => ({ index, embedding: [text.length, text.length] }));
    response.writeHead(model === 'broken' ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data, model, authorization: request.headers.authorization }));
  });
});

describe('HostedEmbedder', () => {
  let baseUrl = '';
  const embedder = (model: string, dimensions: number): HostedEmbedder =>
    new HostedEmbedder({ baseUrl, apiKey: 'secret', model, dimensions });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => server.close());

  it('gives one vector a text', async () => {
    expect(await embedder('small', 2).embed(['a', 'four'])).toEqual([Float32Array.of(1, 1), Float32Array.of(4, 4)]);
    expect(await embedder('small', 2).embed([])).toEqual([]);
  });

  it('refuses vectors of another length than the index has', async () => {
    await expect(embedder('small', 3).embed(['a'])).rejects.toThrow('small gives 2 numbers, not 3');
  });

  it('says which model did not answer', async () => {
    await expect(embedder('broken', 2).embed(['a'])).rejects.toThrow('broken did not answer');
  });
});
