import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PriceSources } from '../../src/core/market-data/price-source.registry.js';
import { TestApp } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { simulateMarket } from '../support/simulate-market.js';

describe('the simulated source of reference data', () => {
  let app: TestApp;
  const sql = <T extends object>(text: string, values: unknown[] = []) =>
    app.sql<T & Record<string, unknown>>('core', text, values);

  beforeAll(async () => {
    app = await TestApp.start();
    await simulateMarket(app);
  });
  afterAll(() => app.close());

  const extend = (to: string) => app.app.get(PriceSources, { strict: false }).extend(['simulated'], to);
  const rows = async () =>
    (
      await sql<{ n: number; last: string }>(
        `SELECT count(*)::int AS n, max(period_date)::text AS last FROM income_statements`,
      )
    )[0]!;

  it('has sector weights that sum to one, and holdings of the benchmark that agree with them', async () => {
    const [sum] = await sql(`SELECT sum(weight) = 1 AS whole, count(*)::int AS sectors FROM benchmarks_sector_weights`);
    expect(sum).toEqual({ whole: true, sectors: 11 });
    const differing = await sql(`
        SELECT weight.sector FROM benchmarks_sector_weights weight
         WHERE weight.weight <> (SELECT sum(holding.weight) FROM fund_holdings holding
                                  WHERE holding.instrument_id = weight.instrument_id AND holding.sector = weight.sector)`);
    expect(differing).toEqual([]);
    const [over] = await sql(
      `SELECT max(total) <= 1 AS ok FROM (SELECT sum(weight) AS total FROM fund_holdings GROUP BY instrument_id) sums`,
    );
    expect(over).toEqual({ ok: true });
  });

  it('writes a night once: again and an earlier session change nothing', async () => {
    const before = await sql(`SELECT * FROM company_profiles ORDER BY instrument_id, dataset`);
    const again = await queriesOf(() => extend('2024-12-02'));
    expect(again.filter((text) => text.includes('INSERT INTO company_profiles'))).toEqual([]);
    await extend('2024-11-29');
    expect(await sql(`SELECT * FROM company_profiles ORDER BY instrument_id, dataset`)).toEqual(before);
  });

  it('reports a quarter thirty days after its end, and values profiles at the close of the night', async () => {
    const before = await rows();
    await extend('2024-12-03');
    expect(await rows()).toEqual(before);
    const [apple] = await sql<{ fetched_at: Date }>(
      `SELECT fetched_at FROM company_profiles JOIN instruments ON instruments.id = instrument_id WHERE symbol = 'AAPL' AND dataset = 'simulated'`,
    );
    expect(apple!.fetched_at.toISOString()).toBe('2024-12-03T21:00:00.000Z');
    await extend('2025-01-30');
    expect((await rows()).last).toBe('2024-12-31');
  });
});
