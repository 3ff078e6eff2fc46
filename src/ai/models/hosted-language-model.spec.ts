import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { streamText } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostedLanguageModel } from './hosted-language-model.provider.js';

const chunk = (delta: object, more: object = {}): string =>
  `data: ${JSON.stringify({ id: '1', model: 'tiny', choices: [{ index: 0, delta, ...more }] })}\n\n`;

/** Says hello in the manner of OpenAI, and what key it was sent. */
const server: Server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk({ role: 'assistant', content: `Hello, ${request.headers.authorization ?? 'nobody'}` }));
  response.write(chunk({}, { finish_reason: 'stop' }));
  const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
  response.write(`data: ${JSON.stringify({ id: '1', model: 'tiny', choices: [], usage })}\n\n`);
  response.end('data: [DONE]\n\n');
});

describe('hostedLanguageModel', () => {
  let baseUrl = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => server.close());

  it('streams from an OpenAI-compatible server and reports its usage', async () => {
    const { name, model } = hostedLanguageModel({ provider: 'openai-compatible', baseUrl, apiKey: 'k', model: 'tiny' });
    const result = streamText({ model, prompt: 'Hi' });
    expect(await result.text).toBe('Hello, Bearer k');
    expect(await result.usage).toMatchObject({ inputTokens: 7, outputTokens: 2 });
    expect(name).toBe('tiny');
  });

  it('builds an Anthropic model without contacting anybody', () => {
    const { model } = hostedLanguageModel({ provider: 'anthropic', baseUrl: null, apiKey: 'k', model: 'claude' });
    expect(model).toMatchObject({ specificationVersion: 'v3', modelId: 'claude' });
  });

  it('needs the address of an OpenAI-compatible server', () => {
    const options = { provider: 'openai-compatible', baseUrl: null, apiKey: null, model: 'tiny' } as const;
    expect(() => hostedLanguageModel(options)).toThrow('base URL');
  });
});
