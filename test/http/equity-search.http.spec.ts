import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { MARKET_SESSION, simulateMarket } from '../support/simulate-market.js';

interface Item {
  readonly symbol: string;
  readonly [field: string]: unknown;
}

describe('equity search', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;

  beforeAll(async () => {
    app = await TestApp.start();
    await simulateMarket(app);
    [alice, bob] = [await app.user(), await app.user()];
    await SeededPortfolio.create(app, alice, { price_dataset: 'simulated' });
    await SeededPortfolio.create(app, bob);
  });
  afterAll(() => app.close());

  const search = (query = '', as: TestUser | null = alice) => app.get(`/api/v1/equity-search${query}`, { as });
  const items = async (query: string): Promise<Item[]> => (await search(query)).body.items as Item[];
  const sumOf = async (
    table: string,
    column: string,
    symbol: string,
    frequency: string,
    count: number,
  ): Promise<number> => {
    const [row] = await app.sql<{ sum: number }>(
      'core',
      `SELECT sum(value)::float8 AS sum FROM (SELECT ${column} AS value FROM ${table} JOIN instruments ON id = instrument_id
        WHERE symbol = $1 AND frequency = $2 ORDER BY period_date DESC LIMIT $3) newest`,
      [symbol, frequency, count],
    );
    return row!.sum;
  };

  it('finds by the start of a symbol or a part of a name, signs of a pattern being plain letters', async () => {
    expect((await items('?query=aap')).map(({ symbol }) => symbol)).toEqual(['AAPL']);
    expect((await items('?query=chase')).map(({ symbol }) => symbol)).toEqual(['JPM']);
    expect(await items('?query=%25')).toEqual([]);
    expect(await items('?query=_')).toEqual([]);
  });

  it('answers every field of the contract, factor betas with the reason why there are none', async () => {
    const { body } = await search('?query=AAPL');
    const [apple] = body.items;
    expect(apple).toMatchObject({
      company_name: 'Apple Inc.',
      sector: 'Information Technology',
      industry: 'Consumer Electronics',
      period_label: 'TTM',
      factor_value: null,
      factor_low_vol: null,
      reasons: { factor_momentum: 'not-computed-yet' },
    });
    expect(body).toMatchObject({
      total_count: 1,
      filters_applied: { query: 'AAPL' },
      period: 'ttm',
      metrics_date: MARKET_SESSION,
    });
    const debt = await sumOf('balance_sheets', 'total_debt - cash_and_cash_equivalents', 'AAPL', 'q', 1);
    expect(apple.enterprise_value).toBeCloseTo(Number(apple.market_cap) + debt, -3);
  });

  it('takes the figures of each period from the statements of that period', async () => {
    const of = async (period: string) => (await items(`?query=AAPL&period=${period}`))[0]!;
    const [ttm, year, quarter, forward] = [
      await of('ttm'),
      await of('last_year'),
      await of('last_quarter'),
      await of('forward'),
    ];
    expect(ttm.revenue).toBe(await sumOf('income_statements', 'total_revenue', 'AAPL', 'q', 4));
    expect(ttm.fcf).toBe(await sumOf('cash_flows', 'operating_cash_flow + capital_expenditures', 'AAPL', 'q', 4));
    expect(year).toMatchObject({
      period_label: 'FY2023',
      ebit: await sumOf('income_statements', 'ebit', 'AAPL', 'a', 1),
    });
    expect(quarter).toMatchObject({
      period_label: 'Q3 2024',
      revenue: await sumOf('income_statements', 'total_revenue', 'AAPL', 'q', 1),
    });
    expect(quarter.ps_ratio).toBeCloseTo((quarter.market_cap as number) / (4 * (quarter.revenue as number)), 3);
    expect(forward).toMatchObject({
      period_label: 'FY2024E',
      ebit: null,
      fcf: null,
      revenue: expect.any(Number),
      pe_ratio: expect.any(Number),
    });
    for (const one of [ttm, year, quarter]) expect(one.pe_ratio).toBeGreaterThan(1);
  });

  it('sorts all of what it finds, not a page of it, with what is unknown last both ways', async () => {
    for (const order of ['asc', 'desc']) {
      const all = await items(`?sort_by=revenue&sort_order=${order}&limit=200`);
      const known = all.map(({ revenue }) => revenue).filter((value) => value !== null) as number[];
      const sign = order === 'asc' ? 1 : -1;
      expect(known).toEqual([...known].sort((a, b) => sign * (a - b)));
      expect(all.slice(0, known.length).every(({ revenue }) => revenue !== null)).toBe(true);
      const paged = [
        ...(await items(`?sort_by=revenue&sort_order=${order}&limit=40`)),
        ...(await items(`?sort_by=revenue&sort_order=${order}&limit=40&offset=40`)),
      ];
      expect(paged).toEqual(all);
    }
    const funds = (await items('?sort_by=revenue&limit=200'))
      .filter(({ revenue }) => revenue === null)
      .map(({ symbol }) => symbol);
    expect(funds).toEqual([...funds].sort());
    const unknown = (await items('?sort_by=factor_value&limit=200')).map(({ symbol }) => symbol);
    expect(unknown).toEqual([...unknown].sort());
  });

  it('counts all that is found on every page, beyond the last one too', async () => {
    const total = (await search('?limit=1')).body.total_count;
    expect(total).toBe(58);
    expect((await search('?limit=50&offset=50')).body).toMatchObject({ total_count: total });
    expect((await search('?offset=1000')).body).toMatchObject({ total_count: total, items: [] });
  });

  it('filters by sector, industry, size and valuation', async () => {
    const banks = await items('?industries=Banks - Diversified&sectors=Financials,Energy');
    expect(banks.map(({ symbol }) => symbol).sort()).toEqual(['C', 'JPM']);
    const large = await items('?min_market_cap=1000000000000&limit=200');
    expect(large.length).toBeGreaterThan(3);
    expect(large.every(({ market_cap }) => (market_cap as number) >= 1e12)).toBe(true);
    const cheap = await items('?max_pe_ratio=20&limit=200');
    expect(cheap.length).toBeGreaterThan(0);
    expect(cheap.every(({ pe_ratio }) => pe_ratio !== null && (pe_ratio as number) <= 20)).toBe(true);
  });

  it('lists what can be filtered by', async () => {
    const { body } = await app.get('/api/v1/equity-search/filters', { as: alice });
    expect(body.sectors).toContain('Health Care');
    expect(body.industries).toContain('Semiconductors');
    expect(body.market_cap_ranges).toHaveLength(5);
    expect(body.market_cap_ranges[0]).toEqual({ label: 'Mega cap', min_value: 200e9, max_value: null });
  });

  it('shows nothing simulated to who has a real portfolio', async () => {
    expect((await search('', bob)).body).toMatchObject({ items: [], total_count: 0, metrics_date: null });
    expect((await app.get('/api/v1/equity-search/filters', { as: bob })).body).toMatchObject({
      sectors: [],
      industries: [],
    });
  });

  it('is one statement, however much is found', async () => {
    const count = async (query: string) =>
      (await queriesOf(() => search(query))).filter((text) => text.includes('company_profiles'));
    expect(await count('?limit=1')).toHaveLength(1);
    expect(await count('?limit=200')).toHaveLength(1);
  });

  it('is for those who are signed in, within bounds', async () => {
    expect((await search('', null)).status).toBe(401);
    expect((await app.get('/api/v1/equity-search/filters')).status).toBe(401);
    const wrong = [
      'limit=0',
      'limit=201',
      'offset=-1',
      'sort_by=password',
      'sort_order=up',
      'period=month',
      'query=',
      'min_market_cap=-1',
      'min_pe_ratio=x',
    ];
    for (const query of [...wrong, 'min_pe_ratio=3&max_pe_ratio=2']) {
      expect(await search(`?${query}`), query).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    }
  });
});
