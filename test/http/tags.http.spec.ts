import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECTOR_SOURCE, type SectorSource } from '../../src/core/tags/sector-source.js';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';

describe('tags over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolioId: string;
  const position: Record<string, string> = {};

  const create = (body: object, as = ann) => app.post('/api/v1/tags/', { as, body });
  const made = async (name: string): Promise<string> => (await create({ name })).body.id as string;
  const list = async (query = '', as = ann) => (await app.get(`/api/v1/tags/${query}`, { as })).body;
  const patch = (id: string, body: object) => app.call('PATCH', `/api/v1/tags/${id}`, { as: ann, body });
  const on = (symbol: string) => `/api/v1/positions/${position[symbol]}/tags`;
  const assign = (symbol: string, ids: string[]) => app.post(on(symbol), { as: ann, body: { tag_ids: ids } });
  const namesOn = async (symbol: string) =>
    (await app.get(on(symbol), { as: ann })).body.map(({ name }: { name: string }) => name);

  beforeAll(async () => {
    app = await TestApp.start();
    [ann, bob] = [await app.user(), await app.user()];
    const { body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: 'Growth', account_name: 'Main', equity_balance: 100000, opening_date: '2024-01-02' },
    });
    portfolioId = body.id;
    const shares = { quantity: 1, avg_cost: 10, position_type: 'LONG', investment_class: 'PUBLIC' };
    const symbols = ['AAPL', 'MSFT', 'XOM', 'MYST'];
    const bulk = await app.post('/api/v1/positions/bulk', {
      as: ann,
      body: { portfolio_id: portfolioId, positions: symbols.map((symbol) => ({ ...shares, symbol })) },
    });
    for (const one of bulk.body.positions as { id: string; symbol: string }[]) position[one.symbol] = one.id;
  });
  afterAll(() => app.close());

  it('offers ten to somebody who has none, and none to somebody who has', async () => {
    const first = await app.post('/api/v1/tags/defaults', { as: bob });
    expect([first.status, first.body.tags.length]).toEqual([200, 10]);
    const again = await app.post('/api/v1/tags/defaults', { as: bob });
    expect(again.body.tags).toHaveLength(10);
    expect((await list('', bob)).active_count).toBe(10);
  });

  it('creates a tag with the contract’s defaults', async () => {
    const { status, body, headers } = await create({ name: ' growth ' });
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/tags/${body.id as string}`);
    expect(body).toMatchObject({
      user_id: ann.id,
      name: 'growth',
      color: '#4A90E2',
      description: null,
      display_order: 0,
      usage_count: 0,
      position_count: 0,
      strategy_count: 0,
      is_archived: false,
      archived_at: null,
    });
    expect((await app.get(`/api/v1/tags/${body.id as string}`, { as: ann })).body).toEqual(body);
  });

  it.each([
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(51) }, 'name'],
    [{ name: 'red', color: 'red' }, 'color'],
    [{ name: 'far', display_order: -1 }, 'display_order'],
  ])('refuses %o', async (body, field) => {
    const answer = await create(body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });

  it('keeps names unique among active ones, whatever their capitals', async () => {
    await made('value');
    const twice = await create({ name: 'VALUE' });
    expect([twice.status, twice.body.code]).toEqual([409, 'tag.name_taken']);
    expect((await create({ name: 'value' }, bob)).status).toBe(201);
  });

  it('changes what is sent, and clears a description', async () => {
    const id = await made('quality');
    const changed = await patch(id, { name: 'Quality', color: '#abcdef', description: 'Moats' });
    expect(changed.body).toMatchObject({ name: 'Quality', color: '#ABCDEF', description: 'Moats' });
    expect((await patch(id, { description: null })).body).toMatchObject({ name: 'Quality', description: null });
    expect((await patch(id, { name: 'growth' })).status).toBe(409);
  });

  it('keeps assignments through archiving and restoring', async () => {
    const id = await made('core');
    await assign('AAPL', [id]);
    expect((await app.post(`/api/v1/tags/${id}/archive`, { as: ann })).status).toBe(200);
    expect(await namesOn('AAPL')).toEqual([]);
    expect((await list()).tags.map((tag: { id: string }) => tag.id)).not.toContain(id);
    const archived = (await list('?include_archived=true')).tags.find((tag: { id: string }) => tag.id === id);
    expect(archived).toMatchObject({ is_archived: true, archived_by: ann.id, position_count: 1 });
    const refused = await assign('MSFT', [id]);
    expect([refused.status, refused.body.code]).toEqual([409, 'tag.archived']);
    expect((await app.post(`/api/v1/tags/${id}/restore`, { as: ann })).status).toBe(200);
    expect(await namesOn('AAPL')).toEqual(['core']);
  });

  it('archives several of one name, and restores none over an active one', async () => {
    const first = await made('theme');
    await app.post(`/api/v1/tags/${first}/archive`, { as: ann });
    const second = await made('theme');
    const clash = await app.post(`/api/v1/tags/${first}/restore`, { as: ann });
    expect([clash.status, clash.body.code]).toEqual([409, 'tag.name_taken']);
    expect((await app.post(`/api/v1/tags/${second}/archive`, { as: ann })).status).toBe(200);
  });

  it('orders and changes several at once, or none', async () => {
    const ids = [await made('one'), await made('two')];
    const reordered = await app.post('/api/v1/tags/reorder', { as: ann, body: { tag_ids: [ids[1], ids[0]] } });
    expect(reordered.status).toBe(200);
    const orders = async () =>
      (await list()).tags
        .filter((tag: { id: string }) => ids.includes(tag.id))
        .map(({ name, display_order }: { name: string; display_order: number }) => [name, display_order]);
    expect(await orders()).toEqual([
      ['two', 0],
      ['one', 1],
    ]);
    const batch = (updates: object[]) => app.post('/api/v1/tags/batch-update', { as: ann, body: { updates } });
    const foreign = await batch([
      { id: ids[0], name: 'uno' },
      { id: randomUUID(), name: 'nobody' },
    ]);
    expect(foreign.status).toBe(404);
    const clash = await batch([
      { id: ids[0], name: 'uno' },
      { id: ids[1], name: 'growth' },
    ]);
    expect(clash.status).toBe(409);
    expect(await orders()).toEqual([
      ['two', 0],
      ['one', 1],
    ]);
    expect((await batch([{ id: ids[0], name: 'uno' }])).body.tags).toMatchObject([{ id: ids[0], name: 'uno' }]);
    expect((await batch([{ id: ids[0], colour: '#000000' }])).status).toBe(422);
  });

  it('puts tags on a position, replaces them and takes them off', async () => {
    const [a, b] = [await made('alpha'), await made('beta')];
    expect((await assign('MSFT', [a])).body).toMatchObject({ assigned_count: 1, tag_ids: [a] });
    expect((await assign('MSFT', [a, b])).body).toMatchObject({ assigned_count: 1, tag_ids: [b] });
    expect((await app.get(on('MSFT'), { as: ann })).body[0]).toEqual({
      id: a,
      name: 'alpha',
      color: '#4A90E2',
      description: null,
    });
    const replaced = await app.call('PATCH', on('MSFT'), { as: ann, body: { tag_ids: [b] } });
    expect([replaced.status, replaced.body.assigned_count]).toEqual([200, 0]);
    expect(await namesOn('MSFT')).toEqual(['beta']);
    await assign('MSFT', [a]);
    const off = await app.call('DELETE', `${on('MSFT')}?tag_ids=${a}&tag_ids=${b}`, { as: ann });
    expect([off.status, off.body.removed_count]).toEqual([200, 2]);
    await assign('MSFT', [a]);
    const posted = await app.post(`${on('MSFT')}/remove`, { as: ann, body: { tag_ids: [a, b] } });
    expect(posted.body.removed_count).toBe(1);
    expect((await app.call('DELETE', on('MSFT'), { as: ann })).status).toBe(422);
  });

  it('lists the positions of a tag in one portfolio or in all', async () => {
    const id = await made('listed');
    await assign('AAPL', [id]);
    await assign('XOM', [id]);
    const { body } = await app.get(`/api/v1/tags/${id}/positions`, { as: ann });
    expect(body).toMatchObject({ tag_id: id, tag_name: 'listed', total: 2 });
    expect(body.positions).toMatchObject([
      { id: position.AAPL, symbol: 'AAPL', position_type: 'LONG', quantity: 1, portfolio_id: portfolioId },
      { symbol: 'XOM' },
    ]);
    const url = `/api/v1/tags/${id}/positions?portfolio_id=`;
    expect((await app.get(url + portfolioId, { as: ann })).body.total).toBe(2);
    expect((await app.get(url + randomUUID(), { as: ann })).status).toBe(404);
  });

  it('shows tags on holdings and on position details, without a statement more', async () => {
    const id = await made('shown');
    const complete = `/api/v1/data/portfolio/${portfolioId}/complete`;
    const details = `/api/v1/data/positions/details?portfolio_id=${portfolioId}`;
    const read = () => Promise.all([app.get(complete, { as: ann }), app.get(details, { as: ann })]);
    const before = await queriesOf(read);
    await assign('XOM', [id]);
    await assign('MYST', [id]);
    expect((await queriesOf(read)).length).toBe(before.length);
    const [whole, detail] = await read();
    const tagsOf = (rows: { symbol: string; tags: { name: string }[] }[], symbol: string) =>
      rows.find((row) => row.symbol === symbol)!.tags.map(({ name }) => name);
    expect(tagsOf(whole.body.holdings, 'MYST')).toEqual(['shown']);
    expect(tagsOf(detail.body.positions, 'MYST')).toEqual(['shown']);
    expect(detail.body.positions.find((row: { symbol: string }) => row.symbol === 'MYST').tags).toEqual([
      { id, name: 'shown', color: '#4A90E2', description: null },
    ]);
  });

  it('counts with one statement, however many tags there are', async () => {
    const read = () => list('?include_archived=true');
    const before = await queriesOf(read);
    for (const name of ['n1', 'n2', 'n3']) await assign('AAPL', [await made(name)]);
    expect((await queriesOf(read)).length).toBe(before.length);
    const uncounted = (await list('?include_usage_stats=false')).tags[0];
    expect([uncounted.usage_count, uncounted.position_count]).toEqual([null, null]);
  });

  it('goes with its position, and survives a correction of it', async () => {
    const id = await made('sticky');
    await assign('MYST', [id]);
    await app.call('PUT', `/api/v1/positions/${position.MYST}`, { as: ann, body: { quantity: 3 } });
    expect(await namesOn('MYST')).toContain('sticky');
    const gone = position.MYST!;
    await app.call('DELETE', `/api/v1/positions/${gone}`, { as: ann });
    expect(await app.sql('core', 'SELECT FROM position_tags WHERE position_id = $1', [gone])).toEqual([]);
  });

  it('tags positions by sector, once, and passes over those without', async () => {
    const restore = (query = '', body: object = { portfolio_id: portfolioId }) =>
      app.post(`/api/v1/data/positions/restore-sector-tags${query}`, { as: ann, body });
    expect((await restore()).body).toMatchObject({ success: true, positions_tagged: 0, positions_skipped: 3 });
    const source = app.app.get<SectorSource>(SECTOR_SOURCE, { strict: false });
    const sectors = new Map([
      ['AAPL', 'Technology'],
      ['MSFT', 'Technology'],
    ]);
    Object.assign(source, { sectorsOf: () => Promise.resolve(sectors) });
    const first = await restore(`?portfolio_id=${portfolioId}`, {});
    expect(first.body).toMatchObject({
      portfolio_id: portfolioId,
      portfolio_name: 'Growth',
      positions_tagged: 2,
      positions_kept: 0,
      positions_skipped: 1,
      tags_created: 1,
      tags_applied: [{ tag_name: 'Technology', position_count: 2 }],
    });
    expect(await namesOn('MSFT')).toEqual(['Technology']);
    expect((await restore()).body).toMatchObject({ positions_tagged: 0, positions_kept: 2, tags_created: 0 });
    expect((await restore('', {})).status).toBe(422);
    expect((await restore('', { portfolio_id: randomUUID() })).status).toBe(404);
  });

  it('tags positions by sector for an administrator as well, in one portfolio or in all, and a second time nothing changes', async () => {
    const path = '/api/v1/admin/batch/restore-sector-tags';
    const admin = await app.user({ role: 'admin' });
    const restore = (body: object = {}, as = admin) => app.post(path, { as, body });
    await app.sql('core', 'DELETE FROM position_tags');
    const { status, body } = await restore({ portfolio_id: portfolioId });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ status: 'completed', portfolio_id: portfolioId, portfolio_name: 'Growth', portfolios_processed: 1 },
      ...{ positions_tagged: 2, positions_kept: 0, tags_created: 0, triggered_by: admin.email },
      tags_applied: [{ tag_name: 'Technology', position_count: 2 }],
    });
    const { body: all } = await restore();
    expect(all).toMatchObject({ portfolio_id: null, portfolio_name: null, positions_tagged: 0, tags_applied: [] });
    expect(all.positions_kept).toBeGreaterThanOrEqual(2);
    expect(all.portfolios_processed).toBe(all.total_portfolios);
    const owners = await app.sql('core', `SELECT DISTINCT user_id FROM tags WHERE name = 'Technology'`);
    expect(owners).toEqual([{ user_id: ann.id }]);
    const refused = [
      await restore({ portfolio_id: portfolioId }, ann),
      await app.post(path, { body: {} }),
      await restore({ portfolio_id: randomUUID() }),
      await restore({ portfolio_id: 'mine' }),
    ];
    expect(refused.map((one) => one.status)).toEqual([403, 401, 404, 422]);
  });

  it('is not there for anybody else, nor for nobody', async () => {
    const id = await made('hers');
    const { body: his } = await create({ name: 'his' }, bob);
    const calls = [
      await app.get(`/api/v1/tags/${id}`, { as: bob }),
      await app.call('PATCH', `/api/v1/tags/${id}`, { as: bob, body: { name: 'mine' } }),
      await app.post(`/api/v1/tags/${id}/archive`, { as: bob }),
      await app.post('/api/v1/tags/reorder', { as: bob, body: { tag_ids: [id] } }),
      await app.post(on('AAPL'), { as: bob, body: { tag_ids: [his.id] } }),
      await assign('AAPL', [his.id]),
      await app.post(`${on('AAPL')}/remove`, { as: ann, body: { tag_ids: [his.id] } }),
    ];
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 404));
    expect((await app.get('/api/v1/tags')).status).toBe(401);
    expect((await app.get(on('AAPL'))).status).toBe(401);
  });
});
