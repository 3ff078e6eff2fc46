import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brokerFile, ImportBench, table } from '../support/import-holdings.js';
import { tableHashes } from '../support/table-hash.js';

const DERIVED = ['positions', 'position_realized_events'];

describe('imports of holdings over HTTP', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await ImportBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.newPortfolio());

  describe('books', () => {
    it('positions of Schwab at the cost of the file, and its cash', async () => {
      const { status, body, headers } = await bench.send(brokerFile('schwab.csv'));
      expect(status).toBe(201);
      expect(headers.location).toBe(`/api/v1/portfolios/${bench.portfolioId}/imports/${body.import_id}`);
      expect(body).toMatchObject({
        dry_run: false,
        importable: true,
        preset: 'schwab',
        account: 'Individual ...417',
        as_of_date: '2024-11-29',
        rows: 6,
        ledger_lines: { buy: 3, short: 2, deposit: 1 },
        problems: [],
      });
      expect(body.holdings[0]).toEqual({
        row: 4,
        symbol: 'AAPL',
        investment_class: 'PUBLIC',
        quantity: '120',
        entry_price: '152.880583',
        entry_date: '2024-11-29',
        multiplier: 1,
        cost: '18345.67',
      });
      const day = '2024-11-29';
      expect(await bench.lots()).toEqual([
        { symbol: 'AAPL', type: 'LONG', quantity: 120, day, cost: 18345.67 },
        { symbol: 'AAPL250117C00250000', type: 'SC', quantity: -2, day, cost: -1210.66 },
        { symbol: 'BRK.B', type: 'LONG', quantity: 15.5, day, cost: 5120.33 },
        { symbol: 'SCHD', type: 'LONG', quantity: 1000.12345678, day, cost: 26004.11 },
        { symbol: 'TSLA', type: 'SHORT', quantity: -25, day, cost: -5388.75 },
      ]);
      expect(await bench.cash('2024-11-29')).toBeCloseTo(5012.34, 6);
      expect(body.cash).toMatchObject({ in_file: '5012.34', before: '0', after: '5012.34' });
    });

    it('the lots of Interactive Brokers on their days, paid by a deposit on the first of them', async () => {
      expect((await bench.send(brokerFile('ibkr-statement.csv'))).status).toBe(201);
      expect(await bench.lots()).toEqual([
        { symbol: 'AAPL', type: 'LONG', quantity: 100, day: '2023-01-05', cost: 12537 },
        { symbol: 'AAPL', type: 'LONG', quantity: 50, day: '2024-08-06', cost: 11525 },
        { symbol: 'AAPL250117C00150000', type: 'SC', quantity: -4, day: '2024-11-29', cost: -2449.36 },
        { symbol: 'BRK.B', type: 'LONG', quantity: 12, day: '2024-11-29', cost: 4214.48 },
      ]);
      expect(await bench.cash()).toBeCloseTo(8123.456, 6);
      const deposits = await bench.app.sql(
        'core',
        "SELECT trade_date::text AS day, source FROM transactions WHERE kind = 'deposit'",
      );
      expect(deposits).toEqual([{ day: '2023-01-05', source: 'import' }]);
    });

    it('activities of Ghostfolio as ledger lines of their kinds', async () => {
      const { status, body } = await bench.send(brokerFile('ghostfolio.json'), {}, { name: 'ghostfolio.json' });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        preset: 'ghostfolio',
        ledger_lines: { buy: 2, mark: 1, dividend: 1, fee: 1, interest: 1, sell: 1, deposit: 1 },
        problems: [{ row: 7, rule: 'liability', severity: 'warning' }],
      });
      const entries = await bench.app.sql(
        'core',
        `SELECT kind, trade_date::text AS day, amount::float AS amount FROM transactions
          WHERE portfolio_id = $1 AND kind <> 'deposit' ORDER BY trade_date, sequence`,
        [bench.portfolioId],
      );
      expect(entries).toEqual([
        { kind: 'buy', day: '2023-02-01', amount: -8014.95 },
        { kind: 'buy', day: '2023-05-15', amount: -180000 },
        { kind: 'mark', day: '2023-05-15', amount: 0 },
        { kind: 'dividend', day: '2023-06-27', amount: 34 },
        { kind: 'fee', day: '2023-12-29', amount: -12 },
        { kind: 'interest', day: '2024-01-31', amount: 7.31 },
        { kind: 'sell', day: '2024-06-03', amount: 2499.5 },
      ]);
      expect(await bench.lots()).toMatchObject([
        { symbol: 'LAKE_CABIN', quantity: 1 },
        { symbol: 'VTI', quantity: 30 },
      ]);
      expect(await bench.cash()).toBeCloseTo(1250.75, 6);
    });

    it.each([
      ['fidelity.csv', {}, 4, 2450.18],
      ['vanguard.csv', { as_of_date: '2024-11-29' }, 2, 3210.55],
      ['ibkr-flex.csv', { preset: 'ibkr' }, 3, null],
      ['schwab-all-accounts.csv', { account: 'roth ira ...902' }, 1, 42.5],
      [
        'generic.csv',
        {
          preset: 'generic',
          mapping:
            '{"symbol":"Ticker","quantity":"Stück","total_cost":"Einstand gesamt","entry_date":"Kaufdatum","decimal":",","date_order":"dmy"}',
        },
        2,
        null,
      ],
    ])('%s', async (name, fields, held, money) => {
      const { status, body } = await bench.send(brokerFile(name), fields);
      expect([status, body.holdings?.length, body.as_of_date.slice(0, 7)]).toEqual([
        201,
        held,
        name === 'generic.csv' ? '2024-12' : '2024-11',
      ]);
      if (money !== null) expect(await bench.cash()).toBeCloseTo(money, 6);
      else
        expect(body.problems).toContainEqual(expect.objectContaining({ rule: 'cash_negative', severity: 'warning' }));
    });

    it('the template of SigmaSight, by its own rules', async () => {
      const template = (await bench.app.get('/api/v1/onboarding/csv-template')).text;
      const { status, body } = await bench.send(template);
      expect([status, body.preset, body.holdings.length]).toEqual([201, 'sigmasight', 7]);
      const wrong = await bench.send('Symbol,Quantity,Entry Price Per Share,Entry Date\nAAPL,x,5,2024-01-16', {
        dry_run: 'true',
      });
      expect(wrong.body.problems).toMatchObject([{ row: 2, field: 'Quantity', value: 'x', rule: 'ERR_POS_005' }]);
    });

    it('a large holding to the cent, in two parts when no price of six decimals does it', async () => {
      const { status, body } = await bench.send(table('PENNY,987654321,"$1,234,567.89",2024-01-16,USD,,'));
      expect([status, body.holdings.length]).toEqual([201, 2]);
      const [row] = await bench.app.sql(
        'core',
        "SELECT sum(amount)::text AS amount, sum(quantity)::text AS quantity FROM transactions WHERE portfolio_id = $1 AND kind = 'buy'",
        [bench.portfolioId],
      );
      expect([Number(row?.amount).toFixed(2), Number(row?.quantity)]).toEqual(['-1234567.89', 987654321]);
    });

    it('withdraws what is more than the cash of the file', async () => {
      await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/transactions`, {
        as: bench.ann,
        body: { kind: 'deposit', trade_date: '2024-01-02', amount: '1000' },
      });
      const { body } = await bench.send(table('AAPL,1,100,2024-01-16,USD,,', 'CASH,,,,USD,$250.00,'), {
        as_of_date: '2024-11-29',
      });
      expect(body.cash).toEqual({ in_file: '250', before: '1000', effect: '-100', adjustment: '-650', after: '250' });
      expect(body.ledger_lines).toEqual({ buy: 1, withdrawal: 1 });
      expect(await bench.cash()).toBe(250);
    });

    it('ten thousand rows, and undoes them, also where the statistics still say that there are none', async () => {
      const rows = Array.from({ length: 10_000 }, (_, index) => {
        const symbol = `T${(index % 500)
          .toString(26)
          .toUpperCase()
          .replace(/\d/g, (digit) => 'QRSTUVWXYZ'[Number(digit)] ?? '')}`;
        return `${symbol},${String(index + 1)}.5,"$${((index + 1) * 3.17).toFixed(2)}",2024-01-${String((index % 28) + 1).padStart(2, '0')},USD,,`;
      });
      await bench.app.sql('core', 'ANALYZE');
      const { status, body } = await bench.send(table(...rows));
      expect([status, body.rows]).toEqual([201, 10_000]);
      const undone = await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/imports/${body.import_id}/undo`, {
        as: bench.ann,
      });
      expect([undone.status, await bench.cash(), (await bench.lots()).length]).toEqual([200, 0, 0]);
    });
  });

  describe('an import', () => {
    const url = (importId: string): string => `/api/v1/portfolios/${bench.portfolioId}/imports/${importId}`;

    it('is listed and told with its ledger lines', async () => {
      const { body } = await bench.send(brokerFile('schwab.csv'));
      const list = await bench.app.get(`/api/v1/portfolios/${bench.portfolioId}/imports`, { as: bench.ann });
      expect(list.body).toMatchObject({
        total: 1,
        items: [
          {
            id: body.import_id,
            preset: 'schwab',
            status: 'booked',
            rows: 6,
            holdings: 5,
            transactions: 6,
            warnings: 0,
          },
        ],
      });
      const one = await bench.app.get(`${url(body.import_id)}?limit=2`, { as: bench.ann });
      expect(one.body).toMatchObject({
        file_name: 'positions.csv',
        undone_at: null,
        report: { cash: { in_file: '5012.34' } },
      });
      expect(one.body.entries).toHaveLength(2);
      expect(one.body.entries[0]).toMatchObject({ row: 4, kind: 'buy', symbol: 'AAPL', is_reversed: false });
      expect((await bench.app.get(url(body.import_id), { as: bench.bob })).status).toBe(404);
      expect((await bench.app.get(url(bench.portfolioId), { as: bench.ann })).body.code).toBe('import.not_found');
      expect((await bench.app.get(`${url(body.import_id)}?limit=0`, { as: bench.ann })).status).toBe(422);
    });

    it('is undone to what was before, and may be imported anew', async () => {
      const book = { kind: 'buy', trade_date: '2024-03-01', symbol: 'AAPL', quantity: '5', price: '170' };
      await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/transactions`, { as: bench.ann, body: book });
      const [derived, money] = [await tableHashes(bench.app.databases.addresses.core, DERIVED), await bench.cash()];
      const { body } = await bench.send(brokerFile('schwab.csv'));
      expect(await tableHashes(bench.app.databases.addresses.core, DERIVED)).not.toEqual(derived);
      const undone = await bench.app.post(`${url(body.import_id)}/undo`, { as: bench.ann });
      expect(undone.status).toBe(200);
      expect(undone.body).toMatchObject({ status: 'undone', undone_at: '2024-12-02T22:30:00.000Z' });
      expect(undone.body.entries.every((entry: { is_reversed: boolean }) => entry.is_reversed)).toBe(true);
      expect(await tableHashes(bench.app.databases.addresses.core, DERIVED)).toEqual(derived);
      expect(await bench.cash()).toBeCloseTo(money, 8);
      const twice = await bench.app.post(`${url(body.import_id)}/undo`, { as: bench.ann });
      expect([twice.status, twice.body.code]).toEqual([409, 'import.already_undone']);
      expect((await bench.send(brokerFile('schwab.csv'))).status).toBe(201);
    });

    it('is not undone while later entries need it, which are named', async () => {
      const { body } = await bench.send(brokerFile('schwab.csv'));
      const sale = await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/transactions`, {
        as: bench.ann,
        body: { kind: 'sell', trade_date: '2024-12-02', symbol: 'AAPL', quantity: '3', price: '240' },
      });
      const saleId = sale.body.transactions[0].id as string;
      const before = await bench.hashes();
      const refused = await bench.app.post(`${url(body.import_id)}/undo`, { as: bench.ann });
      expect([refused.status, refused.body.code]).toEqual([409, 'import.needed']);
      expect(refused.body.details.entries).toEqual([
        { transaction_id: saleId, kind: 'sell', trade_date: '2024-12-02', symbol: 'AAPL' },
      ]);
      expect(await bench.hashes()).toEqual(before);
      await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/transactions/${saleId}/reverse`, { as: bench.ann });
      expect((await bench.app.post(`${url(body.import_id)}/undo`, { as: bench.ann })).status).toBe(200);
    });

    it('is undone only by its owner', async () => {
      const { body } = await bench.send(brokerFile('schwab.csv'));
      expect((await bench.app.post(`${url(body.import_id)}/undo`, { as: bench.bob })).status).toBe(404);
      expect((await bench.app.post(`${url(body.import_id)}/undo`)).status).toBe(401);
    });
  });

  it('says whose files can be imported', async () => {
    const { status, body } = await bench.app.get('/api/v1/import-presets', { as: bench.ann });
    expect(status).toBe(200);
    const names = body.presets.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['schwab', 'fidelity', 'ibkr', 'vanguard', 'ghostfolio', 'generic', 'sigmasight']);
    for (const preset of body.presets) expect(preset.needs.length * preset.example_header.length).toBeGreaterThan(0);
  });
});
