import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp } from '../support/app.js';
import { CURSORED_LISTS, type World } from '../support/cursored-lists.js';

const next = ({ headers }: Answer): string | null =>
  /^<([^>]+)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1] ?? null;

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ env: { RATE_LIMIT_PER_MINUTE: 0 } });
});
afterAll(() => app.close());

describe.each(CURSORED_LISTS)('the list of $what', ({ make, add, rows, size, cursorOnly }) => {
  let world: World;
  let url: string;
  let present: string[];
  const get = (address: string): Promise<Answer> => world.app.get(address, { as: world.ann });

  beforeAll(async () => {
    const ann = await app.user({ role: 'admin' });
    const made = await app.post('/api/v1/portfolios', { as: ann, body: { name: 'Growth', account_name: 'Main' } });
    world = { app, ann, portfolio: made.body.id as string };
    url = await make(world);
    for (let n = 0; n < 7; n += 1) await add(world, url, n);
    present = rows(await get(url)).map(({ id }) => id);
  });

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
    if (cursorOnly) return;
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
