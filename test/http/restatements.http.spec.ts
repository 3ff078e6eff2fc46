import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { PriceImportService } from '../../src/core/market-data/price-import.service.js';
import { TestApp, type TestUser } from '../support/app.js';

/** A price of the second of three sessions is corrected after all were computed. */
const LINES = ['AAA,2024-11-25,100', 'AAA,2024-11-26,110', 'AAA,2024-11-27,120'];
const CORRECTED = 'AAA,2024-11-26,115';

describe('restatements', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let admin: TestUser;
  let folder: string;
  let url: string;
  let run: string;

  async function prices(...lines: string[]): Promise<void> {
    const file = join(folder, 'prices.csv');
    await writeFile(file, ['symbol,date,close', ...lines].join('\n'));
    await app.app.get(PriceImportService, { strict: false }).importFile(file, 'raw');
  }

  async function night(): Promise<string> {
    const id = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test');
    expect(await app.app.get(BatchRunner, { strict: false }).execute(id, 'test')).not.toBeNull();
    return id;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sgr-'));
    app = await TestApp.start({ now: '2024-11-27T23:30:00Z', env: { PRICE_DATASET: 'csv' } });
    [alice, bob, admin] = [await app.user(), await app.user(), await app.user({ role: 'admin' })];
    const body = { name: 'Growth', account_name: 'Growth', equity_balance: 10_000, opening_date: '2024-11-25' };
    const { id } = (await app.post('/api/v1/portfolios', { as: alice, body })).body;
    const buy = { kind: 'buy', trade_date: '2024-11-25', symbol: 'AAA', quantity: '10', price: '100' };
    await app.post(`/api/v1/portfolios/${id}/transactions`, { as: alice, body: buy });
    url = `/api/v1/portfolios/${id}/restatements`;
    await prices(...LINES);
    await night();
    expect((await app.get(url, { as: alice })).body).toEqual({ items: [], next_cursor: null });
    await prices(CORRECTED);
    run = await night();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('list which figures of which session moved, from what to what, and why', async () => {
    const { status, body } = await app.get(url, { as: alice });
    expect(status).toBe(200);
    const moved = body.items.find(({ date }: { date: string }) => date === '2024-11-26');
    expect(moved).toMatchObject({
      portfolio_id: url.split('/')[4],
      batch_run_id: run,
      has_new_transactions: false,
      causes_total: 1,
    });
    expect(moved.causes).toMatchObject([
      { symbol: 'AAA', date: '2024-11-26', dataset: 'csv', old_close: '110', new_close: '115' },
    ]);
    const value = moved.figures.find(({ figure }: { figure: string }) => figure === 'net_asset_value');
    expect([Number(value.from), Number(value.to)]).toEqual([10_100, 10_150]);
  });

  it('come page by page, each once, with the next page in the Link header', async () => {
    const all = (await app.get(url, { as: alice })).body.items as unknown[];
    const seen: unknown[] = [];
    let next: string | undefined = `${url}?limit=1`;
    while (next !== undefined) {
      const { body, headers } = await app.get(next, { as: alice });
      seen.push(...(body.items as unknown[]));
      expect(headers.link === undefined).toBe(body.next_cursor === null);
      next = /^<(.+)>; rel="next"$/.exec(String(headers.link))?.[1];
    }
    expect(all.length).toBeGreaterThan(1);
    expect(seen).toEqual(all);
  });

  it('are told to administrators with the run that made them', async () => {
    const { body } = await app.get(`/api/v1/admin/batch/history/${run}`, { as: admin });
    expect(body.restatements_total).toBe((await app.get(url, { as: alice })).body.items.length);
    expect(body.restatements[0]).toMatchObject({ batch_run_id: run });
  });

  it('refuse a limit and a cursor that are none, by name', async () => {
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['cursor=x', 'cursor'],
    ] as const) {
      const { status, body } = await app.get(`${url}?${query}`, { as: alice });
      expect({ query, status, detail: body.detail }).toEqual({
        query,
        status: 422,
        detail: expect.stringContaining(field),
      });
    }
  });

  it('are their owner’s alone', async () => {
    expect(await app.get(url, { as: bob })).toMatchObject({ status: 404, body: { code: 'portfolio.not_found' } });
    expect(await app.get(url, { as: null })).toMatchObject({ status: 401 });
  });
});
