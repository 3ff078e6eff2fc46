import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let url: string;

beforeAll(async () => {
  app = await TestApp.start();
  [alice, bob] = [await app.user(), await app.user()];
  const body = { name: 'Growth', account_name: 'Growth', equity_balance: 100_000, opening_date: '2024-11-22' };
  const { id } = (await app.post('/api/v1/portfolios', { as: alice, body })).body;
  const book = (entry: Record<string, unknown>) =>
    app.post(`/api/v1/portfolios/${id}/transactions`, { as: alice, body: { fees: '1', ...entry } });
  await book({ kind: 'buy', trade_date: '2024-11-25', symbol: 'AAPL', quantity: '10', price: '200', notes: '=A1' });
  await book({ kind: 'sell', trade_date: '2024-11-27', symbol: 'AAPL', quantity: '4', price: '210' });
  url = `/api/v1/portfolios/${id}/exports`;
});
afterAll(() => app.close());

const make = (body: Record<string, unknown>, as: TestUser | null = alice) => app.post(url, { as, body });
const linesOf = (text: string) => parse<Record<string, string>>(text, { columns: true });

describe('exports', () => {
  it('are the ledger, oldest first, as a file to keep', async () => {
    const { status, text, headers } = await make({ export_type: 'trades' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="trades-\d{4}-\d\d-\d\d\.csv"$/);
    expect(linesOf(text).map(({ kind, amount, notes }) => [kind, amount, notes])).toEqual([
      ['deposit', '100000.00', 'Opening deposit'],
      ['buy', '-2001.00', "'=A1"],
      ['sell', '839.00', ''],
    ]);
  });

  it('are part of it, by day', async () => {
    const { text } = await make({ export_type: 'trades', from: '2024-11-26', to: '2024-11-28' });
    expect(linesOf(text).map(({ kind }) => kind)).toEqual(['sell']);
  });

  it('are the lots, as the API has them', async () => {
    const { status, body, headers } = await make({ export_type: 'portfolio', export_format: 'json' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject([{ symbol: 'AAPL', quantity: 6, entry_price: 200 }]);
    expect(linesOf((await make({ export_type: 'portfolio' })).text)).toMatchObject([{ symbol: 'AAPL', quantity: '6' }]);
  });

  it('are listed, newest first, page by page, with their hash', async () => {
    const { text } = await make({ export_type: 'trades', from: '2024-11-27' });
    const first = (await app.get(`${url}?limit=1`, { as: alice })).body;
    expect(first.items).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        portfolio_id: url.split('/')[4],
        export_type: 'trades',
        export_format: 'csv',
        file_name: expect.stringMatching(/^trades-/),
        file_size_bytes: Buffer.byteLength(text),
        row_count: 1,
        content_hash: createHash('sha256').update(text).digest('hex'),
        created_at: expect.any(String),
      },
    ]);
    const all = (await app.get(url, { as: alice })).body;
    const rest = (await app.get(`${url}?cursor=${first.next_cursor}`, { as: alice })).body;
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.next_cursor).toBeNull();
  });

  it.each([
    [{}, 'export_type'],
    [{ export_type: 'everything' }, 'export_type'],
    [{ export_type: 'trades', export_format: 'fix' }, 'export_format'],
    [{ export_type: 'trades', from: 'yesterday' }, 'from'],
    [{ export_type: 'trades', to: '2024-02-30' }, 'to'],
  ])('refuse %j, naming %s, and note nothing', async (body, field) => {
    const before = (await app.get(url, { as: alice })).body;
    const { status, body: problem } = await make(body);
    expect({ status, detail: problem.detail }).toEqual({ status: 422, detail: expect.stringContaining(field) });
    expect((await app.get(url, { as: alice })).body).toEqual(before);
  });

  it('refuse a cursor that nobody gave', async () => {
    expect(await app.get(`${url}?cursor=first`, { as: alice })).toMatchObject({ status: 422 });
  });

  it('are their owner’s alone', async () => {
    expect(await make({ export_type: 'trades' }, bob)).toMatchObject({ status: 404 });
    expect(await app.get(url, { as: bob })).toMatchObject({ status: 404 });
    expect(await make({ export_type: 'trades' }, null)).toMatchObject({ status: 401 });
    expect(await app.get(url, { as: null })).toMatchObject({ status: 401 });
  });
});
