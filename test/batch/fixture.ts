import { Module, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { BatchModule } from '../../src/core/batch/batch.module.js';
import { BatchRunner, type RunReport } from '../../src/core/batch/batch.runner.js';
import { type BatchRequest, BatchService } from '../../src/core/batch/batch.service.js';
import { CoreTransactionsModule } from '../../src/core/core-transactions.module.js';
import { CORE, coreDataSourceOptions } from '../../src/core/core.data-source.js';
import { IdempotencyModule } from '../../src/core/idempotency/idempotency.module.js';
import { ReferenceDataModule } from '../../src/core/reference-data/reference-data.module.js';
import { type Env, readEnv } from '../../src/shared/config/env.js';
import { connectionOptions } from '../../src/shared/database/database-address.js';
import { DATABASES, type Databases } from '../../src/shared/database/databases.js';
import { RuntimeModule } from '../../src/shared/runtime/runtime.module.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { FrozenClock } from '../support/app.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      name: CORE,
      inject: [DATABASES],
      useFactory: (databases: Databases) => coreDataSourceOptions(databases.addresses.core, 5),
    }),
    CoreTransactionsModule,
    IdempotencyModule,
    BatchModule,
    ReferenceDataModule,
  ],
})
class BatchTestModule {}

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares these options as a class
const OPTIONS: NestApplicationOptions = { logger: false, abortOnError: false };

export const SYMBOLS = ['SPY', 'AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH', 'III'] as const;
export const FIRST_PRICE_SESSION = '2023-01-03';
export const LAST_SESSION = '2024-11-29';

export interface Trade {
  readonly kind: 'deposit' | 'withdrawal' | 'buy' | 'short';
  readonly date: string;
  readonly symbol?: string;
  readonly quantity?: string;
  readonly price?: string;
  readonly amount?: string;
}

/** A core database with made-up prices, and the batch on top of it. */
export class BatchFixture {
  readonly instruments = new Map<string, string>();
  readonly owner = `test:${randomUUID()}`;

  private constructor(
    readonly databases: TestDatabases,
    readonly app: INestApplicationContext,
    readonly clock: FrozenClock,
  ) {}

  /** @param env on top of the defaults */
  static async start(env: Partial<Env> = {}): Promise<BatchFixture> {
    const databases = await freshDatabases();
    const clock = new FrozenClock(new Date('2024-12-01T12:00:00Z'));
    const app = await startContext(databases, clock, env);
    const fixture = new BatchFixture(databases, app, clock);
    await fixture.addPrices();
    return fixture;
  }

  /** Another program on the same databases. */
  static over({ databases, clock }: BatchFixture, env: Partial<Env>): Promise<INestApplicationContext> {
    return startContext(databases, clock, env);
  }

  get service(): BatchService {
    return this.app.get(BatchService);
  }

  get runner(): BatchRunner {
    return this.app.get(BatchRunner);
  }

  async run(request: Partial<BatchRequest> = {}): Promise<RunReport> {
    const id = await this.service.begin({ triggeredBy: 'test', ...request }, this.owner);
    const report = await this.runner.execute(id, this.owner);
    if (!report) throw new Error('the run was not leased');
    return report;
  }

  /** In a transaction: the one session of an embedded database would mix up the parts of two bare statements. */
  async sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client(connectionOptions(this.databases.addresses.core));
    await client.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<T>(text, values);
      await client.query('COMMIT');
      return rows;
    } finally {
      await client.end();
    }
  }

  async portfolio(trades: readonly Trade[], dataset = 'csv'): Promise<string> {
    const userId = randomUUID();
    const id = randomUUID();
    await this.sql(`INSERT INTO users (id, email, full_name) VALUES ($1, $2, 'T')`, [userId, `${userId}@example.com`]);
    await this.sql(
      `INSERT INTO portfolios (id, user_id, name, account_name, price_dataset) VALUES ($1, $2, 'P', $3, $4)`,
      [id, userId, id.slice(0, 8), dataset],
    );
    for (const trade of trades) await this.post(id, trade);
    return id;
  }

  /** A ledger line with its lot, and the mark that the snapshots from there on are stale, as the ledger itself does it. */
  async post(portfolioId: string, { kind, date, symbol, quantity, price, amount }: Trade): Promise<string> {
    const id = randomUUID();
    const instrument = symbol === undefined ? null : this.instruments.get(symbol);
    const sign = kind === 'buy' || kind === 'withdrawal' ? '-' : '';
    const effect = amount ?? `(${quantity ?? ''} * ${price ?? ''})`;
    await this.sql(
      `WITH line AS (INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7, ${sign}${effect}, 'api'))
       UPDATE portfolios SET stale_from = least(stale_from, $4::date) WHERE id = $2`,
      [id, portfolioId, kind, date, instrument, quantity ?? null, price ?? null],
    );
    if (instrument !== null && quantity !== undefined) {
      const signed = kind === 'short' ? `-${quantity}` : quantity;
      await this.sql(
        `INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7)`,
        [id, portfolioId, instrument, kind === 'short' ? 'SHORT' : 'LONG', signed, price, date],
      );
    }
    return id;
  }

  async instrument(symbol: string, investmentClass = 'PUBLIC', owner: string | null = null): Promise<string> {
    const option = investmentClass === 'OPTIONS';
    const [row] = await this.sql<{ id: string }>(
      `INSERT INTO instruments (symbol, investment_class, owner_user_id, underlying_symbol, strike_price, expiration_date, option_type)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [symbol, investmentClass, owner, ...(option ? ['AAA', 100, '2025-06-20', 'CALL'] : [null, null, null, null])],
    );
    this.instruments.set(symbol, row!.id);
    return row!.id;
  }

  private async addPrices(): Promise<void> {
    const sessions = sessionsBetween(FIRST_PRICE_SESSION, LAST_SESSION);
    for (const [i, symbol] of SYMBOLS.entries()) {
      const id = await this.instrument(symbol);
      await this.sql(
        `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
         SELECT $1, 'csv', d, 'split_adjusted', c FROM unnest($2::date[], $3::numeric[]) AS given (d, c)`,
        [id, sessions, sessions.map((_, t) => madeUpClose(i, t))],
      );
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.databases.close();
  }
}

function startContext(
  databases: TestDatabases,
  clock: FrozenClock,
  given: Partial<Env>,
): Promise<INestApplicationContext> {
  const env = Object.assign(readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'fatal', BATCH_THREADS: '0' }), given);
  const runtime = RuntimeModule.with({ env, databases, clock, jwtSecret: 'test-secret-test-secret-test-secret' });
  return NestFactory.createApplicationContext({ module: BatchTestModule, imports: [runtime] }, OPTIONS);
}

/** Four decimals; every symbol follows the market with a beta of its own, and something that is its own. */
export function madeUpClose(symbol: number, t: number): string {
  const market = 0.1 * Math.sin(t / 17) + 0.03 * Math.sin(t * 1.7) + t / 1_500;
  const own = symbol === 0 ? 0 : 0.05 * Math.cos(t * (0.31 + symbol / 10)) + 0.02 * Math.sin(t * t + symbol);
  return ((50 + 37 * symbol) * Math.exp((0.6 + symbol / 8) * market + own)).toFixed(4);
}
