import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, type Server } from './support/program.js';

/* `npm run cli -- holdings import`, as an operator types it, and what a terminal shows of it. */

const EMAIL = 'owner@example.com';
const PASSWORD = 'a long enough password';
const SCHWAB = resolve('test/fixtures/brokers/schwab.csv');

describe('holdings import', () => {
  let installation: Installation;
  let server: Server;
  let token: string;
  let portfolio: string;

  const run = (...args: string[]) => installation.cli('holdings', 'import', ...args);
  const imports = async (): Promise<unknown[]> => {
    const { body } = await server.get(`/api/v1/portfolios/${portfolio}/imports`, token);
    return body.items as unknown[];
  };

  beforeAll(async () => {
    installation = await Installation.make({ SKIP_BATCH_SCHEDULE: 'true' });
    server = await installation.serve();
    const user = ['users', 'create', '--email', EMAIL, '--name', 'Owner', '--password-stdin'];
    expect(await installation.cliWithInput(`${PASSWORD}\n`, ...user)).toMatchObject({ code: 0 });
    token = await server.signIn(EMAIL, PASSWORD);
    const made = { name: 'Schwab', account_name: 'Schwab' };
    const { status, body } = await server.call('POST', '/api/v1/portfolios', { token, body: made });
    expect(status, JSON.stringify(body)).toBe(201);
    portfolio = body.id as string;
  });
  afterAll(async () => {
    await server.stop();
    await installation.remove();
  });

  it('shows in a dry run what would be booked, row by row, and stores nothing', async () => {
    const { code, stdout } = await run(SCHWAB, '--portfolio', portfolio, '--dry-run');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('schwab.csv: schwab, account Individual ...417, as of 2024-11-29, 6 rows\n');
    expect(stdout).toContain('  row 4  AAPL  120 at 152.880583 on 2024-11-29, cost 18345.67\n');
    expect(stdout).toMatch(/^ {2}cash 0 before, .* 5012\.34 after$/m);
    expect(stdout).toContain('  ledger lines: 3 buy, 2 short, 1 deposit\n');
    expect(stdout).toContain('  Nothing was stored: this was a dry run.\n');
    expect(await imports()).toEqual([]);
  });

  it('names row, field and value of each error, says how to mend it, and ends with 3', async () => {
    const path = join(tmpdir(), `holdings-${portfolio}.csv`);
    await writeFile(
      path,
      'Symbol,Quantity,Total Cost,Entry Date\nMSFT,many,100.00,2024-11-25\nAAPL,1,100.00,2024-02-30\n',
    );
    for (const args of [['--dry-run'], []]) {
      const { code, stdout } = await run(path, '--portfolio', portfolio, ...args);
      expect(code, stdout).toBe(3);
      expect(stdout).toMatch(/^ {2}error \(row 2, Quantity, "many"\): \S.*\.$/m);
      expect(stdout).toMatch(/^ {2}error \(row 3, Entry Date, "2024-02-30"\): \S.*\.$/m);
      expect(stdout).not.toContain('Booked as');
    }
    await rm(path);
    expect(await imports()).toEqual([]);
  });

  it('says under which id it booked the file', async () => {
    const { code, stdout } = await run(SCHWAB, '--portfolio', portfolio);
    expect(code, stdout).toBe(0);
    const [, id] = /^ {2}Booked as import ([\da-f-]{36})\.$/m.exec(stdout) ?? [];
    expect(await imports()).toMatchObject([{ id, preset: 'schwab', status: 'booked' }]);
  });

  it('does not import the same file again', async () => {
    const { code, stdout, stderr } = await run(SCHWAB, '--portfolio', portfolio);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('already');
    expect(await imports()).toHaveLength(1);
  });

  it('refuses a portfolio that is no id, or nobody’s, and a file that is not there', async () => {
    const other = portfolio.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    for (const [args, words] of [
      [[SCHWAB, '--portfolio', 'mine'], '--portfolio must be the id of a portfolio'],
      [[SCHWAB, '--portfolio', other], other],
      [['nowhere.csv', '--portfolio', portfolio], 'nowhere.csv is not a file that can be read'],
    ] as const) {
      const { code, stdout, stderr } = await run(...args);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain(words);
    }
  });
});
