import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brokerFile, ImportBench, table, TABLE_HEADER } from '../support/import-holdings.js';

/** Rows of a generic table, and the rule, row and field of the problem that each is. */
const PROBLEMS: readonly (readonly [rule: string, row: string, field: string])[] = [
  ['symbol', ',1,10,,USD,,', 'Symbol'],
  ['symbol', 'NOT A SYMBOL,1,10,,USD,,', 'Symbol'],
  ['option', 'AAPL 13/41/2025 150.00 C,1,10,,USD,,', 'Symbol'],
  ['expired', 'AAPL 01/19/2024 150.00 C,1,10,,USD,,', 'Symbol'],
  ['quantity', 'AAPL,,10,,USD,,', 'Quantity'],
  ['number', 'AAPL,ten,10,,USD,,', 'Quantity'],
  ['decimals', 'AAPL,0.123456789,10,,USD,,', 'Quantity'],
  ['number', 'AAPL,1,"1,23.4",,USD,,', 'Total Cost'],
  ['cost', 'AAPL,1,,,USD,,', 'Total Cost'],
  ['cost', 'AAPL,1,$0.00,,USD,,', 'Total Cost'],
  ['date', 'AAPL,1,10,02/30/2024,USD,,', 'Entry Date'],
  ['future', 'AAPL,1,10,12/03/2024,USD,,', 'Entry Date'],
  ['currency', 'AAPL,1,10,,EUR,,', 'Currency'],
  ['columns', 'AAPL,1', ''],
  ['number', 'CASH,,,,USD,much,', 'Value'],
  ['cash', 'CASH,,,,USD,,', 'Value'],
  ['ledger.too_large', 'AAPL,1000000000000,10000000000000,,USD,,', 'quantity'],
];

describe('files of holdings that are not imported', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await ImportBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.newPortfolio());

  describe('a dry run', () => {
    it.each(['schwab.csv', 'fidelity.csv', 'ibkr-statement.csv', 'ghostfolio.json'])(
      'of %s answers what the import does, and changes nothing',
      async (name) => {
        const before = await bench.hashes();
        const dry = await bench.send(brokerFile(name), { dry_run: 'true' });
        expect([dry.status, dry.body.dry_run, dry.body.import_id, dry.body.importable]).toEqual([
          200,
          true,
          null,
          true,
        ]);
        expect(await bench.hashes()).toEqual(before);
        const { body } = await bench.send(brokerFile(name));
        expect(body).toEqual({ ...dry.body, dry_run: false, import_id: body.import_id });
      },
    );

    it.each(PROBLEMS)('tells %s of the row %s', async (rule, row, field) => {
      const before = await bench.hashes();
      const content = table('MSFT,1,10,2024-01-16,USD,,', row);
      const { status, body } = await bench.send(content, { dry_run: 'true' });
      expect([status, body.importable, body.holdings]).toEqual([200, false, []]);
      const problem = body.problems.find((one: { rule: string }) => one.rule === rule);
      expect(problem).toMatchObject({ row: 3, field: field === '' ? null : field, severity: 'error' });
      expect(problem.message).toMatch(/^[A-Z].*\.$/);
      const refused = await bench.send(content);
      expect([refused.status, refused.body.code]).toEqual([422, 'import.refused']);
      expect(refused.body.errors).toContainEqual(expect.objectContaining({ row: 3, code: rule }));
      expect(await bench.hashes()).toEqual(before);
    });

    it('warns of a row that holds nothing, of a missing cost, and of an assumed day', async () => {
      const { body } = await bench.send(table('AAPL,0,10,,USD,,', 'MSFT,2,,,USD,"$1,000.50",'), { dry_run: 'true' });
      expect(body.importable).toBe(true);
      expect(body.problems.map(({ rule, row }: { rule: string; row: number }) => [rule, row])).toEqual([
        ['cash_negative', null],
        ['as_of_assumed', null],
        ['quantity_zero', 2],
        ['cost_missing', 3],
      ]);
      expect(body.holdings).toMatchObject([{ symbol: 'MSFT', cost: '1000.50', entry_date: '2024-12-02' }]);
    });

    it('lists the accounts of a file with several', async () => {
      const { body } = await bench.send(brokerFile('schwab-all-accounts.csv'), { dry_run: 'true' });
      expect(body).toMatchObject({ importable: false, accounts: ['Individual ...417', 'Roth IRA ...902'] });
      expect(body.problems[0]).toMatchObject({ rule: 'account', field: 'account' });
      expect(body.problems[0].fix).toContain('Individual ...417; Roth IRA ...902');
      const { body: other } = await bench.send(brokerFile('schwab-all-accounts.csv'), {
        dry_run: 'true',
        account: '401k',
      });
      expect(other.problems[0]).toMatchObject({ rule: 'account', value: '401k' });
    });

    it('says what a sale lacks', async () => {
      const text = brokerFile('ghostfolio.json')
        .toString()
        .replace('"quantity": 10, "type": "SELL"', '"quantity": 41, "type": "SELL"');
      const { body } = await bench.send(text, { dry_run: 'true' });
      expect(body.problems).toContainEqual(
        expect.objectContaining({ row: 1, rule: 'ledger.oversold', severity: 'error' }),
      );
    });

    it('says that a file is in the portfolio already, and by which import', async () => {
      const { body } = await bench.send(brokerFile('schwab.csv'));
      const again = await bench.send(brokerFile('schwab.csv'), { dry_run: 'true' });
      expect(again.body.importable).toBe(false);
      expect(again.body.problems).toContainEqual(
        expect.objectContaining({ rule: 'already_imported', value: body.import_id }),
      );
    });
  });

  describe('refuses', () => {
    it('a file that nobody knows, and says what would help', async () => {
      const { status, body } = await bench.send('Dear sir,\nplease find below\n');
      expect([status, body.code, body.errors[0].code]).toEqual([422, 'import.refused', 'preset']);
      expect(body.errors[0].message).toContain('/api/v1/import-presets');
    });

    it.each([
      ['encoding', Buffer.from([0xff, 0xfe, 0x41, 0x00])],
      ['empty', Buffer.from('\uFEFF  \n')],
      ['file_size', Buffer.alloc(10 * 1024 * 1024 + 1, 'x')],
      ['rows', Buffer.from(`${TABLE_HEADER}\n${'AAPL,1,1,,USD,,\n'.repeat(20_001)}`)],
      ['csv', Buffer.from(`${TABLE_HEADER}\nAAPL,1,"1,,USD,,\n`)],
      ['json', Buffer.from('{"activities": ')],
      ['empty', Buffer.from(`${TABLE_HEADER}\n`)],
    ])('a file by the rule %s', async (rule, content) => {
      const { status, body } = await bench.send(content, {});
      expect([status, body.errors[0].code]).toEqual([422, rule]);
    });

    it('a broker’s file under the name of another', async () => {
      const { body } = await bench.send(brokerFile('schwab.csv'), { preset: 'fidelity' });
      expect(body.errors[0]).toMatchObject({ code: 'header' });
    });

    it.each([
      ['preset', { preset: 'etrade' }],
      ['dry_run', { dry_run: 'perhaps' }],
      ['as_of_date', { as_of_date: '11/29/2024' }],
      ['mapping', { preset: 'generic', mapping: '{"symbol":3}' }],
      ['mapping', { preset: 'schwab', mapping: '{}' }],
      ['account', { account: 'x'.repeat(101) }],
      ['portfolio', { portfolio: 'mine' }],
    ])('a form with a wrong %s', async (field, fields) => {
      const { status, body } = await bench.send(brokerFile('schwab.csv'), fields);
      expect([status, body.code, body.errors[0].field]).toEqual([422, 'input.invalid', field]);
    });

    it('a form without a file, and a body that is no form', async () => {
      const none = await bench.app.upload(
        `/api/v1/portfolios/${bench.portfolioId}/imports`,
        { preset: 'schwab' },
        null,
        bench.ann,
      );
      expect([none.status, none.body.errors[0].field]).toEqual([422, 'file']);
      const json = await bench.app.post(`/api/v1/portfolios/${bench.portfolioId}/imports`, {
        as: bench.ann,
        body: { preset: 'schwab' },
      });
      expect(json.status).toBeGreaterThanOrEqual(400);
      expect(json.status).toBeLessThan(500);
    });

    it('the same file twice, with the id of the first import', async () => {
      const first = await bench.send(brokerFile('schwab.csv'));
      const before = await bench.hashes();
      const { status, body } = await bench.send(brokerFile('schwab.csv'), {}, { name: 'renamed.csv' });
      expect([status, body.code, body.details.import_id]).toEqual([
        409,
        'import.already_imported',
        first.body.import_id,
      ]);
      expect(await bench.hashes()).toEqual(before);
    });

    it('whoever is not signed in, and whoever does not own the portfolio', async () => {
      expect((await bench.send(brokerFile('schwab.csv'), {}, { as: null })).status).toBe(401);
      const before = await bench.hashes();
      const foreign = await bench.send(brokerFile('schwab.csv'), {}, { as: bench.bob });
      expect([foreign.status, foreign.body.code]).toEqual([404, 'portfolio.not_found']);
      expect(await bench.hashes()).toEqual(before);
    });
  });
});
