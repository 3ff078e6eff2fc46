import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smoke } from '../../src/shared/smoke/smoke.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('the smoke test', () => {
  let app: TestApp;
  let url: string;
  let ann: TestUser;

  const run = async (...args: string[]): Promise<{ code: number; lines: string[] }> => {
    const lines: string[] = [];
    const code = await smoke(args, (line) => lines.push(line));
    return { code, lines };
  };
  const outcomes = (lines: string[]) => lines.map((line) => line.split(/ +/, 2).join(' '));

  beforeAll(async () => {
    app = await TestApp.start();
    await app.app.listen(0, '127.0.0.1');
    url = await app.app.getUrl();
    ann = await app.user();
    const growth = await SeededPortfolio.create(app, ann);
    await growth.deposit('2024-11-01', 100_000);
    await growth.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
    await growth.snapshot({ date: '2024-11-29', cash: 70_000, lots: [{ lot: 'aapl', price: 200 }] });
  });
  afterAll(() => app.close());

  it('holds for a user who has a portfolio, says why it skips the batch, and leaves no conversation', async () => {
    const { code, lines } = await run('--url', url, '--email', ann.email, '--password', ann.password);
    expect(lines.filter((line) => line.startsWith('failed'))).toEqual([]);
    expect(code).toBe(0);
    expect(lines.at(-2)).toBe('skipped  batch run (administrator) (--admin-email and --admin-password are not given)');
    expect(lines.find((line) => line.includes('portfolio risk'))).toMatch(/\d+ figures, all traced/);
    expect((await app.get('/api/v1/chat/conversations', { as: ann })).body).toEqual([]);
    expect(lines.join('\n')).not.toContain('eyJ');
  });

  it('fails where nobody can sign in, and skips what depends on it', async () => {
    const { code, lines } = await run('--url', url, '--email', ann.email, '--password', 'not the password');
    expect(code).toBe(1);
    expect(lines[1]).toContain('auth.incorrect_credentials');
    expect(outcomes(lines.slice(0, 7)).map((line) => line.split(' ')[0])).toEqual([
      'ok',
      'failed',
      ...Array.from({ length: 5 }, () => 'skipped'),
    ]);
    expect(lines.join('\n')).not.toContain('not the password');
  });

  it('fails where there is no server, and explains itself where it is called wrongly', async () => {
    const nowhere = await run('--url', 'http://127.0.0.1:9', '--email', ann.email);
    expect([nowhere.code, nowhere.lines[0]]).toEqual([1, expect.stringContaining('the server is not reachable')]);
    expect((await run('--url', 'nowhere')).code).toBe(2);
    expect((await run('--uri', url)).code).toBe(2);
    expect(await run('--help')).toEqual({ code: 0, lines: [expect.stringContaining('npm run cli -- smoke')] });
  });
});
