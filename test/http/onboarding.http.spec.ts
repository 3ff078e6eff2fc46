import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

const HEADER =
  'Symbol,Quantity,Entry Price Per Share,Entry Date,Investment Class,Investment Subtype,Underlying Symbol,Strike Price,Expiration Date,Option Type,Exit Date,Exit Price Per Share';
const SHORT_HEADER = 'Symbol,Quantity,Entry Price Per Share,Entry Date';
const FORM = {
  portfolio_name: 'Imported',
  account_name: 'Broker',
  account_type: 'Taxable',
  equity_balance: '250000',
  description: 'moved over',
};
const option = (cells: string): string => `${HEADER}\n,1,5,2024-01-16,OPTIONS,,${cells},,`;
const line = (cells: string): string => `${SHORT_HEADER}\n${cells}`;

/** A file for each code. The name of the file matters only for one of them. */
const REFUSED: Readonly<Record<string, string | Buffer>> = {
  ERR_CSV_001: Buffer.alloc(10 * 1024 * 1024 + 1, 'x'),
  ERR_CSV_002: line('AAPL,1,1,2024-01-16'),
  ERR_CSV_003: SHORT_HEADER,
  ERR_CSV_004: 'Symbol,Quantity,Entry Date\nAAPL,1,2024-01-16',
  ERR_CSV_005: 'AAPL,1,1,2024-01-16',
  ERR_CSV_006: Buffer.concat([Buffer.from(line('A')), Buffer.from([0xff, 0xfe, 0x41])]),
  ERR_POS_001: line(',1,1,2024-01-16'),
  ERR_POS_002: line(`${'A'.repeat(101)},1,1,2024-01-16`),
  ERR_POS_003: line('BRK B,1,1,2024-01-16'),
  ERR_POS_004: line('AAPL,,1,2024-01-16'),
  ERR_POS_005: line('AAPL,ten,1,2024-01-16'),
  ERR_POS_006: line('AAPL,0,1,2024-01-16'),
  ERR_POS_007: line('AAPL,0.123456789,1,2024-01-16'),
  ERR_POS_008: line('AAPL,1,,2024-01-16'),
  ERR_POS_009: line('AAPL,1,$5,2024-01-16'),
  ERR_POS_010: line('AAPL,1,-5,2024-01-16'),
  ERR_POS_011: line('AAPL,1,5.12345,2024-01-16'),
  ERR_POS_012: line('AAPL,1,5,'),
  ERR_POS_013: line('AAPL,1,5,16.01.2024'),
  ERR_POS_014: line('AAPL,1,5,2024-12-03'),
  ERR_POS_015: line('AAPL,1,5,1900-01-01'),
  ERR_POS_016: `${HEADER}\nAAPL,1,5,2024-01-16,STOCKS,,,,,,,`,
  ERR_POS_017: `${HEADER}\nAAPL,1,5,2024-01-16,PUBLIC,ART,,,,,,`,
  ERR_POS_018: `${HEADER}\nAAPL,1,5,2024-01-16,PUBLIC,,,,,,2024-01-15,6`,
  ERR_POS_019: `${HEADER}\nSPY_C,1,5,2024-01-16,OPTIONS,,,450,2027-12-17,CALL,,`,
  ERR_POS_020: option('SPY,,2027-12-17,CALL'),
  ERR_POS_021: option('SPY,450,soon,CALL'),
  ERR_POS_022: option('SPY,450,2027-12-17,BOTH'),
  ERR_POS_023: `${line('AAPL,1,5,2024-01-16')}\naapl,2,6,2024-01-16`,
};

const FORMS: Readonly<Record<string, Partial<typeof FORM>>> = {
  ERR_PORT_002: { portfolio_name: '  ' },
  ERR_PORT_003: { portfolio_name: 'x'.repeat(256) },
  ERR_PORT_004: { equity_balance: '0' },
  ERR_PORT_005: { equity_balance: '-1' },
  ERR_PORT_006: { equity_balance: '1000000000001' },
  ERR_PORT_009: { account_type: 'piggy bank' },
  ERR_PORT_010: { account_name: 'x'.repeat(101) },
  ERR_PORT_011: { account_name: '' },
  ERR_PORT_012: { description: 'x'.repeat(1001) },
};

describe('onboarding over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let template: string;

  const send = (
    content: string | Buffer,
    form: Partial<typeof FORM> = {},
    as = ann,
    name = 'holdings.csv',
  ): Promise<Answer> =>
    app.upload('/api/v1/onboarding/create-portfolio', { ...FORM, ...form }, { field: 'csv_file', name, content }, as);
  const count = async (table: string): Promise<number> => {
    const [row] = await app.sql<{ count: number }>('core', `SELECT count(*)::int AS count FROM ${table}`);
    return row!.count;
  };

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
  });
  afterAll(() => app.close());

  it('gives the template to anybody', async () => {
    const { status, headers, text } = await app.get('/api/v1/onboarding/csv-template');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/csv');
    expect(headers['content-disposition']).toBe('attachment; filename="sigmasight_portfolio_template.csv"');
    expect(headers['cache-control']).toBe('public, max-age=3600');
    template = text;
  });

  describe('refuses a file with', () => {
    it.each(Object.entries(REFUSED))('%s', async (code, content) => {
      const { status, body } = await send(content, {}, ann, code === 'ERR_CSV_002' ? 'holdings.xlsx' : 'holdings.csv');
      expect([status, body.code, body.error.code]).toEqual([400, 'ERR_PORT_008', 'ERR_PORT_008']);
      const nested = body.error.details.error;
      expect(nested.code).toBe('ERR_CSV_VALIDATION');
      expect(nested.details.total_errors).toBe(nested.details.errors.length);
      const item = nested.details.errors.find((error: { code: string }) => error.code === code);
      expect(item).toMatchObject({ code, message: expect.stringMatching(/\w.*\./) });
      expect(Object.keys(item)).toEqual(expect.arrayContaining(['row', 'symbol', 'code', 'message', 'field']));
      expect(body.errors.map((error: { code: string }) => error.code)).toContain(code);
      expect(body.detail).not.toContain('Unknown error');
    });
  });

  describe('refuses a form with', () => {
    it.each(Object.entries(FORMS))('%s', async (code, form) => {
      const { status, body } = await send(line('AAPL,1,5,2024-01-16'), form);
      expect([status, body.code, body.error.code]).toEqual([400, code, code]);
      expect(body.error.message).toMatch(/^[a-z_]+ /);
    });

    it('ERR_PORT_007', async () => {
      const { status, body } = await app.upload('/api/v1/onboarding/create-portfolio', FORM, null, ann);
      expect([status, body.code]).toEqual([400, 'ERR_PORT_007']);
    });
  });

  it('counts lines as the file has them, and stores nothing of a bad file', async () => {
    const { body } = await send(`# my holdings\n${SHORT_HEADER}\nAAPL,1,5,2024-01-16\n# more\nMSFT,x,5,2024-01-16\n`);
    expect(body.error.details.error.details.errors).toMatchObject([
      { row: 5, symbol: 'MSFT', code: 'ERR_POS_005', field: 'Quantity' },
    ]);
    expect(await count('portfolios')).toBe(0);
    expect(await count('transactions')).toBe(0);
    expect(await count('instruments')).toBe(0);
  });

  it('imports its own template, byte order mark or not', async () => {
    const { status, body } = await send(`\uFEFF${template}`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      portfolio_name: 'Imported',
      account_name: 'Broker',
      account_type: 'taxable',
      equity_balance: 250000,
      positions_imported: 7,
      positions_failed: 0,
      total_positions: 7,
      next_step: { action: 'calculate', endpoint: `/api/v1/portfolios/${body.portfolio_id}/calculate` },
    });
    const lots = await app.sql(
      'core',
      `SELECT i.symbol, p.position_type, p.quantity::float, p.realized_pnl::float FROM positions p
         JOIN instruments i ON i.id = p.instrument_id WHERE p.portfolio_id = $1 ORDER BY i.symbol`,
      [body.portfolio_id],
    );
    expect(lots).toEqual([
      { symbol: 'AAPL', position_type: 'LONG', quantity: 150, realized_pnl: 0 },
      { symbol: 'AAPL271217C00250000', position_type: 'SC', quantity: -1, realized_pnl: 0 },
      { symbol: 'HARBOR_FUND_II', position_type: 'LONG', quantity: 1, realized_pnl: 0 },
      { symbol: 'MSFT', position_type: 'LONG', quantity: 0, realized_pnl: 2425.2 },
      { symbol: 'SPY', position_type: 'LONG', quantity: 40.5, realized_pnl: 0 },
      { symbol: 'SPY271217P00450000', position_type: 'LP', quantity: 2, realized_pnl: 0 },
      { symbol: 'TSLA', position_type: 'SHORT', quantity: -25, realized_pnl: 0 },
    ]);
    const [deposit] = await app.sql(
      'core',
      "SELECT trade_date::text, amount::float, source FROM transactions WHERE kind = 'deposit'",
    );
    expect(deposit).toEqual({ trade_date: '2023-05-02', amount: 250000, source: 'opening' });
    expect(await app.sql('core', "SELECT price::float FROM transactions WHERE kind = 'mark'")).toEqual([
      { price: 250000 },
    ]);
  });

  it('refuses an account name twice: ERR_PORT_001', async () => {
    const { status, body } = await send(line('AAPL,1,5,2024-01-16'));
    expect([status, body.code, body.error.code]).toEqual([409, 'ERR_PORT_001', 'ERR_PORT_001']);
  });

  it('leaves options that had expired to the batch, and books exits at nothing', async () => {
    const file = [
      HEADER,
      ',2,5,2024-01-16,OPTIONS,,SPY,450,2024-06-21,CALL,,',
      ',-3,4,2024-01-17,OPTIONS,,SPY,400,2024-06-21,PUT,2024-06-21,0',
    ].join('\n');
    const { status, body } = await send(file, { account_name: 'Options' });
    expect(status).toBe(201);
    expect(body.message).toContain('One option contract had expired: SPY240621C00450000.');
    expect(body.message).toContain('left open');
    const lots = await app.sql(
      'core',
      'SELECT position_type, quantity::float, exit_date::text, realized_pnl::float FROM positions WHERE portfolio_id = $1 ORDER BY 1',
      [body.portfolio_id],
    );
    expect(lots).toEqual([
      { position_type: 'LC', quantity: 2, exit_date: null, realized_pnl: 0 },
      { position_type: 'SP', quantity: 0, exit_date: '2024-06-21', realized_pnl: 1200 },
    ]);
  });

  it('closes at an exit of nothing the lot of its own line, whatever else is held of the contract', async () => {
    const contract = 'OPTIONS,,SPY,450,2024-06-21,CALL';
    const file = [
      HEADER,
      `,1,5,2024-01-16,${contract},2024-03-01,7`,
      `,1,6,2024-01-17,${contract},2024-02-01,0`,
      `,-2,4,2024-01-18,${contract},2024-02-02,0`,
      `,3,8,2024-01-19,${contract},,`,
    ].join('\n');
    const { status, body } = await send(file, {}, await app.user());
    expect([status, body.detail]).toEqual([201, undefined]);
    const lots = await app.sql(
      'core',
      `SELECT entry_price::float AS entry, exit_date::text, exit_price::float AS exit, realized_pnl::float AS pnl
         FROM positions WHERE portfolio_id = $1 ORDER BY entry_date`,
      [body.portfolio_id],
    );
    expect(lots).toEqual([
      { entry: 5, exit_date: '2024-03-01', exit: 7, pnl: 200 },
      { entry: 6, exit_date: '2024-02-01', exit: 0, pnl: -600 },
      { entry: 4, exit_date: '2024-02-02', exit: 0, pnl: 800 },
      { entry: 8, exit_date: null, exit: null, pnl: 0 },
    ]);
  });

  it('refuses a contract that was traded after its last day', async () => {
    const { body } = await send(option('SPY,450,2023-12-15,CALL'), { account_name: 'Late' });
    expect(body.error.details.error.details.errors).toMatchObject([{ code: 'ERR_POS_021' }]);
  });

  it('keeps to the plan', async () => {
    const { status, body } = await send(line('AAPL,1,5,2024-01-16'), { account_name: 'One more' });
    expect([status, body.code]).toEqual([403, 'portfolio.limit_reached']);
  });

  it('takes an equity balance of 10^12 and an entry of a hundred years ago', async () => {
    const form = { equity_balance: '1000000000000' };
    const { status, body } = await send(line('AAPL,1,5,1925-01-16'), form, await app.user());
    expect([status, body.equity_balance]).toEqual([201, 1_000_000_000_000]);
    const rows = await app.sql(
      'core',
      'SELECT kind, trade_date::text FROM transactions WHERE portfolio_id = $1 ORDER BY sequence',
      [body.portfolio_id],
    );
    expect(rows).toEqual([
      { kind: 'deposit', trade_date: '1925-01-16' },
      { kind: 'buy', trade_date: '1925-01-16' },
    ]);
  });

  it('gives everybody a private asset of their own under one name', async () => {
    const bob = await app.user();
    const { status } = await send(`${HEADER}\nHARBOR_FUND_II,1,900,2024-01-16,PRIVATE,,,,,,,`, {}, bob);
    expect(status).toBe(201);
    const rows = await app.sql('core', "SELECT owner_user_id FROM instruments WHERE symbol = 'HARBOR_FUND_II'");
    expect(rows.map(({ owner_user_id }) => owner_user_id as string).sort()).toEqual([ann.id, bob.id].sort());
  });

  it('imports 10,000 lines', async () => {
    const carl = await app.user();
    const lines = Array.from({ length: 10_000 }, (_, at) => {
      const day = String(Math.floor(at / 2500) + 1).padStart(2, '0');
      return `SYM${at % 2500},${(at % 7) - 10},${(at % 90) + 1}.25,2024-01-${day}`;
    });
    const { status, body } = await send([SHORT_HEADER, ...lines].join('\n'), {}, carl);
    expect([status, body.positions_imported]).toEqual([201, 10_000]);
    const [row] = await app.sql('core', 'SELECT count(*)::int AS lots FROM positions WHERE portfolio_id = $1', [
      body.portfolio_id,
    ]);
    expect(row).toEqual({ lots: 10_000 });
  });
});
