import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '../support/empty-database.js';
import { BatchFixture, LAST_SESSION, madeUpClose } from './fixture.js';

const START = '2024-09-03';
const TABLES = ['risk_limits', 'alerts', 'alert_events', 'alert_deliveries'] as const;

describe('the limits of a portfolio', () => {
  let fixture: BatchFixture;
  let portfolio: string;
  let other: string;

  const buy = { kind: 'buy', date: START, symbol: 'AAA', quantity: '100', price: madeUpClose(1, 420) } as const;
  const limit = async (of: string, kind: string, measure: string, max: number | null): Promise<string> => {
    const [row] = await fixture.sql<{ id: string }>(
      'INSERT INTO risk_limits (portfolio_id, kind, measure, max_value) VALUES ($1, $2, $3, $4) RETURNING id',
      [of, kind, measure, max],
    );
    return row!.id;
  };
  const stored = async (): Promise<unknown> =>
    Promise.all(TABLES.map((table) => asOwner(fixture.databases.addresses.core, `SELECT * FROM ${table} ORDER BY id`)));
  const alerts = () =>
    fixture.sql(
      `SELECT portfolio_id, kind, subject, status, as_of_date::text AS as_of FROM alerts ORDER BY kind, portfolio_id = $1 DESC`,
      [portfolio],
    );

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    portfolio = await fixture.portfolio([{ kind: 'deposit', date: START, amount: '50000' }, buy]);
    other = await fixture.portfolio([{ kind: 'deposit', date: START, amount: '50000' }, buy]);
    for (const id of [portfolio, other]) {
      await limit(id, 'concentration', 'largest_position', 0.5);
      await limit(id, 'concentration', 'hhi', 9_999);
      await limit(id, 'stale_price', 'sessions_old', 3);
      await limit(id, 'value_at_risk', 'historical_var_95', 0.9);
    }
    await fixture.sql(
      `INSERT INTO alert_channels (user_id, kind, name, target, confirmed_at)
       SELECT user_id, 'email', 'Mail', target, confirmed_at
         FROM (VALUES ('me@example.com', now()), ('not-confirmed@example.com', NULL)) AS given (target, confirmed_at), portfolios WHERE id = $1`,
      [portfolio],
    );
  });
  afterAll(() => fixture.close());

  it('are looked at once a run has stored what it computed, for its portfolios alone', async () => {
    expect((await fixture.run({ portfolioId: portfolio })).status).toBe('completed');
    const mine = {
      portfolio_id: portfolio,
      kind: 'concentration',
      subject: 'portfolio',
      status: 'open',
      as_of: LAST_SESSION,
    };
    expect(await alerts()).toEqual([mine, mine]);
    const states = await fixture.sql(
      `SELECT kind, measure, status, status_reason AS reason, as_of_date::text AS as_of FROM risk_limits
        WHERE portfolio_id = $1 ORDER BY kind, measure`,
      [portfolio],
    );
    expect(states).toEqual([
      { kind: 'concentration', measure: 'hhi', status: 'breached', reason: null, as_of: LAST_SESSION },
      { kind: 'concentration', measure: 'largest_position', status: 'breached', reason: null, as_of: LAST_SESSION },
      { kind: 'stale_price', measure: 'sessions_old', status: 'kept', reason: null, as_of: LAST_SESSION },
      expect.objectContaining({ kind: 'value_at_risk', status: expect.not.stringMatching('breached') }),
    ]);
    expect(await fixture.sql('SELECT event, attempts FROM alert_deliveries')).toEqual([
      { event: 'raised', attempts: 0 },
      { event: 'raised', attempts: 0 },
    ]);
  });

  it('leave nothing else behind when the same is computed again, session by session or as a whole', async () => {
    const before = await stored();
    await fixture.run({ portfolioId: portfolio, isForced: true });
    await fixture.run({ portfolioId: portfolio, from: '2024-11-25', to: '2024-11-26', isForced: true });
    expect(await stored()).toEqual(before);
  });

  it('are those of all portfolios in a run of all', async () => {
    await fixture.run();
    expect((await alerts()).map(({ portfolio_id: id }) => id)).toEqual([portfolio, portfolio, other, other]);
  });

  it('are kept again when the ledger says so', async () => {
    await fixture.post(portfolio, { ...buy, symbol: 'BBB', quantity: '80', price: madeUpClose(2, 420) });
    await fixture.run({ portfolioId: portfolio });
    const states = await fixture.sql(
      'SELECT measure, value, status FROM risk_limits WHERE portfolio_id = $1 ORDER BY measure',
      [portfolio],
    );
    expect(states).toContainEqual({ measure: 'hhi', value: expect.any(Number), status: 'kept' });
    const [alert] = await fixture.sql(
      `SELECT alert.status, alert.resolved_by FROM alerts alert JOIN risk_limits l ON l.id = alert.limit_id
        WHERE l.portfolio_id = $1 AND l.measure = 'hhi'`,
      [portfolio],
    );
    expect(alert).toEqual({ status: 'resolved', resolved_by: 'batch' });
  });
});
