import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('many target prices over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let base: string;

  const put = (url: string, body: unknown) => app.call('PUT', url, { as: ann, body });
  const list = async (query = '') => (await app.get(`${base}${query}`, { as: ann })).body;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    const book = await SeededPortfolio.create(app, ann);
    base = `/api/v1/target-prices/${book.id}`;
    await book.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await book.snapshot({ date: '2024-11-29', cash: 70_000, lots: [{ lot: 'aapl', price: 200 }] });
    await app.post(base, { as: ann, body: { symbol: 'AAPL', target_price_eoy: 240, downside_target_price: 150 } });
  });
  afterAll(() => app.close());

  it('creates many, with a result for each', async () => {
    const { status, body } = await app.post(`${base}/bulk`, {
      as: ann,
      body: {
        target_prices: [
          { symbol: 'msft', target_price_eoy: 500, current_price: 400 },
          { symbol: 'AAPL', target_price_eoy: 1 },
          { symbol: 'NOPRICE', target_price_eoy: 1 },
          { symbol: 'IBM', target_price_eoy: 'x' },
          { symbol: 'DUP', current_price: 1 },
          { symbol: 'dup', current_price: 2 },
        ],
      },
    });
    expect(status).toBe(200);
    expect(
      body.map((item: { index: number; status: string; errors: { code: string }[] }) => [
        item.index,
        item.status,
        item.errors[0]?.code ?? null,
      ]),
    ).toEqual([
      [0, 'created', null],
      [1, 'rejected', 'target_price.exists'],
      [2, 'rejected', 'target_price.no_price'],
      [3, 'rejected', 'is_decimal'],
      [4, 'rejected', 'target_price.repeated'],
      [5, 'rejected', 'target_price.repeated'],
    ]);
    expect(body[0]).toMatchObject({ symbol: 'MSFT', current_price: 400, expected_return_eoy: 25 });
    const tooMany = Array.from({ length: 501 }, (_, i) => ({ symbol: `S${i}`, current_price: 1 }));
    expect((await app.post(`${base}/bulk`, { as: ann, body: { target_prices: tooMany } })).body.errors[0].code).toBe(
      'too_large',
    );
  });

  it('updates many by symbol and side, in any case', async () => {
    const { status, body } = await put(`${base}/bulk-update`, {
      updates: [
        { symbol: 'msft', target_price_next_year: 600 },
        { symbol: 'tsla', target_price_eoy: 1 },
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ updated: 1, results: [{ status: 'updated' }, { status: 'rejected' }] });
    expect(body.errors).toEqual([
      'Item 1 (TSLA): There is no target price of TSLA (LONG) in this portfolio: create it.',
    ]);
    expect((await list('?symbol=MSFT'))[0]).toMatchObject({ target_price_eoy: 500, target_price_next_year: 600 });
  });

  it('imports a file row by row, and never makes up a price', async () => {
    const csv =
      'Symbol,position_type,target_eoy,target_next_year,downside,current_price\r\nNKE,LONG,100,120,,80\r\nZZZ,,5,,,\r\nmsft,LONG,510,,,\r\n';
    const first = await app.post(`${base}/import-csv`, { as: ann, body: { csv_content: csv } });
    expect(first.body).toMatchObject({ created: 1, updated: 0, total: 3 });
    expect(first.body.errors).toEqual([
      'Row 3 (ZZZ): No current price of ZZZ is known: give current_price.',
      'Row 4 (MSFT): There is a target price of MSFT (LONG) already: change that one.',
    ]);
    const second = await app.post(`${base}/import-csv`, { as: ann, body: { csv_content: csv, update_existing: true } });
    expect(second.body).toMatchObject({ created: 0, updated: 2 });
    // An empty cell leaves what is stored.
    expect((await list('?symbol=MSFT'))[0]).toMatchObject({ target_price_eoy: 510, target_price_next_year: 600 });
    const bad = await app.post(`${base}/import-csv`, { as: ann, body: { csv_content: 'name,price\nA,1' } });
    expect([bad.status, bad.body.errors[0].code]).toEqual([422, 'csv_unreadable']);
    const huge = await app.post(`${base}/import-csv`, { as: ann, body: { csv_content: 'x'.repeat(524_289) } });
    expect([huge.status, huge.body.errors[0].code]).toEqual([422, 'too_large']);
  });

  it('exports what can be imported elsewhere', async () => {
    const { body } = await app.post(`${base}/export`, { as: ann, body: { format: 'csv', include_metadata: true } });
    const other = await SeededPortfolio.create(app, ann);
    const imported = await app.post(`/api/v1/target-prices/${other.id}/import-csv`, {
      as: ann,
      body: { csv_content: body.csv },
    });
    const there = await list();
    expect(imported.body).toMatchObject({ created: there.length, errors: [] });
    const json = await app.post(`${base}/export`, { as: ann, body: { format: 'json' } });
    expect(json.body).toHaveLength(there.length);
    expect(json.body[0]).toEqual({
      symbol: 'AAPL',
      position_type: 'LONG',
      target_price_eoy: 240,
      target_price_next_year: null,
      downside_target_price: 150,
      current_price: 200,
    });
    expect((await app.post(`${base}/export`, { as: ann, body: { format: 'xlsx' } })).status).toBe(422);
  });
});
