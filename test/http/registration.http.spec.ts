import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENV, type Env } from '../../src/shared/config/env.js';
import { TestApp, type TestUser } from '../support/app.js';

const REGISTER = '/api/v1/onboarding/register';
const VALID = {
  email: 'New@Example.com',
  password: 'Correct1horse',
  full_name: 'New User',
  invite_code: ' Open-Sesame ',
};

describe('registration with an invite code', () => {
  let app: TestApp;
  let admin: TestUser;
  beforeAll(async () => {
    app = await TestApp.start({ env: { INVITE_CODE: 'open-sesame' } });
    admin = await app.user({ role: 'admin' });
  });
  afterAll(() => app.close());

  it('makes an account that can sign in', async () => {
    const { status, body } = await app.post(REGISTER, { body: VALID });
    expect(status).toBe(201);
    expect(body).toEqual({
      user_id: expect.any(String),
      email: 'new@example.com',
      full_name: 'New User',
      message: expect.any(String),
      next_step: { action: 'login', endpoint: '/api/v1/auth/login', description: expect.any(String) },
    });
    const { email, password } = VALID;
    expect((await app.post(body.next_step.endpoint, { body: { email, password } })).status).toBe(200);
    const [row] = await app.sql<{ hash: string }>('core', 'SELECT password_hash AS hash FROM users WHERE id = $1', [
      body.user_id,
    ]);
    expect(row!.hash).toMatch(/^\$argon2id\$/);
  });

  it.each([
    [401, 'ERR_INVITE_001', 'invite_code', { invite_code: 'guess' }],
    [401, 'ERR_INVITE_001', 'invite_code', { invite_code: null }],
    [409, 'ERR_USER_001', 'email', {}],
    [422, 'ERR_USER_002', 'email', { email: 'nobody' }],
    [422, 'ERR_USER_003', 'password', { email: 'a@example.com', password: 'correct1horse' }],
    [422, 'ERR_USER_003', 'password', { email: 'a@example.com', password: 'Ab1' }],
    [422, 'ERR_USER_004', 'full_name', { email: 'a@example.com', full_name: '  ' }],
  ])('answers %i %s', async (status, code, field, changes) => {
    const answer = await app.post(REGISTER, { body: { ...VALID, ...changes } });
    expect(answer).toMatchObject({
      status,
      body: { code, error: { code, message: expect.any(String) }, errors: [{ field, code }] },
    });
    if (code === 'ERR_USER_003')
      expect(answer.body.error.details).toMatchObject({ reason: expect.any(String), has_digit: true });
  });

  it('serves the older path with the same rules', async () => {
    const refused = await app.post('/api/v1/auth/register', {
      body: { ...VALID, email: 'b@example.com', invite_code: undefined },
    });
    expect(refused).toMatchObject({ status: 401, body: { code: 'ERR_INVITE_001' } });
    const made = await app.post('/api/v1/auth/register', { body: { ...VALID, email: 'b@example.com' } });
    expect(made).toMatchObject({
      status: 200,
      body: { email: 'b@example.com', full_name: 'New User', is_active: true },
    });
  });

  it('takes the code of somebody who is in already', async () => {
    const user = await app.user();
    await app.sql('core', 'UPDATE users SET invite_validated = false WHERE id = $1', [user.id]);
    const send = (invite_code: string) =>
      app.post('/api/v1/onboarding/validate-invite', { as: user, body: { invite_code } });
    expect(await send('guess')).toMatchObject({
      status: 400,
      body: { code: 'invalid_invite_code', error: 'invalid_invite_code' },
    });
    expect((await app.get('/api/v1/auth/me', { as: user })).body.invite_validated).toBe(false);
    expect(await send('OPEN-SESAME')).toMatchObject({ status: 200, body: { status: 'validated' } });
    expect((await app.get('/api/v1/auth/me', { as: user })).body.invite_validated).toBe(true);
  });

  it('shows administrators the funnel', async () => {
    const get = async (path: string) => (await app.get(`/api/v1/admin/onboarding/${path}`, { as: admin })).body;
    const funnel = await get('funnel?days=30');
    expect(funnel).toMatchObject({
      total_register_starts: 10,
      total_started: 10,
      total_portfolio_completes: 0,
      drop_off_rate: 100,
    });
    expect(funnel.steps[1]).toEqual({
      step: 'register_complete',
      event_type: 'onboarding.register_complete',
      count: 2,
      conversion_rate: 20,
    });
    expect(funnel.funnel_steps).toEqual(funnel.steps);
    const errors = await get('errors');
    expect(errors.breakdown[0]).toMatchObject({ error_code: 'ERR_INVITE_001', count: 3, percentage: 37.5 });
    expect(JSON.stringify(errors)).not.toContain('example.com');
    const daily = await get('daily');
    expect(daily.metrics[0]).toMatchObject({ register_starts: 10, register_completes: 2, login_errors: 0 });
    expect(daily.trends).toEqual(daily.metrics);
    const events = await get('events?error_only=true&limit=5');
    expect([events.total, events.events[0].event_category]).toEqual([5, 'onboarding']);
    expect((await app.get('/api/v1/admin/onboarding/funnel?days=91', { as: admin })).status).toBe(422);
  });

  it('counts sign-ins that fail and imports that end', async () => {
    const user = await app.user();
    await app.post('/api/v1/auth/login', { body: { email: user.email, password: 'wrong' } });
    const form = { portfolio_name: 'P', account_name: 'A', account_type: 'taxable', equity_balance: '1000' };
    const url = '/api/v1/onboarding/create-portfolio';
    const csv = (content: string) => ({ field: 'csv_file', name: 'p.csv', content });
    const header = 'Symbol,Quantity,Entry Price Per Share,Entry Date\n';
    await app.upload(url, form, csv('x'), user);
    expect((await app.upload(url, form, csv(`${header}AAPL,1,10,2024-11-01\n`), user)).status).toBe(201);
    const rows = await app.sql(
      'core',
      `SELECT event_type, error_code FROM user_activity_events WHERE user_id = $1 AND event_type LIKE '%portfolio%' ORDER BY created_at`,
      [user.id],
    );
    expect(rows).toEqual([
      { event_type: 'onboarding.portfolio_start', error_code: null },
      { event_type: 'onboarding.portfolio_error', error_code: 'ERR_PORT_008' },
      { event_type: 'onboarding.portfolio_start', error_code: null },
      { event_type: 'onboarding.portfolio_complete', error_code: null },
    ]);
    const { body } = await app.get('/api/v1/admin/onboarding/events?event_type=onboarding.login_error', { as: admin });
    expect(body.events).toMatchObject([{ error_code: 'auth.incorrect_credentials', ip_address: null }]);
  });
});

describe('registration without an invite code', () => {
  it('is closed on servers', async () => {
    const app = await TestApp.start();
    try {
      // As a deployment has it; the databases of the test stay as they are.
      app.app.get<Env>(ENV).DATABASE_URL = 'postgresql://core.example/sigmasight';
      const { status, body } = await app.post(REGISTER, { body: { ...VALID, invite_code: undefined } });
      expect([status, body.code]).toEqual([403, 'registration.closed']);
    } finally {
      await app.close();
    }
  });

  it('is open where the databases are embedded', async () => {
    const app = await TestApp.start();
    try {
      const { status } = await app.post(REGISTER, { body: { ...VALID, invite_code: undefined } });
      expect(status).toBe(201);
    } finally {
      await app.close();
    }
  });
});
