import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = Date.parse('2024-12-02T22:30:00Z');

let app: TestApp;
let minutes = 0;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());
// Failures are counted a minute long, and all of these come from one address.
beforeEach(() => {
  app.clock.set(new Date(START + 120_000 * (minutes += 1)).toISOString());
});

const login = (email: string, password: string, path = '/api/v1/auth/login'): Promise<Answer> =>
  app.post(path, { body: { email, password } });
const refresh = (refresh_token: string): Promise<Answer> =>
  app.post('/api/v1/auth/refresh', { body: { refresh_token } });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const me = (token: string): Promise<Answer> => app.get('/api/v1/auth/me', bearer(token));
const signIn = async (user: TestUser): Promise<{ access_token: string; refresh_token: string }> =>
  (await login(user.email, user.password)).body;
/** Without what differs from request to request. */
const comparable = ({ status, body }: Answer) => ({ status, body: { ...body, request_id: null } });

describe('signing in', () => {
  it('answers the tokens and sets the cookie', async () => {
    const user = await app.user();
    const { status, body, headers } = await login(`  ${user.email.toUpperCase()} `, user.password);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'bearer',
      expires_in: 86_400,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      refresh_expires_in: 2_592_000,
    });
    expect(headers['set-cookie']).toBe(
      `auth_token=${body.access_token as string}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax`,
    );
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
    const iat = app.clock.now().getTime() / 1000;
    expect(claims).toEqual({
      sub: user.id,
      sid: expect.stringMatching(UUID),
      email: user.email,
      role: 'user',
      iat,
      exp: iat + 86_400,
    });
  });

  it('gives one answer for an unknown account, a wrong password, and an inactive or passwordless account', async () => {
    const [user, inactive, external] = [await app.user(), await app.user(), await app.user()];
    await app.sql('core', 'UPDATE users SET is_active = false WHERE id = $1', [inactive.id]);
    await app.sql('core', 'UPDATE users SET password_hash = NULL WHERE id = $1', [external.id]);
    const wrong = await login(user.email, 'wrong password');
    expect(wrong).toMatchObject({
      status: 401,
      body: { code: 'auth.incorrect_credentials', detail: 'Incorrect email or password' },
      headers: { 'www-authenticate': 'Bearer' },
    });
    expect(wrong.headers).not.toHaveProperty('set-cookie');
    const others = [
      await login('nobody@example.com', user.password),
      await login(inactive.email, inactive.password),
      await login(external.email, external.password),
    ];
    for (const other of others) expect(comparable(other)).toEqual(comparable(wrong));
  });

  it('survives a hash of another kind', async () => {
    const user = await app.user();
    await app.sql('core', 'UPDATE users SET password_hash = $2 WHERE id = $1', [
      user.id,
      '$2b$12$abcdefghijklmnopqrstuv',
    ]);
    expect((await login(user.email, user.password)).status).toBe(401);
  });

  it('refuses input that is none', async () => {
    const { status, body } = await app.post('/api/v1/auth/login', { body: { email: 'nobody', password: '' } });
    expect(status).toBe(422);
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(['/email', '/password']);
    expect((await app.post('/api/v1/auth/login')).status).toBe(422);
  });
});

describe('who am I', () => {
  it('answers the profile with what is owned and allowed', async () => {
    const user = await app.user();
    const portfolios = [randomUUID(), randomUUID(), randomUUID()];
    for (const [index, id] of portfolios.entries()) {
      await app.sql(
        'core',
        `INSERT INTO portfolios (id, user_id, name, account_name, price_dataset, is_active, created_at)
         VALUES ($1, $2, 'P', $3, 'csv', $4, now() + $5 * interval '1 second')`,
        [id, user.id, `Account ${index}`, index !== 0, index],
      );
    }
    await app.sql(
      'core',
      `INSERT INTO ai_request_metrics (user_id, kind, model, state, error_type, created_at)
       SELECT $1, kind, 'offline-analyst', state, error, created_at::timestamptz FROM (VALUES
         ('chat', 'answered', NULL, '2024-11-30T23:59:59Z'), ('chat', 'answered', NULL, '2024-12-01T00:00:00Z'),
         ('chat', 'failed', 'model.unavailable', '2024-12-02T00:00:00Z'),
         ('insight', 'answered', NULL, '2024-12-02T00:00:00Z')) AS request (kind, state, error, created_at)`,
      [user.id],
    );
    const { status, body } = await app.get('/api/v1/auth/me', { as: user });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: user.id,
      email: user.email,
      full_name: 'Test User',
      is_active: true,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      tier: 'free',
      invite_validated: true,
      portfolio_id: portfolios[1],
      portfolio_count: 2,
      limits: { max_portfolios: 2, max_ai_messages: 100, ai_messages_used: 2, ai_messages_remaining: 98 },
    });
  });

  it('answers a new user, and one who pays', async () => {
    const user = await app.user();
    await app.sql('core', "UPDATE users SET tier = 'paid' WHERE id = $1", [user.id]);
    const { body } = await app.get('/api/v1/auth/me', { as: user });
    expect(body).toMatchObject({ tier: 'paid', portfolio_id: null, portfolio_count: 0 });
    expect(body.limits).toMatchObject({ max_portfolios: 10, max_ai_messages: 1000, ai_messages_remaining: 1000 });
  });

  it('never mixes up callers who ask at once', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, () => app.user()));
    const asked = Array.from({ length: 80 }, (_, index) => users[index % users.length]!);
    const answers = await Promise.all(asked.map((user) => app.get('/api/v1/auth/me', { as: user })));
    expect(answers.map(({ body }) => body.id)).toEqual(asked.map(({ id }) => id));
  });
});

describe('refreshing', () => {
  it('rotates the refresh token and leaves the session as long as it was', async () => {
    const user = await app.user();
    const first = await signIn(user);
    app.clock.set(new Date(app.clock.now().getTime() + 60_000).toISOString());
    const { status, body, headers } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 86_400, refresh_expires_in: 2_592_000 - 60 });
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect(headers['set-cookie']).toContain(`auth_token=${body.access_token as string}`);
    expect((await me(body.access_token)).body.id).toBe(user.id);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('ends the session when a used token comes back', async () => {
    const user = await app.user();
    const first = await signIn(user);
    const { body: second } = await refresh(first.refresh_token);
    expect((await me(second.access_token)).status).toBe(200);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 401,
      body: { code: 'auth.refresh_token_refused' },
    });
    expect((await refresh(second.refresh_token)).status).toBe(401);
    expect((await me(second.access_token)).status).toBe(401);
    expect((await me(first.access_token)).status).toBe(401);
    // Another session of the same user is another family.
    expect((await app.get('/api/v1/auth/me', { as: user })).status).toBe(200);
  });

  it('lets one of two rotate a token', async () => {
    const { refresh_token } = await signIn(await app.user());
    const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('refuses what is unknown, over, or of somebody who may not sign in any more', async () => {
    const user = await app.user();
    const { refresh_token } = await signIn(user);
    expect((await refresh('x'.repeat(43))).status).toBe(401);
    await app.sql('core', 'UPDATE users SET is_active = false WHERE id = $1', [user.id]);
    expect((await refresh(refresh_token)).status).toBe(401);
    const other = await signIn(await app.user());
    const before = app.clock.now();
    app.clock.set(new Date(before.getTime() + 2_592_000_000).toISOString());
    expect((await refresh(other.refresh_token)).status).toBe(401);
  });

  it('renews the access token of a bearer without touching the refresh token', async () => {
    const { access_token, refresh_token } = await signIn(await app.user());
    app.clock.set(new Date(app.clock.now().getTime() + 3_600_000).toISOString());
    const { status, body } = await app.post('/api/v1/auth/refresh', bearer(access_token));
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 86_400, refresh_token: null, refresh_expires_in: null });
    expect(body.access_token).not.toBe(access_token);
    expect((await me(body.access_token)).status).toBe(200);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('refuses a call that holds nothing', async () => {
    const { status, body } = await app.post('/api/v1/auth/refresh');
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'auth.unauthenticated', detail: 'Could not validate credentials' });
  });
});

describe('signing out', () => {
  it('ends the session at once and clears the cookie', async () => {
    const user = await app.user();
    const { access_token, refresh_token } = await signIn(user);
    expect((await me(access_token)).status).toBe(200);
    const { status, body, headers } = await app.post('/api/v1/auth/logout', bearer(access_token));
    expect(status).toBe(200);
    expect(body).toEqual({ message: 'Successfully logged out', success: true });
    expect(headers['set-cookie']).toMatch(/^auth_token=; .*Expires=Thu, 01 Jan 1970/);
    expect((await me(access_token)).status).toBe(401);
    expect((await refresh(refresh_token)).status).toBe(401);
    expect((await app.get('/api/v1/auth/me', { as: user })).status).toBe(200);
  });
});

describe('administrators', () => {
  it('sign in at their own door too', async () => {
    const admin = await app.user({ role: 'admin' });
    const { status, body } = await login(admin.email, admin.password, '/api/v1/admin/auth/login');
    expect(status).toBe(200);
    expect(body).toMatchObject({ admin_id: admin.id, email: admin.email, role: 'admin', full_name: 'Test User' });
    const call = bearer(body.access_token);
    expect((await app.get('/api/v1/admin/auth/me', call)).body).toMatchObject({
      id: admin.id,
      role: 'admin',
      is_active: true,
      last_login_at: expect.stringMatching(/Z$/),
    });
    expect((await app.post('/api/v1/admin/auth/refresh', call)).body).toMatchObject({ admin_id: admin.id });
    expect((await app.post('/api/v1/admin/auth/logout', call)).body.message).toBe('Successfully logged out');
    expect((await app.get('/api/v1/admin/auth/me', call)).status).toBe(401);
  });

  it('are the only ones let in there', async () => {
    const user = await app.user();
    const refused = await login(user.email, user.password, '/api/v1/admin/auth/login');
    const unknown = await login('nobody@example.com', user.password, '/api/v1/admin/auth/login');
    expect(comparable(refused)).toEqual(comparable(unknown));
    expect(refused.status).toBe(401);
    const url = '/api/v1/admin/auth/me';
    expect(await app.get(url, { as: user })).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    expect((await app.get(url)).status).toBe(401);
  });
});
