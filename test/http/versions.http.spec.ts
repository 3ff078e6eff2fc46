import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

const STALE = '"0123456789abcdefghijklmnopq"';

describe.each([
  {
    what: 'a portfolio',
    make: async (app: TestApp, ann: TestUser) => `/api/v1/portfolios/${await portfolio(app, ann, 'Second')}`,
    edits: [{ name: 'Renamed' }, { name: 'Renamed again' }],
    race: (round: number, writer: number): object => ({ name: `Writer ${String(writer)} of ${String(round)}` }),
  },
  {
    what: 'an equity change',
    make: async (app: TestApp, ann: TestUser) => {
      const url = `/api/v1/portfolios/${await portfolio(app, ann, 'Third')}/equity-changes`;
      const body = { change_type: 'CONTRIBUTION', amount: 10, change_date: '2024-11-27' };
      return `${url}/${(await app.post(url, { as: ann, body })).body.id as string}`;
    },
    edits: [{ amount: 12 }, { notes: 'Bonus' }],
    race: (round: number, writer: number): object => ({ amount: `${String(100 + 10 * round + writer)}.00` }),
  },
])('the version of $what', ({ make, edits, race }) => {
  let app: TestApp;
  let ann: TestUser;
  let url: string;

  const get = (headers: Record<string, string> = {}): Promise<Answer> => app.get(url, { as: ann, headers });
  const put = (body: unknown, tag?: unknown): Promise<Answer> =>
    app.call('PUT', url, { as: ann, body, headers: tag === undefined ? {} : { 'if-match': tag as string } });

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    await portfolio(app, ann, 'Main');
    url = await make(app, ann);
  });
  afterAll(() => app.close());

  it('is its ETag, and a reader who has it is told so', async () => {
    const { headers } = await get();
    expect(headers.etag).toMatch(/^"[\w-]{27}"$/);
    expect(headers['cache-control']).toBe('private, no-cache');
    for (const known of [headers.etag, `W/${headers.etag as string}`, `${STALE}, ${headers.etag as string}`, '*']) {
      const again = await get({ 'if-none-match': String(known) });
      expect([known, again.status, again.text, again.headers.etag]).toEqual([known, 304, '', headers.etag]);
    }
    expect((await get({ 'if-none-match': STALE })).status).toBe(200);
  });

  it('lets a change through that was made on top of it, and answers the next one', async () => {
    const before = await get();
    const changed = await put(edits[0], before.headers.etag);
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(before.headers.etag);
    expect((await get()).headers.etag).toBe(changed.headers.etag);
  });

  it('keeps a change away that was made on top of an older one, and names the current one', async () => {
    const { headers, text } = await get();
    const refused = await put(edits[1], STALE);
    expect(refused).toMatchObject({
      status: 412,
      headers: { etag: headers.etag },
      body: { code: 'version.stale', details: { current_etag: headers.etag }, errors: [{ field: 'If-Match' }] },
    });
    expect((await app.call('DELETE', url, { as: ann, headers: { 'if-match': STALE } })).status).toBe(412);
    expect((await put(edits[1], `W/${headers.etag as string}`)).status).toBe(412);
    expect((await get()).text).toBe(text);
  });

  it('lets exactly one of many changes through that are made at once on top of the same one, and keeps that one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { headers } = await get();
      const changes = Array.from({ length: 4 }, (_, writer) => race(round, writer));
      const answers = await Promise.all(changes.map((change) => put(change, headers.etag)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
      const winner = answers.findIndex(({ status }) => status === 200);
      const after = await get();
      expect(after.headers.etag).toBe(answers[winner]!.headers.etag);
      expect(after.body).toEqual(answers[winner]!.body);
      expect(Object.values(after.body as object).map(String)).toContain(Object.values(changes[winner]!).join());
      for (const { status, body } of answers)
        if (status === 412) expect(body.details.current_etag).toBe(after.headers.etag);
    }
  });

  it('is refused when it is no entity tag', async () => {
    expect(await put(edits[0], 'abc')).toMatchObject({ status: 422, body: { errors: [{ field: 'If-Match' }] } });
  });

  it('is no condition for a client that sends none, or any', async () => {
    expect((await put(edits[0])).status).toBe(200);
    expect((await put(edits[1], '*')).status).toBe(200);
    const { headers } = await get();
    const gone = await app.call('DELETE', url, { as: ann, headers: { 'if-match': String(headers.etag) } });
    expect([200, 204]).toContain(gone.status);
  });
});

async function portfolio(app: TestApp, as: TestUser, accountName: string): Promise<string> {
  const made = await app.post('/api/v1/portfolios', { as, body: { name: 'Growth', account_name: accountName } });
  return made.body.id as string;
}
