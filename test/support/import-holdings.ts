import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_TABLES } from '../migrations/tables.js';
import { type Answer, TestApp, type TestUser } from './app.js';
import { tableHashes } from './table-hash.js';

export const brokerFile = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../fixtures/brokers', name));

export const TABLE_HEADER = 'Symbol,Quantity,Total Cost,Entry Date,Currency,Value,Account';
export const table = (...rows: string[]): string => [TABLE_HEADER, ...rows].join('\n');

/** An application with a user whose only portfolio files are imported into. */
export class ImportBench {
  portfolioId = '';
  private portfolios = 0;

  private constructor(
    readonly app: TestApp,
    readonly ann: TestUser,
    readonly bob: TestUser,
  ) {}

  static async start(): Promise<ImportBench> {
    const app = await TestApp.start();
    return new ImportBench(app, await app.user(), await app.user());
  }

  /** In place of the one before. */
  async newPortfolio(): Promise<void> {
    await this.app.sql('core', 'DELETE FROM portfolios WHERE user_id = $1', [this.ann.id]);
    const name = `Account ${String(++this.portfolios)}`;
    const made = await this.app.post('/api/v1/portfolios', { as: this.ann, body: { name, account_name: name } });
    this.portfolioId = made.body.id;
  }

  send(
    content: string | Buffer,
    fields: Record<string, string> = {},
    { as = this.ann, name = 'positions.csv' }: { as?: TestUser | null; name?: string } = {},
  ): Promise<Answer> {
    const url = `/api/v1/portfolios/${this.portfolioId}/imports`;
    return this.app.upload(url, fields, { field: 'file', name, content }, as);
  }

  book(body: Record<string, string>): Promise<Answer> {
    return this.app.post(`/api/v1/portfolios/${this.portfolioId}/transactions`, { as: this.ann, body });
  }

  /** Of every row of the core database, whole. */
  hashes(): Promise<Record<string, string>> {
    return tableHashes(this.app.databases.addresses.core, CORE_TABLES, []);
  }

  async cash(day = '9999-12-31'): Promise<number> {
    const [row] = await this.app.sql<{ cash: number }>(
      'core',
      'SELECT COALESCE(sum(amount), 0)::float AS cash FROM transactions WHERE portfolio_id = $1 AND trade_date <= $2',
      [this.portfolioId, day],
    );
    return row?.cash ?? Number.NaN;
  }

  lots(): Promise<Record<string, unknown>[]> {
    return this.app.sql(
      'core',
      `SELECT i.symbol, p.position_type AS type, p.quantity::float AS quantity, p.entry_date::text AS day,
              round(p.quantity * p.entry_price * i.multiplier, 2)::float AS cost
         FROM positions p JOIN instruments i ON i.id = p.instrument_id
        WHERE p.portfolio_id = $1 ORDER BY i.symbol, p.entry_date, p.quantity`,
      [this.portfolioId],
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
