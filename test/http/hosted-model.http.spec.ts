import { request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { HostedModel, type ModelReply, type Script } from '../support/hosted-model.js';
import { installKnowledge } from '../support/knowledge.js';
import { framesOf, type StreamFrame } from '../support/read-stream.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const URL = '/api/v1/chat/conversations';
/** Ample: what is waited for comes at once, but on a busy machine. */
const WAIT = { timeout: 30_000 };

let app: TestApp;
let carol: TestUser;
let bob: TestUser;
let foreign: SeededPortfolio;
let own: SeededPortfolio;
/** Text has come and no end; the test decides what comes next. */
let interrupted: ModelReply | undefined;

/** The tool is asked once; then what it answered is said word for word, as a model under attack would. */
const asks =
  (portfolio: () => SeededPortfolio): Script =>
  (reply, sent) => {
    const answered = sent.at(-1)!;
    if (answered.role === 'tool') reply.say(`The HHI is 5,021 [1]. The tool said: ${answered.content}`).end();
    else reply.call('get_concentration_metrics', { portfolio_id: portfolio().id });
  };

const model = new HostedModel({
  invent: (reply) => {
    reply.say('Your beta is 1.75.').end();
  },
  cite: (reply) => {
    reply.say('The HHI sums squared shares [1].').end();
  },
  'What is the HHI, and how is concentration measured?': (reply) => {
    interrupted = reply.say('The HHI sums squared shares [1].');
  },
  refuse: (reply) => {
    reply.refuse(401, 'bad key sk-secret');
  },
  busy: (reply) => {
    const tries = model.calls.filter((sent) => sent.at(-1)!.content === 'busy').length;
    if (tries === 1) reply.refuse(503, 'overloaded');
    else reply.say('Here I am.').end();
  },
  object: (reply) => {
    reply.say('Your beta').breakWith({ message: 'overloaded', key: 'sk-secret' });
  },
  wait: (reply) => {
    reply.say('Your beta is 1.75.');
  },
  own: asks(() => own),
  foreign: asks(() => foreign),
});

beforeAll(async () => {
  const baseUrl = await model.start();
  app = await TestApp.start({
    env: { LLM_PROVIDER: 'openai-compatible', LLM_BASE_URL: baseUrl, LLM_MODEL: 'big-model' },
  });
  await installKnowledge(app);
  carol = await app.user();
  bob = await app.user();
  own = await seed(carol, 5020.5);
  foreign = await seed(bob, 4321.5);
});
afterAll(async () => {
  await app.close();
  model.close();
});

async function seed(as: TestUser, hhi: number): Promise<SeededPortfolio> {
  const portfolio = await SeededPortfolio.create(app, as);
  await portfolio.lot('AAPL', { symbol: 'AAPL', quantity: 100, entryPrice: 200 });
  await portfolio.snapshot({
    date: '2024-12-02',
    cash: 1_000,
    lots: [{ lot: 'AAPL', price: 239.59 }],
    columns: { hhi, effective_num_positions: 1.99, top_3_concentration: 1, top_10_concentration: 1 },
  });
  return portfolio;
}

const begin = async (): Promise<string> => (await app.post(URL, { as: carol })).body.id as string;
const stored = async (id: string) => (await app.get(`${URL}/${id}/messages`, { as: carol })).body.at(-1);
const send = (id: string, content: string): Promise<Answer> =>
  app.post(`${URL}/${id}/send`, { as: carol, body: { content } });
const last = (frames: readonly StreamFrame[]): StreamFrame => frames.at(-1)!;

let port: Promise<number> | null = null;
const listen = async (): Promise<number> => {
  await app.app.listen(0, '127.0.0.1');
  return (app.app.getHttpServer().address() as AddressInfo).port;
};

interface Connection {
  readonly leave: () => void;
  /** What was streamed, all of it. */
  readonly ended: Promise<string>;
}

/** Over a real connection, since only that can be cut. Resolves when the text has begun. */
async function connect(id: string, content: string): Promise<Connection> {
  const to = { port: await (port ??= listen()), method: 'POST', path: `${URL}/${id}/send` };
  const headers = { ...carol.headers, 'content-type': 'application/json', origin: 'http://localhost:3005' };
  return new Promise((resolve, reject) => {
    const call = request({ ...to, headers }, (response) => {
      expect(response.headers['access-control-allow-origin']).toBe('http://localhost:3005');
      let text = '';
      const ended = new Promise<string>((end) => {
        response.on('close', () => {
          end(text);
        });
      });
      response.on('error', () => undefined);
      response.on('data', (part: Buffer) => {
        text += part.toString();
        if (text.includes('event: token')) resolve({ ended, leave: () => call.destroy() });
      });
    });
    call.once('error', reject);
    call.end(JSON.stringify({ content }));
  });
}

describe('a hosted model', () => {
  it('is caught saying a figure that no tool gave', async () => {
    const frames = framesOf(await send(await begin(), 'invent'));
    expect(last(frames).data.data).toMatchObject({
      model_used: 'big-model',
      untraced_count: 1,
      figures: [{ text: '1.75', traced: false, source: null }],
      usage: { input_tokens: 70, output_tokens: 9 },
      retry_stats: { attempts: 1, max_retries: 2 },
    });
  });

  it('is asked again when it is busy, which the answer says', async () => {
    const frames = framesOf(await send(await begin(), 'busy'));
    expect(last(frames).data.data).toMatchObject({
      final_text: 'Here I am.',
      retry_stats: { attempts: 2, max_retries: 2 },
    });
  });

  it('is told what its user wants to be remembered, and nobody else’s', async () => {
    const remember = (as: TestUser, body: unknown) => app.post('/api/v1/chat/memories', { as, body });
    await remember(carol, { content: 'I retire <in> 2031.' });
    await remember(carol, { content: 'This one is for college.', scope: 'portfolio', portfolio_id: own.id });
    await remember(bob, { content: 'Bob likes options.' });
    const about = async (portfolio_id: string | null): Promise<string> => {
      const { id } = (await app.post(URL, { as: carol, body: { portfolio_id } })).body as { id: string };
      await send(id, 'cite');
      return model.calls.at(-1)!.find(({ role }) => role === 'system')!.content;
    };
    expect(await about(own.id)).toContain(
      String.raw`<memories>["This one is for college.","I retire \u003cin> 2031."]</memories>`,
    );
    await app.call('DELETE', '/api/v1/chat/memories', { as: carol });
    expect(await about(own.id)).toContain('<memories>[]</memories>');
  });

  it('is shown earlier answers without their citations, which are of other passages', async () => {
    const id = await begin();
    await send(id, 'cite');
    await send(id, 'invent');
    const contents = model.calls
      .at(-1)!
      .filter(({ role }) => role !== 'system')
      .map(({ content }) => content);
    expect(contents).toEqual(['cite', 'The HHI sums squared shares.', 'invent']);
  });
});

describe('a hosted model that calls a tool', () => {
  it('gets the figures of its user, and what it says is traced to them', async () => {
    const frames = framesOf(await send(await begin(), 'own'));
    const result = frames.find(({ event }) => event === 'tool_result')!.data.data.tool_result;
    expect(result).toMatchObject({ error: null, data: { portfolio_id: own.id, hhi: 5020.5 } });
    expect(last(frames).data.data.figures[0]).toMatchObject({
      text: '5,021',
      traced: true,
      source: { result_id: result.meta.result_id, path: 'hhi' },
    });
  });

  it("gets nothing of another user's portfolio, although it names it", async () => {
    const frames = framesOf(await send(await begin(), 'foreign'));
    expect(frames.find(({ event }) => event === 'tool_call')!.data.data).toMatchObject({
      tool_args: { portfolio_id: foreign.id },
    });
    expect(frames.find(({ event }) => event === 'tool_result')!.data.data.tool_result).toMatchObject({
      data: null,
      error: { type: 'not_found' },
    });
    expect(last(frames)).toMatchObject({ event: 'done', data: { data: { tool_calls_count: 1 } } });
    expect(last(frames).data.data.figures[0]).toMatchObject({ text: '5,021', traced: false });
    const told = JSON.stringify(frames);
    // A number by itself, rounded or not: the same digits may stand in an id.
    expect(told).not.toMatch(/(?<![\w-])4,?32[12](?![\w-])/);
    for (const secret of ['AAPL', 'effective']) expect(told).not.toContain(secret);
  });
});

describe('a hosted model that fails', () => {
  it('by refusing the key ends the stream with a safe error', async () => {
    const id = await begin();
    const frames = framesOf(await send(id, 'refuse'));
    expect(frames.map(({ event }) => event)).toEqual(['message_created', 'start', 'error']);
    expect(last(frames).data.data).toMatchObject({
      code: 'model.unauthorized',
      error_type: 'FATAL_ERROR',
      retryable: false,
    });
    expect(JSON.stringify(frames)).not.toContain('secret');
    expect(await stored(id)).toMatchObject({ status: 'failed', content: '', error: { code: 'model.unauthorized' } });
  });

  it('by an error in place of text leaves the partial answer, marked as failed', async () => {
    const id = await begin();
    const frames = framesOf(await send(id, 'object'));
    expect(last(frames).data.data).toMatchObject({ code: 'model.unavailable', retryable: true });
    expect(JSON.stringify(frames)).not.toContain('secret');
    expect(await stored(id)).toMatchObject({ status: 'failed', content: 'Your beta' });
  });

  it('by breaking off ends the stream once, and leaves the partial answer with what it cites', async () => {
    const id = await begin();
    const { ended } = await connect(id, 'What is the HHI, and how is concentration measured?');
    interrupted!.cut();
    const ends = framesOf({ text: await ended }).filter(({ event }) => event === 'done' || event === 'error');
    expect(ends).toMatchObject([{ event: 'error', data: { data: { code: 'model.unavailable', retryable: true } } }]);
    expect(await stored(id)).toMatchObject({
      status: 'failed',
      content: 'The HHI sums squared shares [1].',
      citations: [{ index: 1 }],
      error: { code: 'model.unavailable' },
    });
  });
});

describe('an answer under way', () => {
  it('is stopped when the client leaves; what was written until then is kept', async () => {
    const id = await begin();
    const { leave } = await connect(id, 'wait');
    expect(await stored(id)).toMatchObject({ status: 'pending' });
    leave();
    await expect
      .poll(async () => (await stored(id)) as unknown, WAIT)
      .toMatchObject({ status: 'failed', content: 'Your beta is 1.75.', error: { code: 'chat.aborted' } });
  });

  it('is one of three that a user may have', async () => {
    const open = await Promise.all([1, 2, 3].map(async () => connect(await begin(), 'wait')));
    const id = await begin();
    expect(await send(id, 'invent')).toMatchObject({ status: 429, body: { code: 'chat.too_many_streams' } });
    for (const { leave } of open) leave();
    await expect.poll(async () => (await send(id, 'invent')).status, WAIT).toBe(200);
  });
});

describe('the end of the program', () => {
  it('stops the answers under way, keeps what was written, and lets no question in', async () => {
    const ending = await TestApp.start({
      env: { LLM_PROVIDER: 'openai-compatible', LLM_BASE_URL: await second.start(), LLM_MODEL: 'big-model' },
    });
    const user = await ending.user();
    const { id } = (await ending.post(URL, { as: user })).body as { id: string };
    const answer = ending.post(`${URL}/${id}/send`, { as: user, body: { content: 'wait' } });
    await expect.poll(() => second.calls.length, WAIT).toBe(1);
    await ending.app.close();
    expect(last(framesOf(await answer))).toMatchObject({ event: 'error', data: { data: { code: 'chat.stopped' } } });
    const rows = await ending.sql('core', 'SELECT status, error FROM agent_messages ORDER BY sequence');
    expect(rows).toMatchObject([{ status: 'complete' }, { status: 'failed', error: { code: 'chat.stopped' } }]);
    await ending.databases.close();
    second.close();
  });

  const second = new HostedModel({
    wait: (reply) => {
      reply.say('Your beta is 1.75.');
    },
  });
});
