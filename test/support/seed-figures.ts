import { randomUUID } from 'node:crypto';
import type { TestApp, TestUser } from './app.js';

export interface SeededLot {
  readonly symbol: string;
  /** Signed. */
  readonly quantity: number;
  readonly entryPrice: number;
  readonly type?: 'LONG' | 'SHORT' | 'LC' | 'LP' | 'SC' | 'SP';
  readonly investmentClass?: 'PUBLIC' | 'OPTIONS' | 'PRIVATE';
  readonly multiplier?: number;
}

export interface SeededLotValue {
  readonly lot: string;
  /** Null: unpriced, carried at cost. */
  readonly price: number | null;
  readonly quantity?: number;
  readonly priceDate?: string;
  readonly age?: number;
  readonly status?: 'priced' | 'stale' | 'unpriced';
  readonly reason?: string;
}

export interface SeededSnapshot {
  readonly date: string;
  readonly cash: number;
  readonly lots: readonly SeededLotValue[];
  /** Further columns of the snapshot. */
  readonly columns?: Readonly<Record<string, unknown>>;
}

interface PlacedLot extends SeededLot {
  readonly id: string;
  readonly instrumentId: string;
}

/** A portfolio put into the tables as a batch run would leave it, with figures that a test can add up. */
export class SeededPortfolio {
  readonly lots = new Map<string, PlacedLot>();

  private constructor(
    private readonly app: TestApp,
    readonly id: string,
    readonly owner: TestUser,
  ) {}

  static async create(app: TestApp, owner: TestUser, columns: Record<string, unknown> = {}): Promise<SeededPortfolio> {
    const id = randomUUID();
    const row = {
      id,
      user_id: owner.id,
      name: 'Growth',
      account_name: `Account ${id.slice(0, 8)}`,
      equity_balance: 100_000,
      price_dataset: 'csv',
      ...columns,
    };
    await insert(app, 'portfolios', row);
    return new SeededPortfolio(app, id, owner);
  }

  get complete(): string {
    return `/api/v1/data/portfolio/${this.id}/complete`;
  }

  analytics(name: string): string {
    return `/api/v1/analytics/portfolio/${this.id}/${name}`;
  }

  /** Many long lots, each of a symbol of its own and worth 11 at the session. */
  async manyLots(count: number, date: string): Promise<void> {
    await this.app.sql(
      'core',
      `WITH instrument AS (
         INSERT INTO instruments (symbol, investment_class) SELECT 'MANY' || i, 'PUBLIC' FROM generate_series(1, $2::int) i
         ON CONFLICT (symbol) WHERE owner_user_id IS NULL DO UPDATE SET updated_at = now() RETURNING id)
       INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
       SELECT gen_random_uuid(), $1, id, 'LONG', 1, 1, 10, '2024-01-02' FROM instrument`,
      [this.id, count],
    );
    const columns = {
      num_positions: count,
      num_long_positions: count,
      net_exposure: 11 * count,
      long_value: 11 * count,
    };
    const values = { net_asset_value: 11 * count, gross_exposure: 11 * count };
    await this.snapshot({ date, cash: 0, lots: [], columns: { ...columns, ...values } });
    await this.app.sql(
      'core',
      `INSERT INTO snapshot_positions (portfolio_id, snapshot_date, position_id, instrument_id, quantity, price, market_value,
                                       cost_basis, unrealized_pnl, status)
       SELECT portfolio_id, $2, id, instrument_id, 1, 11, 11, 10, 1, 'priced' FROM positions WHERE portfolio_id = $1`,
      [this.id, date],
    );
  }

  /** @returns the id of the position */
  async lot(key: string, lot: SeededLot): Promise<string> {
    const id = randomUUID();
    const investmentClass = lot.investmentClass ?? 'PUBLIC';
    const instrumentId = await this.instrument(lot, investmentClass);
    const type = lot.type ?? (lot.quantity > 0 ? 'LONG' : 'SHORT');
    await insert(this.app, 'positions', {
      id,
      portfolio_id: this.id,
      instrument_id: instrumentId,
      position_type: type,
      opened_quantity: lot.quantity,
      quantity: lot.quantity,
      entry_price: lot.entryPrice,
      entry_date: '2024-01-02',
    });
    this.lots.set(key, { ...lot, id, instrumentId });
    return id;
  }

  /** Values add up by themselves: NAV is cash plus the lots, P&L what it exceeds the opening deposit by. */
  async snapshot({ date, cash, lots, columns = {} }: SeededSnapshot): Promise<void> {
    const rows = lots.map((value) => this.valued(value));
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    const long = sum(rows.map(({ market_value }) => Math.max(market_value, 0)));
    const short = sum(rows.map(({ market_value }) => Math.min(market_value, 0)));
    const nav = cash + long + short;
    await insert(this.app, 'portfolio_snapshots', {
      portfolio_id: this.id,
      snapshot_date: date,
      status: 'OK',
      coverage: 1,
      net_asset_value: nav,
      cash_value: cash,
      long_value: long,
      short_value: short,
      gross_exposure: long - short,
      net_exposure: long + short,
      daily_pnl: 0,
      daily_return: 0,
      cumulative_pnl: nav - 100_000,
      daily_realized_pnl: 0,
      cumulative_realized_pnl: 0,
      daily_capital_flow: 0,
      cumulative_capital_flow: 100_000,
      num_positions: rows.length,
      num_long_positions: rows.filter(({ quantity }) => quantity > 0).length,
      num_short_positions: rows.filter(({ quantity }) => quantity < 0).length,
      ...columns,
    });
    for (const row of rows) {
      const weight = nav > 0 ? row.market_value / nav : null;
      await insert(this.app, 'snapshot_positions', { portfolio_id: this.id, snapshot_date: date, weight, ...row });
    }
  }

  async beta(key: string, date: string, columns: Record<string, unknown>): Promise<void> {
    await insert(this.app, 'symbol_market_betas', {
      instrument_id: this.placed(key).instrumentId,
      dataset: 'csv',
      as_of_date: date,
      window_sessions: 90,
      market_index: 'SPY',
      observations: 90,
      method: 'ols-hac',
      ...columns,
    });
  }

  async deposit(date: string, amount: number): Promise<string> {
    const id = randomUUID();
    await insert(this.app, 'transactions', {
      id,
      portfolio_id: this.id,
      kind: 'deposit',
      trade_date: date,
      amount,
      source: 'opening',
    });
    return id;
  }

  /** @param transactionId any ledger row: the views do not look at it */
  async realized(key: string, transactionId: string, date: string, pnl: number): Promise<void> {
    await insert(this.app, 'position_realized_events', {
      position_id: this.placed(key).id,
      transaction_id: transactionId,
      portfolio_id: this.id,
      trade_date: date,
      quantity_closed: 1,
      exit_price: 1,
      realized_pnl: pnl,
    });
  }

  private placed(key: string): PlacedLot {
    const lot = this.lots.get(key);
    if (!lot) throw new Error(`no lot ${key}`);
    return lot;
  }

  private valued({ lot: key, price, quantity, priceDate, age, status, reason }: SeededLotValue) {
    const lot = this.placed(key);
    const held = quantity ?? lot.quantity;
    const shares = held * (lot.multiplier ?? 1);
    const cost = shares * lot.entryPrice;
    const value = price === null ? cost : shares * price;
    return {
      position_id: lot.id,
      instrument_id: lot.instrumentId,
      quantity: held,
      price,
      price_date: priceDate ?? null,
      age_sessions: age ?? (price === null ? null : 0),
      market_value: value,
      cost_basis: cost,
      unrealized_pnl: price === null ? null : value - cost,
      status: status ?? (price === null ? 'unpriced' : 'priced'),
      reason: reason ?? (price === null ? 'no-price' : null),
    };
  }

  private async instrument(lot: SeededLot, investmentClass: string): Promise<string> {
    const owner = investmentClass === 'PRIVATE' ? this.owner.id : null;
    const [known] = await this.app.sql<{ id: string }>(
      'core',
      'SELECT id FROM instruments WHERE symbol = $1 AND owner_user_id IS NOT DISTINCT FROM $2',
      [lot.symbol, owner],
    );
    if (known) return known.id;
    const id = randomUUID();
    const option = { underlying_symbol: 'AAPL', strike_price: 200, expiration_date: '2025-01-17', option_type: 'CALL' };
    await insert(this.app, 'instruments', {
      id,
      symbol: lot.symbol,
      owner_user_id: owner,
      investment_class: investmentClass,
      multiplier: lot.multiplier ?? 1,
      ...(investmentClass === 'OPTIONS' ? option : {}),
    });
    return id;
  }
}

async function insert(app: TestApp, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, i) => `$${i + 1}`).join(', ');
  await app.sql('core', `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row));
}
