import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

type Row = { readonly id: string };
interface World {
  readonly app: TestApp;
  readonly ann: TestUser;
  readonly portfolio: string;
}
interface Kind {
  readonly what: string;
  /** The address of an empty list. */
  readonly make: (world: World) => Promise<string>;
  readonly add: (world: World, url: string, n: number) => Promise<unknown>;
  readonly rows: (answer: Answer) => readonly Row[];
  readonly size: string;
}

const KINDS: readonly Kind[] = [
  {
    what: 'transactions',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/portfolios/${portfolio}/transactions?kind=deposit`),
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, { as: ann, body: { kind: 'deposit', trade_date: day(n), amount: '10' } }),
    rows: ({ body }) => body.transactions as Row[],
    size: 'limit',
  },
  {
    what: 'equity changes',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/portfolios/${portfolio}/equity-changes?start_date=2024-01-01`),
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, {
        as: ann,
        body: { change_type: 'CONTRIBUTION', amount: 10, change_date: day(n) },
      }),
    rows: ({ body }) => body.items as Row[],
    size: 'page_size',
  },
  {
    what: 'conversations',
    make: () => Promise.resolve('/api/v1/chat/conversations?'),
    add: ({ app, ann }, url) => app.post(url, { as: ann, body: { title: 'Risk' } }),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'messages',
    make: async ({ app, ann }) => {
      const { body } = await app.post('/api/v1/chat/conversations', { as: ann, body: { title: 'Long' } });
      return `/api/v1/chat/conversations/${body.id as string}/messages?`;
    },
    add: ({ app }, url, n) =>
      app.sql(
        'core',
        `INSERT INTO agent_messages (conversation_id, sequence, role, status, content) VALUES ($1, $2, 'user', 'complete', 'Why?')`,
        [url.split('/')[5], n + 1],
      ),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'insights',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/insights/portfolio/${portfolio}?`),
    // Two of an instant each: the id decides.
    add: ({ app, portfolio }, _, n) =>
      app.sql(
        'core',
        `INSERT INTO ai_insights (portfolio_id, insight_type, title, severity, summary, full_analysis, key_findings,
           recommendations, data_limitations, figures, model_used, generation_time_ms, token_count_input, token_count_output,
           tool_calls_count, cache_key, created_at)
         VALUES ($1, 'daily_summary', 'Calm', 'info', 'Calm.', 'Calm.', '[]', '[]', '', '[]', 'm', 1, 1, 1, 0, 'k' || $2,
                 timestamptz '2024-12-01T00:00:00Z' + make_interval(mins => $3))`,
        [portfolio, String(n), Math.floor(n / 2)],
      ),
    rows: ({ body }) => body.insights as Row[],
    size: 'limit',
  },
];

/** Three to a day. */
const day = (n: number): string => `2024-11-${String(10 + Math.floor(n / 3)).padStart(2, '0')}`;
const next = ({ headers }: Answer): string | null =>
  /^<([^>]+)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1] ?? null;

describe.each(KINDS)('the list of $what', ({ make, add, rows, size }) => {
  let world: World;
  let url: string;
  let present: string[];
  const get = (address: string): Promise<Answer> => world.app.get(address, { as: world.ann });

  beforeAll(async () => {
    const app = await TestApp.start();
    const ann = await app.user();
    const made = await app.post('/api/v1/portfolios', { as: ann, body: { name: 'Growth', account_name: 'Main' } });
    world = { app, ann, portfolio: made.body.id as string };
    url = await make(world);
    for (let n = 0; n < 7; n += 1) await add(world, url, n);
    present = rows(await get(url)).map(({ id }) => id);
  });
  afterAll(() => world.app.close());

  it('is read by cursor, each row once and in order, while rows are added', async () => {
    expect(present.length).toBeGreaterThanOrEqual(7);
    const seen: string[] = [];
    let address: string | null = `${url}&${size}=2`;
    for (let n = 7; address !== null && n < 20; n += 1) {
      const answer: Answer = await get(address);
      expect(answer.status).toBe(200);
      seen.push(...rows(answer).map(({ id }) => id));
      await add(world, url, n);
      address = next(answer);
    }
    expect(address).toBeNull();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => present.includes(id))).toEqual(present);
  });

  it('has no next page on the last one, and takes the parameters it always took', async () => {
    expect(next(await get(`${url}&${size}=100`))).toBeNull();
    const all = rows(await get(`${url}&${size}=100`)).map(({ id }) => id);
    const old = size === 'limit' ? 'limit=2&offset=2' : 'page_size=2&page=2';
    const second = await get(`${url}&${old}`);
    expect(rows(second).map(({ id }) => id)).toEqual(all.slice(2, 4));
    const third = await get(next(second)!);
    expect(rows(third).map(({ id }) => id)).toEqual(all.slice(4, 6));
  });

  it.each(['x', '', 'WyJhIl0', Buffer.from('["2024-02-30","1","x"]').toString('base64url')])(
    'refuses %j as a cursor',
    async (cursor) => {
      const answer = await get(`${url}&cursor=${cursor}`);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'cursor', code: 'is_cursor' }] } });
    },
  );
});
