import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const URL = '/api/v1/stress-scenarios';
const SHOCKS = { factors: { market: -0.15 }, symbols: [{ symbol: 'AAPL', shock: -0.3 }] };
let app: TestApp;
let ann: TestUser;
let bob: TestUser;

beforeAll(async () => {
  app = await TestApp.start();
  [ann, bob] = [await app.user(), await app.user()];
});
afterAll(() => app.close());

const create = (body: unknown = { name: 'Mine', shocks: SHOCKS }, headers = {}) =>
  app.post(URL, { as: ann, body, headers });

describe('stress scenarios', () => {
  it('are the 22 built-in ones for everybody', async () => {
    const { status, body } = await app.get(URL, { as: bob });
    expect([status, body.total]).toEqual([200, 22]);
    expect(body.scenarios.every(({ is_built_in: builtIn }: { is_built_in: boolean }) => builtIn)).toBe(true);
    const one = await app.get(`${URL}/rate_spike_300bp`, { as: bob });
    expect(one.body).toMatchObject({
      id: 'rate_spike_300bp',
      version: 1,
      shocks: { rates_bp: 300 },
      category: 'rates',
    });
  });

  it('of a user are created, listed behind the others, and seen by nobody else', async () => {
    const { status, body } = await create({ name: 'Sell-off', description: 'All at once', shocks: SHOCKS });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ name: 'Sell-off', description: 'All at once', category: 'custom', severity: 'moderate' },
      ...{ is_built_in: false, version: 1, shocks: SHOCKS },
    });
    const list = await app.get(URL, { as: ann });
    expect(list.body.scenarios.at(-1)).toEqual(body);
    expect((await app.get(`${URL}/${body.id}`, { as: ann })).body).toEqual(body);
    expect((await app.get(`${URL}/${body.id}`, { as: bob })).status).toBe(404);
    expect((await app.get(URL, { as: bob })).body.total).toBe(22);
  });

  it('are created once for one key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const [first, again] = [await create(undefined, key), await create(undefined, key)];
    expect(again.body).toEqual(first.body);
  });

  it('get a new version with every change, which only who has read the last one makes', async () => {
    const { body, headers } = await create();
    const etag = { 'if-match': String(headers.etag) };
    const at = `${URL}/${body.id}`;
    const edited = await app.call('PATCH', at, { as: ann, body: { name: 'Renamed' }, headers: etag });
    expect([edited.status, edited.body.version, edited.body.name, edited.body.shocks]).toEqual([
      200,
      2,
      'Renamed',
      SHOCKS,
    ]);
    const late = await app.call('PATCH', at, { as: ann, body: { name: 'Late' }, headers: etag });
    expect([late.status, late.body.code]).toEqual([412, 'version.stale']);
    const whole = { name: 'Whole', severity: 'extreme', shocks: { volatility_points: 20 } };
    const replaced = await app.call('PUT', at, { as: ann, body: whole });
    expect(replaced.body).toMatchObject({ ...whole, version: 3, description: '', category: 'custom' });
    expect((await app.call('DELETE', at, { as: ann, headers: etag })).status).toBe(412);
    expect((await app.call('DELETE', at, { as: ann })).status).toBe(204);
    expect((await app.get(at, { as: ann })).status).toBe(404);
  });

  it('keep every version, also when they are deleted', async () => {
    const { body } = await create({ name: 'First', shocks: SHOCKS });
    const at = `${URL}/${body.id}`;
    await app.call('PATCH', at, { as: ann, body: { name: 'Second' } });
    await app.call('PUT', at, { as: ann, body: { name: 'Third', shocks: { rates_bp: 25 } } });
    const kept = await app.get(`${at}/versions`, { as: ann });
    expect(kept.status).toBe(200);
    expect(kept.body).toMatchObject({ scenario_id: body.id, is_deleted: false, next_cursor: null });
    expect(kept.body.versions).toMatchObject([
      { version: 3, name: 'Third', shocks: { rates_bp: 25 } },
      { version: 2, name: 'Second', shocks: SHOCKS },
      { version: 1, name: 'First', shocks: SHOCKS },
    ]);
    const first = await app.get(`${at}/versions?limit=2`, { as: ann });
    expect(first.body.versions).toEqual(kept.body.versions.slice(0, 2));
    const rest = await app.get(`${at}/versions?limit=2&cursor=${first.body.next_cursor}`, { as: ann });
    expect(rest.body).toMatchObject({ versions: kept.body.versions.slice(2), next_cursor: null });
    await app.call('DELETE', at, { as: ann });
    const after = await app.get(`${at}/versions`, { as: ann });
    expect(after.body).toEqual({ ...kept.body, is_deleted: true });
  });

  it('have the versions of what is built in, and none of anybody else', async () => {
    const builtIn = await app.get(`${URL}/market_down_10/versions`, { as: bob });
    expect(builtIn.body).toMatchObject({ is_deleted: false, versions: [{ version: 1 }], next_cursor: null });
    const { body } = await create();
    const foreign = await app.get(`${URL}/${body.id}/versions`, { as: bob });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'stress_scenario.not_found']);
    expect((await app.get(`${URL}/${body.id}/versions`)).status).toBe(401);
    for (const query of ['limit=0', 'limit=201', 'cursor=x', 'page=2']) {
      expect((await app.get(`${URL}/${body.id}/versions?${query}`, { as: ann })).status).toBe(422);
    }
  });

  it('that are built in stay as they are', async () => {
    for (const [method, body] of [
      ['PUT', { name: 'Mine', shocks: SHOCKS }],
      ['PATCH', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await app.call(method, `${URL}/market_up_5`, { as: ann, body });
      expect([answer.status, answer.body.code]).toEqual([403, 'stress_scenario.built_in']);
    }
  });

  it('of another user are not there for writers either', async () => {
    const { body } = await create();
    const at = `${URL}/${body.id}`;
    expect((await app.call('PUT', at, { as: bob, body: { name: 'Mine', shocks: SHOCKS } })).status).toBe(404);
    expect((await app.call('PATCH', at, { as: bob, body: { name: 'Mine' } })).status).toBe(404);
    expect((await app.call('DELETE', at, { as: bob })).status).toBe(404);
    expect((await app.call('DELETE', at)).status).toBe(401);
    expect((await app.get(URL)).status).toBe(401);
  });

  it.each([
    [{ shocks: SHOCKS }, 'name'],
    [{ name: '', shocks: SHOCKS }, 'name'],
    [{ name: 'x' }, 'shocks'],
    [{ name: 'x', shocks: null }, 'shocks'],
    [{ name: 'x', shocks: 'all' }, 'shocks'],
    [{ name: 'x', shocks: {} }, 'shocks'],
    [{ name: 'x', shocks: { factors: { market: '-10%' } } }, 'shocks.factors.market'],
    [{ name: 'x', shocks: { volatility_points: 501 } }, 'shocks.volatility_points'],
    [{ name: 'x', shocks: { oil: 0.3 } }, 'shocks.oil'],
    [{ name: 'x', shocks: SHOCKS, severity: 'awful' }, 'severity'],
    [{ name: 'x', shocks: SHOCKS, version: 3 }, 'version'],
  ])('refuse %j by its field %s', async (body, field) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('refuse what is no id', async () => {
    const { status, body } = await app.get(`${URL}/no%20id`, { as: ann });
    expect([status, body.errors[0].code]).toEqual([422, 'is_scenario_id']);
  });
});
