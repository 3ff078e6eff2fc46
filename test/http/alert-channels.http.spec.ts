import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const URL = '/api/v1/alert-channels';
const HOOK = 'https://8.8.8.8/alerts?token=abc';

describe('alert channels over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;

  const create = (body: unknown, as: TestUser | null = ann) => app.post(URL, { as, body });

  beforeAll(async () => {
    const env = { SMTP_URL: 'smtp://127.0.0.1:1', SMTP_FROM: 'alerts@example.com' };
    app = await TestApp.start({ env });
    ann = await app.user();
    bob = await app.user();
  });
  afterAll(() => app.close());

  it('show the secret of a webhook once, and never again', async () => {
    const created = await create({ kind: 'webhook', url: HOOK });
    expect(created.status).toBe(201);
    expect(created.headers['cache-control']).toBe('no-store');
    const { secret, ...channel } = created.body;
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(channel).toMatchObject({ kind: 'webhook', url: HOOK, email: null, name: '8.8.8.8', is_confirmed: true });
    const one = await app.get(`${URL}/${channel.id}`, { as: ann });
    expect(one.body).toEqual(channel);
    expect((await app.get(URL, { as: ann })).body).toEqual({ channels: [channel] });
    const [row] = await app.sql('core', 'SELECT to_jsonb(c)::text AS stored FROM alert_channels c WHERE id = $1', [
      channel.id,
    ]);
    expect(row!.stored).not.toContain(secret.slice(6));

    const renewed = await app.post(`${URL}/${channel.id}/secret`, { as: ann });
    expect(renewed.status).toBe(200);
    expect(renewed.body.secret).toMatch(/^whsec_/);
    expect(renewed.body.secret).not.toBe(secret);
  });

  it('have one to an address, which a lost answer is no reason to make again', async () => {
    const again = await create({ kind: 'webhook', url: HOOK });
    expect([again.status, again.body.code]).toEqual([409, 'alert_channel.exists']);
    expect((await create({ kind: 'webhook', url: HOOK }, bob)).status).toBe(201);
  });

  it('take an address of e-mail, which has no secret', async () => {
    const { status, body } = await create({ kind: 'email', email: 'ann@example.com', name: 'Me' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'email', email: 'ann@example.com', url: null, name: 'Me', secret: null });
    expect(body.is_confirmed).toBe(false);
    const answer = await app.post(`${URL}/${body.id}/secret`, { as: ann });
    expect([answer.status, answer.body.code]).toEqual([409, 'alert_channel.no_secret']);
    expect((await app.call('DELETE', `${URL}/${body.id}`, { as: ann })).status).toBe(204);
    expect((await app.get(`${URL}/${body.id}`, { as: ann })).status).toBe(404);
  });

  it.each([
    [{ kind: 'webhook' }, 'url', 'required'],
    [{ kind: 'webhook', email: 'a@example.com', url: HOOK }, 'email', 'not_of_kind'],
    [{ kind: 'email' }, 'email', 'required'],
    [{ kind: 'email', email: 'nobody' }, 'email', 'is_email'],
    [{ kind: 'pager' }, 'kind', 'is_in'],
    [{ kind: 'webhook', url: HOOK, secret: 'mine' }, 'secret', 'unknown_field'],
    [{ kind: 'webhook', url: 'hooks.example.com' }, 'url', 'is_url'],
    [{ kind: 'webhook', url: 'http://8.8.8.8/' }, 'url', 'is_url'],
    [{ kind: 'webhook', url: 'https://a:b@8.8.8.8/' }, 'url', 'is_url'],
    [{ kind: 'webhook', url: 'https://10.1.2.3/' }, 'url', 'forbidden_address'],
    [{ kind: 'webhook', url: 'https://169.254.169.254/latest/meta-data' }, 'url', 'forbidden_address'],
    [{ kind: 'webhook', url: 'https://[fd00::1]/' }, 'url', 'forbidden_address'],
    [{ kind: 'webhook', url: 'https://0x0a000001/' }, 'url', 'forbidden_address'],
    [{ kind: 'webhook', url: 'https://no-such-host.invalid/' }, 'url', 'unknown_host'],
  ])('refuse %j for its %s', async (body, field, code) => {
    const { status, body: problem } = await create(body);
    expect(status).toBe(422);
    expect(problem.errors).toContainEqual(expect.objectContaining({ field, code, pointer: `/${field}` }));
  });

  it('are ten at most, even when they are made at once', async () => {
    const cid = await app.user();
    const urls = Array.from({ length: 14 }, (_, i) => `https://8.8.8.8/${String(i)}`);
    const answers = await Promise.all(urls.map((url) => create({ kind: 'webhook', url }, cid)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'alert_channel.too_many')).toHaveLength(4);
  });

  it('are nobody else’s', async () => {
    const { id } = (await app.get(URL, { as: ann })).body.channels[0];
    const calls = [
      ['GET', URL],
      ['POST', URL],
      ['GET', `${URL}/${id}`],
      ['POST', `${URL}/${id}/secret`],
      ['DELETE', `${URL}/${id}`],
    ] as const;
    for (const [method, url] of calls) {
      expect([method, url, (await app.call(method, url)).status]).toEqual([method, url, 401]);
      if (url === URL) continue;
      const { status, body } = await app.call(method, url, { as: bob });
      expect([method, url, status, body.code]).toEqual([method, url, 404, 'alert_channel.not_found']);
    }
    expect((await app.get(`${URL}/${id}`, { as: ann })).status).toBe(200);
  });
});

describe('without a mail server', () => {
  it('a channel of e-mail is refused with what the operator has to do', async () => {
    const app = await TestApp.start();
    try {
      const body = { kind: 'email', email: 'ann@example.com' };
      const { status, body: problem } = await app.post(URL, { as: await app.user(), body });
      expect([status, problem.code]).toEqual([409, 'alert_channel.mail_not_configured']);
      expect(problem.detail).toContain('SMTP_URL and SMTP_FROM');
    } finally {
      await app.close();
    }
  });
});
