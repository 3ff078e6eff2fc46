import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('limits over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let book: SeededPortfolio;
  let url: string;

  const create = (body: unknown, as: TestUser | null = ann) => app.post(url, { as, body });
  const patch = (id: string, body: unknown, headers = {}, as = ann) =>
    app.call('PATCH', `${url}/${id}`, { as, body, headers });

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    book = await SeededPortfolio.create(app, ann);
    url = `/api/v1/portfolios/${book.id}/limits`;
  });
  afterAll(() => app.close());

  it('sets one of each kind, not evaluated yet, and lists them in their order', async () => {
    const bodies = [
      { kind: 'beta', min: 0.5, max: 1.2, name: 'About the market' },
      { kind: 'value_at_risk', max: 0.03 },
      { kind: 'concentration', measure: 'hhi', max: 2500 },
      { kind: 'factor_tilt', measure: 'spread', factor: 'Growth vs Value', max: 0.4 },
      { kind: 'drawdown', max: 0.15 },
      { kind: 'expiry', max: 7 },
      { kind: 'stale_price', max: 2 },
      { kind: 'target_hit', is_active: false },
    ];
    for (const [i, body] of bodies.entries()) {
      app.clock.set(`2024-12-02T22:30:0${i}Z`);
      const { status, body: limit, headers } = await create(body);
      expect([body.kind, status]).toEqual([body.kind, 201]);
      expect(limit).toMatchObject({
        ...body,
        portfolio_id: book.id,
        status: 'not_evaluated',
        reason: 'not-computed-yet',
      });
      expect(headers.etag).toMatch(/^"/);
      expect((await app.get(`${url}/${limit.id}`, { as: ann })).body).toEqual(limit);
    }
    const { body } = await app.get(url, { as: ann });
    expect(body.limits.map(({ kind }: { kind: string }) => kind)).toEqual(bodies.map(({ kind }) => kind));
    expect(body.limits[0]).toMatchObject({
      measure: 'beta_90d',
      factor: null,
      value: null,
      as_of: null,
      evaluated_at: null,
    });
  });

  it.each([
    [{}, 'kind', 'required'],
    [{ kind: 'gamma', max: 1 }, 'kind', 'is_in'],
    [{ kind: 'beta' }, 'max', 'required'],
    [{ kind: 'beta', min: 2, max: 1 }, 'min', 'not_below_max'],
    [{ kind: 'beta', max: '1' }, 'max', 'is_number'],
    [{ kind: 'value_at_risk', max: 3 }, 'max', 'out_of_range'],
    [{ kind: 'concentration', max: 25 }, 'max', 'out_of_range'],
    [{ kind: 'concentration', measure: 'beta_90d', max: 0.2 }, 'measure', 'not_of_kind'],
    [{ kind: 'factor_tilt', max: 0.2 }, 'factor', 'required'],
    [{ kind: 'drawdown', min: 0.1, max: 0.2 }, 'min', 'not_of_kind'],
    [{ kind: 'expiry', max: 1.5 }, 'max', 'out_of_range'],
    [{ kind: 'target_hit', max: 1 }, 'max', 'not_of_kind'],
    [{ kind: 'drawdown', max: 0.2, colour: 'red' }, 'colour', 'unknown_field'],
  ])('refuses %j for its %s', async (body, field, code) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field, code, pointer: `/${field}` }));
  });

  it('changes what is sent, and is not evaluated after that', async () => {
    const { id } = (await create({ kind: 'beta', min: 0.5, max: 1.2 })).body;
    await app.sql(
      'core',
      `UPDATE risk_limits SET status = 'kept', status_reason = NULL, value = 1, as_of_date = '2024-11-29', evaluated_at = now() WHERE id = $1`,
      [id],
    );
    const renamed = await patch(id, { name: 'Mine' });
    expect(renamed.body).toMatchObject({ name: 'Mine', status: 'kept', value: 1, as_of: '2024-11-29' });
    const changed = await patch(id, { min: null, max: 1.5 });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ name: 'Mine', min: null, max: 1.5, status: 'not_evaluated', value: null });
    expect((await patch(id, { max: null })).body.errors[0]).toMatchObject({ field: 'max', code: 'required' });
    expect((await patch(id, { kind: 'drawdown' })).body.errors[0]).toMatchObject({
      field: 'kind',
      code: 'unknown_field',
    });
    expect((await app.get(`${url}/${id}`, { as: ann })).body).toEqual(changed.body);
  });

  it('keeps a change or a deletion away that was made on top of an older version', async () => {
    const { body, headers } = await create({ kind: 'drawdown', max: 0.2 });
    const first = await patch(body.id, { max: 0.3 }, { 'if-match': headers.etag });
    expect(first.status).toBe(200);
    const second = await patch(body.id, { max: 0.4 }, { 'if-match': headers.etag });
    expect(second.status).toBe(412);
    expect(second.body.details.current_etag).toBe(first.headers.etag);
    const remove = (tag: unknown) =>
      app.call('DELETE', `${url}/${body.id}`, { as: ann, headers: { 'if-match': String(tag) } });
    expect((await remove(headers.etag)).status).toBe(412);
    expect((await remove(first.headers.etag)).status).toBe(204);
    expect((await remove('*')).body.code).toBe('limit.not_found');
  });

  it('makes one limit of what is sent twice under one key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const send = () => app.post(url, { as: ann, headers, body: { kind: 'drawdown', max: 0.5 } });
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('is nobody else’s', async () => {
    const { id } = (await create({ kind: 'drawdown', max: 0.2 })).body;
    expect((await app.get(url, { as: null })).status).toBe(401);
    expect((await create({ kind: 'drawdown', max: 0.2 }, null)).status).toBe(401);
    for (const answer of [
      await app.get(url, { as: bob }),
      await create({ kind: 'drawdown', max: 0.2 }, bob),
      await app.get(`${url}/${id}`, { as: bob }),
      await patch(id, { max: 0.3 }, {}, bob),
      await app.call('DELETE', `${url}/${id}`, { as: bob }),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'portfolio.not_found']);
    const other = await SeededPortfolio.create(app, ann);
    const elsewhere = await app.get(`/api/v1/portfolios/${other.id}/limits/${id}`, { as: ann });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'limit.not_found']);
  });

  it('has a hundred of them in a portfolio, and says so to the next one', async () => {
    const full = await SeededPortfolio.create(app, bob);
    await app.sql(
      'core',
      `INSERT INTO risk_limits (portfolio_id, kind, measure, max_value)
       SELECT $1, 'drawdown', 'current_drawdown', 0.2 FROM generate_series(1, 99)`,
      [full.id],
    );
    const send = () =>
      app.post(`/api/v1/portfolios/${full.id}/limits`, { as: bob, body: { kind: 'drawdown', max: 0.2 } });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('limit.too_many');
  });
});
