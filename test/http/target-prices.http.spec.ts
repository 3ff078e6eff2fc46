import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';

describe('target prices over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let book: SeededPortfolio;
  let base: string;
  let aaplLot: string;

  const create = (body: Record<string, unknown>, as = ann) => app.post(base, { as, body });
  const put = (url: string, body: unknown, as = ann) => app.call('PUT', url, { as, body });
  const targetUrl = (id: string) => `/api/v1/target-prices/target/${id}`;
  const list = async (query = '') => (await app.get(`${base}${query}`, { as: ann })).body;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    book = await SeededPortfolio.create(app, ann);
    base = `/api/v1/target-prices/${book.id}`;
    aaplLot = await book.lot('aapl-1', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await book.lot('aapl-2', { symbol: 'AAPL', quantity: 50, entryPrice: 150 });
    await book.lot('tsla', { symbol: 'TSLA', quantity: -20, entryPrice: 300 });
    await book.lot('call', {
      symbol: 'AAPL250117C00200000',
      quantity: 3,
      entryPrice: 5,
      type: 'LC',
      multiplier: 100,
      investmentClass: 'OPTIONS',
    });
    await book.lot('new', { symbol: 'UNPRICED', quantity: 1, entryPrice: 10 });
    await book.snapshot({
      date: TODAY,
      cash: 70_000,
      lots: [
        { lot: 'aapl-1', price: 200 },
        { lot: 'aapl-2', price: 200 },
        { lot: 'tsla', price: 250 },
        { lot: 'call', price: 10 },
        { lot: 'new', price: null },
      ],
    });
  });
  afterAll(() => app.close());

  it('says why there is nothing before the first target', async () => {
    const { body } = await app.get(`${base}/summary`, { as: ann });
    expect(body).toMatchObject({
      total_positions: 5,
      positions_with_targets: 0,
      coverage_percentage: 0,
      weighted_expected_return_eoy: null,
      target_prices: [],
      last_updated: null,
      reasons: { weighted_expected_return_eoy: 'insufficient-coverage' },
    });
    const snapshot = await app.get(`/api/v1/data/portfolio/${book.id}/snapshot`, { as: ann });
    expect(snapshot.body).toMatchObject({
      target_price_return_eoy: null,
      target_price_coverage_pct: 0,
      target_price_positions_count: 0,
      target_price_total_positions: 5,
      target_price_last_updated: null,
      reasons: { target_price_return_eoy: 'insufficient-coverage' },
    });
  });

  it('measures a target against the newest valuation, whatever current price is sent', async () => {
    const { status, body } = await create({
      symbol: 'aapl',
      target_price_eoy: 220,
      target_price_next_year: '250.5',
      downside_target_price: 150,
      current_price: 1,
      position_id: aaplLot,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      portfolio_id: book.id,
      position_id: aaplLot,
      symbol: 'AAPL',
      position_type: 'LONG',
      target_price_eoy: 220,
      target_price_next_year: 250.5,
      current_price: 200,
      expected_return_eoy: 10,
      expected_return_next_year: 25.25,
      downside_return: -25,
      target_upside_eoy_value: 3000,
      target_upside_next_year_value: 7575,
      target_downside_value: -7500,
      position_weight: 30.6091,
      contribution_to_portfolio_return: 3.0609,
      contribution_to_portfolio_risk: null,
      created_by: ann.id,
      reasons: { contribution_to_portfolio_risk: 'not-computed-yet' },
    });
    expect((await app.get(targetUrl(body.id), { as: ann })).body).toEqual(body);
  });

  it('flips the sign for shorts and counts the shares of a contract', async () => {
    const short = await create({ symbol: 'TSLA', position_type: 'short', target_price_eoy: 200 });
    expect(short.body).toMatchObject({
      expected_return_eoy: 20,
      target_upside_eoy_value: 1000,
      expected_return_next_year: null,
    });
    expect(short.body.reasons.expected_return_next_year).toBe('not-applicable');
    const call = await create({ symbol: 'AAPL 250117C00200000', position_type: 'LC', target_price_eoy: 15 });
    expect(call.body).toMatchObject({
      symbol: 'AAPL250117C00200000',
      expected_return_eoy: 50,
      target_upside_eoy_value: 1500,
    });
  });

  it('refuses what is there already, and what has no price', async () => {
    const again = await create({ symbol: 'AAPL', target_price_eoy: 1, current_price: 1 });
    expect([again.status, again.body.code]).toEqual([409, 'target_price.exists']);
    const unpriced = await create({ symbol: 'NOWHERE', target_price_eoy: 1 });
    expect([unpriced.status, unpriced.body.code, unpriced.body.errors[0].field]).toEqual([
      400,
      'target_price.no_price',
      'current_price',
    ]);
    expect((await create({ symbol: 'X', target_price_eoy: -1 })).status).toBe(422);
    expect((await create({ symbol: 'X', current_price: 0 })).status).toBe(422);
    expect((await create({ symbol: 'X', position_type: 'UP', current_price: 1 })).status).toBe(422);
    expect((await create({ current_price: 1 })).status).toBe(422);
  });

  it('takes no position of somebody else, and none of another symbol', async () => {
    const his = await SeededPortfolio.create(app, bob);
    const lot = await his.lot('x', { symbol: 'NFLX', quantity: 1, entryPrice: 1 });
    for (const position_id of [lot, randomUUID()]) {
      const { status, body } = await create({ symbol: 'NFLX', current_price: 1, position_id });
      expect([status, body.code]).toEqual([404, 'position.not_found']);
    }
    const other = await create({ symbol: 'NFLX', current_price: 1, position_id: aaplLot });
    expect([other.status, other.body.code]).toEqual([422, 'target_price.other_position']);
  });

  it('lists by symbol, and filters without regard to case', async () => {
    const symbols = async (query: string) => (await list(query)).map(({ symbol }: { symbol: string }) => symbol);
    expect(await symbols('')).toEqual(['AAPL', 'AAPL250117C00200000', 'TSLA']);
    expect(await symbols('?symbol=tsla')).toEqual(['TSLA']);
    expect(await symbols('?position_type=LC')).toEqual(['AAPL250117C00200000']);
  });

  it('sums up positions, not targets', async () => {
    await create({ symbol: 'NOTHELD', target_price_eoy: 2, current_price: 1 });
    const { body } = await app.get(`${base}/summary`, { as: ann });
    expect(body).toMatchObject({
      portfolio_id: book.id,
      portfolio_name: 'Growth',
      as_of: TODAY,
      total_positions: 5,
      positions_with_targets: 4,
      coverage_percentage: 80,
      target_upside_eoy_dollars: 5500,
      // 5500 of 30,000 + 5,000 + 3,000
      weighted_expected_return_eoy: 14.4737,
      weighted_expected_return_next_year: 25.25,
      weighted_downside_return: -25,
      expected_sharpe_ratio: null,
    });
    expect(body.target_prices).toHaveLength(4);
    const overview = await app.get(book.analytics('overview'), { as: ann });
    expect(overview.body.target_returns).toMatchObject({
      expected_return_eoy: 14.4737,
      coverage_pct: 80,
      positions_with_targets: 4,
      total_positions: 5,
    });
    const snapshot = await app.get(`/api/v1/data/portfolio/${book.id}/snapshot`, { as: ann });
    // Of a net asset value of 98,010
    expect(snapshot.body).toMatchObject({ target_price_return_eoy: 5.6117, target_price_coverage_pct: 80 });
  });

  it('changes what is sent, and takes away what is null', async () => {
    const [{ id }] = await list('?symbol=AAPL');
    const { status, body } = await put(targetUrl(id), { target_price_eoy: 240, target_price_next_year: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      target_price_eoy: 240,
      target_price_next_year: null,
      downside_target_price: 150,
      expected_return_eoy: 20,
    });
    expect((await put(targetUrl(id), { target_price_eoy: 'much' })).status).toBe(422);
    const notHeld = (await list('?symbol=NOTHELD'))[0];
    expect((await put(targetUrl(notHeld.id), { current_price: null })).body.code).toBe('target_price.no_price');
  });

  it('deletes for good', async () => {
    const [{ id }] = await list('?symbol=NOTHELD');
    const { status, body } = await app.call('DELETE', targetUrl(id), { as: ann });
    expect([status, body]).toEqual([200, { deleted: 1, errors: [] }]);
    expect((await app.call('DELETE', targetUrl(id), { as: ann })).body.code).toBe('target_price.not_found');
  });

  it('takes as many statements for many targets as for one', async () => {
    const small = await SeededPortfolio.create(app, ann);
    await app.post(`/api/v1/target-prices/${small.id}`, { as: ann, body: { symbol: 'A', current_price: 1 } });
    const statements = async (id: string) =>
      (await queriesOf(() => app.get(`/api/v1/target-prices/${id}`, { as: ann }))).length;
    expect(await statements(book.id)).toBe(await statements(small.id));
  });

  it('is not there for a stranger', async () => {
    const [{ id }] = await list();
    const answers = [
      await app.get(base, { as: bob }),
      await create({ symbol: 'A', current_price: 1 }, bob),
      await app.get(`${base}/summary`, { as: bob }),
      await app.post(`${base}/bulk`, { as: bob, body: { target_prices: [] } }),
      await put(`${base}/bulk-update`, { updates: [] }, bob),
      await app.post(`${base}/import-csv`, { as: bob, body: { csv_content: 'no header' } }),
      await app.post(`${base}/export`, { as: bob, body: {} }),
      await app.get(targetUrl(id), { as: bob }),
      await put(targetUrl(id), {}, bob),
      await app.call('DELETE', targetUrl(id), { as: bob }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await app.get(base)).status).toBe(401);
  });
});
