import { JwtService } from '@nestjs/jwt';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserService } from '../../src/core/users/user.service.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

const SECRET = 'test-secret-test-secret-test-secret';
const ME = '/api/v1/auth/me';

let app: TestApp;
let user: TestUser;
let token: string;

beforeAll(async () => {
  app = await TestApp.start();
  user = await app.user();
  token = user.headers.authorization!.slice('Bearer '.length);
});
afterAll(() => app.close());

const wait = (seconds: number): void => {
  app.clock.set(new Date(app.clock.now().getTime() + seconds * 1000).toISOString());
};
const claims = (): Record<string, unknown> => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
const without = (name: string) => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const withToken = (given: string): Promise<Answer> => app.get(ME, { headers: { authorization: `Bearer ${given}` } });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = new JwtService();

describe('access tokens', () => {
  it('are asked for everywhere but on public routes', async () => {
    const answer = await app.get(ME);
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'auth.unauthenticated', detail: 'Could not validate credentials' },
      headers: { 'www-authenticate': 'Bearer', 'content-type': expect.stringContaining('problem+json') },
    });
    expect((await app.get('/api/v1/health/live', { headers: { authorization: 'Bearer nonsense' } })).status).toBe(200);
  });

  it('are taken as they were issued', async () => {
    expect((await withToken(token)).body).toMatchObject({ id: user.id });
    expect((await withToken(jwt.sign(claims(), { secret: SECRET }))).status).toBe(200);
    expect((await app.get(ME, { headers: { authorization: `bearer ${token}` } })).status).toBe(200);
  });

  it.each<[string, () => string]>([
    ['nonsense', () => 'nonsense'],
    ['an empty token', () => ''],
    ['a wrong secret', () => jwt.sign(claims(), { secret: `${SECRET}!` })],
    ['no signature', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`],
    ['another algorithm', () => jwt.sign(claims(), { secret: SECRET, algorithm: 'HS512' })],
    ['changed claims', () => token.replace(/\.[^.]+\./, `.${part({ ...claims(), role: 'admin' })}.`)],
    ['no end', () => jwt.sign(without('exp'), { secret: SECRET })],
    ['no session', () => jwt.sign(without('sid'), { secret: SECRET })],
    ['an unknown session', () => jwt.sign({ ...claims(), sid: randomUUID() }, { secret: SECRET })],
    ['the session of another user', () => jwt.sign({ ...claims(), sub: randomUUID() }, { secret: SECRET })],
    ['ids that are none', () => jwt.sign({ ...claims(), sub: "' OR true" }, { secret: SECRET })],
  ])('with %s are refused alike', async (_, forged) => {
    expect(await withToken(forged())).toMatchObject({ status: 401, body: { code: 'auth.unauthenticated' } });
  });

  it('do not make an administrator: the role is read from the database', async () => {
    const forged = jwt.sign({ ...claims(), role: 'admin' }, { secret: SECRET });
    const { status } = await app.get('/api/v1/admin/auth/me', { headers: { authorization: `Bearer ${forged}` } });
    expect(status).toBe(403);
  });

  it('end on time, by our clock', async () => {
    const other = await app.user();
    wait(86_399);
    expect((await app.get(ME, { as: other })).status).toBe(200);
    wait(1);
    expect((await app.get(ME, { as: other })).status).toBe(401);
  });

  it.each([
    ['a revocation elsewhere', 'UPDATE user_sessions SET revoked_at = now() WHERE user_id = $1'],
    ['a deactivation', 'UPDATE users SET is_active = false WHERE id = $1'],
    ['a deletion', 'DELETE FROM users WHERE id = $1'],
  ])('end within 5 s of %s', async (_, change) => {
    const other = await app.user();
    expect((await app.get(ME, { as: other })).status).toBe(200);
    await app.sql('core', change, [other.id]);
    wait(5);
    expect((await app.get(ME, { as: other })).status).toBe(401);
  });

  it('end at once with the password', async () => {
    const other = await app.user();
    expect((await app.get(ME, { as: other })).status).toBe(200);
    await app.app.get(UserService, { strict: false }).resetPassword(other.email, 'another password');
    expect((await app.get(ME, { as: other })).status).toBe(401);
    const again = { email: other.email, password: 'another password' };
    expect((await app.post('/api/v1/auth/login', { body: again })).status).toBe(200);
  });
});

describe('accounts', () => {
  const account = {
    email: ' Carol@Example.com ',
    password: 'a good password',
    fullName: ' Carol ',
    role: 'user',
  } as const;

  it('are made with a lower-case address, once', async () => {
    const accounts = app.app.get(UserService, { strict: false });
    const carol = await accounts.create(account);
    expect(carol).toMatchObject({ email: 'carol@example.com', fullName: 'Carol', role: 'user', isActive: true });
    const body = { email: 'carol@example.com', password: account.password };
    expect((await app.post('/api/v1/auth/login', { body })).status).toBe(200);
    await expect(accounts.create(account)).rejects.toMatchObject({ code: 'user.email_taken' });
    expect(await accounts.findById(carol.id)).toMatchObject({ email: 'carol@example.com' });
  });

  it('are not made of nonsense', async () => {
    const accounts = app.app.get(UserService, { strict: false });
    for (const wrong of [{ email: 'nobody' }, { fullName: ' ' }, { password: 'short' }]) {
      await expect(accounts.create({ ...account, ...wrong })).rejects.toMatchObject({ kind: 'invalid' });
    }
    await expect(accounts.resetPassword('none@example.com', 'a good password')).rejects.toMatchObject({
      code: 'user.not_found',
    });
  });
});

describe('the sign-in cookie', () => {
  let cookie: string;
  beforeAll(async () => {
    const body = { email: user.email, password: user.password };
    token = (await app.post('/api/v1/auth/login', { body })).body.access_token;
    cookie = `auth_token=${token}`;
  });
  const post = (headers: Record<string, string>): Promise<Answer> => app.post('/api/v1/auth/logout', { headers });

  it('opens reads from anywhere', async () => {
    expect((await app.get(ME, { headers: { cookie } })).body).toMatchObject({ id: user.id });
  });

  it('counts for nothing beside a bearer', async () => {
    expect((await app.get(ME, { headers: { cookie, authorization: 'Bearer nonsense' } })).status).toBe(401);
    expect((await app.get(ME, { headers: { cookie, authorization: 'Bearer' } })).status).toBe(401);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:3005.evil.example', 'localhost:80'])(
    'opens no write from %s',
    async (origin) => {
      expect(await post({ cookie, origin })).toMatchObject({ status: 403, body: { code: 'auth.origin_refused' } });
    },
  );

  it('opens no write without an origin, and renews nothing', async () => {
    expect((await post({ cookie })).status).toBe(403);
    expect((await app.post('/api/v1/auth/refresh', { headers: { cookie } })).status).toBe(401);
    expect((await app.get(ME, { headers: { cookie } })).status).toBe(200);
  });

  it('opens writes from an allowed origin and from the host itself', async () => {
    const origin = 'http://localhost:3005';
    expect((await app.post('/api/v1/auth/refresh', { headers: { cookie, origin } })).status).toBe(200);
    expect((await post({ cookie, host: 'sigma.example', origin: 'https://sigma.example' })).status).toBe(200);
    expect((await app.get(ME, { headers: { cookie } })).status).toBe(401);
  });
});

describe('throttling', () => {
  const login = async (remoteAddress: string, email: string, password: string) => {
    const url = '/api/v1/auth/login';
    return app.app.inject({ method: 'POST', url, remoteAddress, payload: { email, password } });
  };

  it('stops guessing the password of one account, existing or not, from any address', async () => {
    for (const email of [(await app.user()).email, 'nobody@example.com']) {
      const guesses = Array.from({ length: 8 }, (_, index) => login(`10.0.0.${index}`, email, 'guess'));
      const statuses = (await Promise.all(guesses)).map(({ statusCode }) => statusCode).sort();
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    }
  });

  it('says how long to wait, and lets in again after that', async () => {
    const target = await app.user();
    for (let index = 0; index < 5; index += 1) await login('10.1.0.1', target.email, 'guess');
    wait(20);
    const refused = await login('10.1.0.2', target.email, target.password);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('40');
    expect(refused.json()).toMatchObject({ status: 429, code: 'auth.too_many_attempts' });
    wait(40);
    expect((await login('10.1.0.2', target.email, target.password)).statusCode).toBe(200);
  });

  it('stops one address that tries many accounts, and no other', async () => {
    const target = await app.user();
    for (let index = 0; index < 10; index += 1) {
      expect((await login('10.2.0.1', `user${index}@example.com`, 'guess')).statusCode).toBe(401);
    }
    expect((await login('10.2.0.1', target.email, target.password)).statusCode).toBe(429);
    expect((await login('10.2.0.2', target.email, target.password)).statusCode).toBe(200);
  });

  it('does not count those who know their password', async () => {
    const target = await app.user();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => login('10.3.0.1', target.email, target.password)),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  });

  it('bounds refreshes of one address', async () => {
    const url = '/api/v1/auth/refresh';
    const calls = Array.from({ length: 32 }, () => app.app.inject({ method: 'POST', url, remoteAddress: '10.4.0.1' }));
    const answers = await Promise.all(calls);
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(2);
    expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused[0]!.json()).toMatchObject({ code: 'request.too_many' });
  });
});
