import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { simulateMarket } from '../support/simulate-market.js';

/** What of the answer is a figure that the dataset alone says. */
const REAL_CAP = 3_000_000_000_000;

describe('reference data over HTTP', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let demo: SeededPortfolio;
  const ids: Record<string, string> = {};
  const as = (user: TestUser | null) => ({ as: user });
  const profiles = (query: string, user: TestUser | null = alice) =>
    app.get(`/api/v1/data/company-profiles?${query}`, as(user));
  const sql = <T extends object>(text: string, values: unknown[] = []) =>
    app.sql<T & Record<string, unknown>>('core', text, values);

  beforeAll(async () => {
    app = await TestApp.start();
    await simulateMarket(app);
    [alice, bob] = [await app.user(), await app.user()];
    demo = await SeededPortfolio.create(app, alice, { account_name: 'Demo', price_dataset: 'simulated' });
    ids.aapl = await demo.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
    ids.house = await demo.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 5, investmentClass: 'PRIVATE' });
    const real = await SeededPortfolio.create(app, bob, { account_name: 'Real' });
    ids.real = await real.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
    await sql(
      `INSERT INTO company_profiles (instrument_id, dataset, company_name, sector, is_etf, is_fund, currency, market_cap, fetched_at)
       SELECT id, dataset, 'Apple as fetched', 'Information Technology', false, false, 'USD', cap, '2024-12-01'
         FROM instruments, (VALUES ('yahoo', ${REAL_CAP}), ('fmp', 1)) AS given (dataset, cap) WHERE symbol = 'AAPL'`,
    );
  });
  afterAll(() => app.close());

  describe('company profiles', () => {
    it('have every field of the contract, of symbols in any case', async () => {
      const { status, body } = await profiles('symbols=aapl,SPY,nope');
      expect(status).toBe(200);
      expect(body.profiles.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['AAPL', 'SPY']);
      expect(Object.keys(body.profiles[0])).toHaveLength(76);
      expect(body.profiles[0]).toMatchObject({
        company_name: 'Apple Inc.',
        sector: 'Information Technology',
        industry: 'Consumer Electronics',
        is_etf: false,
        data_source: 'simulated',
        market_cap: expect.any(Number),
        current_year_earnings_avg: expect.any(Number),
        current_quarter_eps_avg: expect.any(Number),
        next_quarter_target_period_date: '2025-03-31',
        current_year_end_date: '2024-12-31',
        next_earnings_date: '2025-01-30',
        ceo: null,
      });
      expect(body.profiles[1]).toMatchObject({ is_etf: true, sector: null, pe_ratio: null, beta: 1 });
      expect(body.meta).toMatchObject({
        query_type: 'symbols',
        requested_symbols: ['AAPL', 'SPY', 'NOPE'],
        returned_profiles: 2,
        missing_profiles: ['NOPE'],
        as_of: '2024-12-02T21:00:00.000Z',
      });
    });

    it('are of positions and of a portfolio too, private assets having none', async () => {
      const { body } = await profiles(`position_ids=${ids.aapl},${ids.house}&fields=symbol,sector`);
      expect(body).toMatchObject({
        profiles: [{ symbol: 'AAPL', sector: 'Information Technology' }],
        meta: {
          query_type: 'positions',
          missing_profiles: ['HOUSE'],
          position_symbol_map: { [ids.aapl!]: 'AAPL', [ids.house!]: 'HOUSE' },
          fields_requested: ['symbol', 'sector'],
        },
      });
      expect(Object.keys(body.profiles[0])).toEqual(['symbol', 'sector']);
      const whole = await profiles(`portfolio_id=${demo.id}`);
      expect(whole.body.meta).toMatchObject({ query_type: 'portfolio', portfolio_id: demo.id, returned_profiles: 1 });
    });

    it('are for those who are signed in, and of their own portfolios', async () => {
      expect((await profiles('symbols=AAPL', null)).status).toBe(401);
      expect(await profiles(`portfolio_id=${demo.id}`, bob)).toMatchObject({
        status: 404,
        body: { code: 'portfolio.not_found' },
      });
      expect(await profiles(`position_ids=${ids.aapl}`, bob)).toMatchObject({
        status: 404,
        body: { code: 'position.not_found' },
      });
    });

    it('name the fault of a query', async () => {
      const wrong = [
        '',
        'symbols=',
        `symbols=AAPL&portfolio_id=${demo.id}`,
        'symbols=A%00B',
        'symbols=AAPL&fields=password',
        'position_ids=7',
      ];
      for (const query of wrong) {
        expect(await profiles(query), query).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
      }
      const many = Array.from({ length: 501 }, (_, i) => `S${i}`).join(',');
      expect((await profiles(`symbols=${many}`)).status).toBe(422);
    });

    it('take as many statements for ten positions as for five hundred', async () => {
      const [few, many] = [
        await SeededPortfolio.create(app, alice, { price_dataset: 'simulated' }),
        await SeededPortfolio.create(app, alice, { price_dataset: 'simulated' }),
      ];
      await few.manyLots(10, '2024-11-29');
      await many.manyLots(500, '2024-11-29');
      const count = async (id: string) => (await queriesOf(() => profiles(`portfolio_id=${id}`))).length;
      expect(await count(many.id)).toBe(await count(few.id));
    });
  });

  describe('the dataset that answers', () => {
    it('is a real one for who has a real portfolio, never spliced', async () => {
      const { body } = await profiles('symbols=AAPL,MSFT', bob);
      expect(body.profiles).toMatchObject([
        {
          company_name: 'Apple as fetched',
          market_cap: REAL_CAP,
          data_source: 'yahoo',
          pe_ratio: null,
          current_year_revenue_avg: null,
        },
      ]);
      expect(body.meta.missing_profiles).toEqual(['MSFT']);
    });

    it('is the own one of the real portfolio that holds the symbol', async () => {
      await sql(`UPDATE portfolios SET price_dataset = 'fmp' WHERE user_id = $1`, [bob.id]);
      expect((await profiles('symbols=AAPL', bob)).body.profiles).toMatchObject([{ data_source: 'fmp' }]);
      await sql(`UPDATE portfolios SET price_dataset = 'csv' WHERE user_id = $1`, [bob.id]);
    });

    it('is a real one for bare symbols as soon as one portfolio is real, but the portfolio’s own for a demo portfolio', async () => {
      const carol = await app.user();
      const made = await SeededPortfolio.create(app, carol, { price_dataset: 'simulated' });
      await made.lot('aapl', { symbol: 'AAPL', quantity: 1, entryPrice: 1 });
      expect((await profiles('symbols=AAPL', carol)).body.profiles).toMatchObject([{ data_source: 'simulated' }]);
      await SeededPortfolio.create(app, carol);
      expect((await profiles('symbols=AAPL', carol)).body.profiles).toMatchObject([{ data_source: 'yahoo' }]);
      expect((await profiles(`portfolio_id=${made.id}`, carol)).body.profiles).toMatchObject([
        { data_source: 'simulated' },
      ]);
    });

    it('is the simulated one for who has no portfolio where databases are embedded', async () => {
      const simulated = app.databases.mode === 'embedded';
      const { body } = await profiles('symbols=AAPL', await app.user());
      expect(body.profiles).toMatchObject([{ data_source: simulated ? 'simulated' : 'yahoo' }]);
    });
  });

  describe('fundamentals', () => {
    const statement = (name: string, query = '', symbol = 'AAPL', user: TestUser | null = alice) =>
      app.get(`/api/v1/fundamentals/${symbol}/${name}${query}`, as(user));
    const money = (text: string) => new Decimal(text);

    it('are quarters, newest first, as decimals in text', async () => {
      const { body } = await statement('income-statement', '', 'aapl');
      expect(body).toMatchObject({
        symbol: 'AAPL',
        frequency: 'q',
        currency: 'USD',
        periods_returned: 4,
        data_source: 'simulated',
      });
      expect(body.periods.map(({ period_date }: { period_date: string }) => period_date)).toEqual([
        '2024-09-30',
        '2024-06-30',
        '2024-03-31',
        '2023-12-31',
      ]);
      const [first] = body.periods;
      expect(first).toMatchObject({
        fiscal_year: 2024,
        fiscal_quarter: 3,
        basic_average_shares: expect.any(Number),
        diluted_eps: expect.stringMatching(/^\d+\.\d+$/),
      });
      expect(money(first.gross_margin).toNumber()).toBeCloseTo(
        money(first.gross_profit).div(first.total_revenue).toNumber(),
        5,
      );
    });

    it('are eight quarters and four years at most here, and a year is the sum of its quarters', async () => {
      expect((await statement('cash-flow', '?periods=20')).body.periods_returned).toBe(8);
      const years = (await statement('income-statement', '?periods=20&frequency=a')).body.periods;
      expect(
        years.map((year: { fiscal_year: number; fiscal_quarter: null }) => [year.fiscal_year, year.fiscal_quarter]),
      ).toEqual([2023, 2022, 2021, 2020].map((year) => [year, null]));
      const quarters = (await statement('income-statement', '?periods=20')).body.periods.filter(
        ({ fiscal_year }: { fiscal_year: number }) => fiscal_year === 2023,
      );
      const sum = quarters.reduce(
        (all: Decimal, { net_income }: { net_income: string }) => all.plus(net_income),
        money('0'),
      );
      expect(quarters).toHaveLength(4);
      expect(years[0].net_income).toBe(sum.toFixed());
    });

    it('balance, and the cash of a period follows from that before it', async () => {
      for (const frequency of ['q', 'a']) {
        const sheets = (await statement('balance-sheet', `?periods=8&frequency=${frequency}`)).body.periods;
        const flows = (await statement('cash-flow', `?periods=8&frequency=${frequency}`)).body.periods;
        for (const i of [...Array(Number(sheets.length)).keys()]) {
          const sheet = sheets[i];
          expect(sheet.total_assets).toBe(
            money(sheet.total_liabilities).plus(sheet.total_stockholders_equity).toFixed(),
          );
          const end = money(flows[i].beginning_cash_position).plus(flows[i].net_change_in_cash);
          expect(sheet.cash_and_cash_equivalents).toBe(end.toFixed());
          if (sheets[i + 1]) expect(flows[i].beginning_cash_position).toBe(sheets[i + 1].cash_and_cash_equivalents);
          expect(money(flows[i].free_cash_flow)).toEqual(
            money(flows[i].operating_cash_flow).plus(flows[i].capital_expenditures),
          );
          expect(Number(sheet.book_value_per_share)).toBeGreaterThan(0);
        }
      }
    });

    it('have estimates of two quarters and two years', async () => {
      const { body } = await statement('analyst-estimates');
      expect(Object.keys(body.estimates as object)).toHaveLength(32);
      expect(body.estimates).toMatchObject({
        current_quarter_end_date: '2024-12-31',
        next_quarter_eps_avg: expect.any(String),
        current_quarter_analyst_count: expect.any(Number),
        next_year_revenue_growth: expect.any(String),
        next_year_end_date: '2025-12-31',
      });
    });

    it('are for those who are signed in, 404 where there are none, 422 beyond the bounds', async () => {
      for (const name of ['income-statement', 'balance-sheet', 'cash-flow', 'analyst-estimates']) {
        expect((await statement(name, '', 'AAPL', null)).status).toBe(401);
        for (const symbol of ['SPY', 'NOPE'])
          expect(await statement(name, '', symbol)).toMatchObject({
            status: 404,
            body: { code: 'fundamentals.not_found' },
          });
        expect((await statement(name, '', 'AAPL', bob)).status, 'nothing real is known').toBe(404);
        expect((await statement(name, '', 'A%20B')).status).toBe(422);
      }
      for (const query of ['?periods=0', '?periods=21', '?periods=x', '?frequency=Q']) {
        expect(await statement('balance-sheet', query), query).toMatchObject({ status: 422 });
      }
    });

    it('take one statement to read', async () => {
      const statements = await queriesOf(() => statement('balance-sheet'));
      expect(statements.filter((text) => text.includes('balance_sheets'))).toHaveLength(1);
    });
  });
});
