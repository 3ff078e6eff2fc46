import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Day,
  type Holding,
  history,
  portfolioBeta,
  portfolioVolatility,
  readPrices,
  symbolBeta,
} from './support/independent-risk.js';
import { correlations, tails } from './support/independent-tails.js';
import { Installation, type Server } from './support/program.js';
import { onCore, storedMeasures, storedPairs } from './support/stored-risk.js';

/*
 * Real prices through the whole program, spoken to over HTTP and its command line alone, against figures that this
 * file computes from the same prices by itself.
 */

const PRICES = resolve('../shared/data/real_prices_2019_2024.csv');
const hasPrices = existsSync(PRICES);
if (!hasPrices) console.log(`real-input: skipped, there is no ${PRICES}`);

const FIRST = '2023-01-03';
const LAST = '2024-11-29';
const CHECKED = ['2023-06-30', '2024-06-28', LAST];
const EQUITY = 1_000_000;
const EMAIL = 'real@example.com';
const PASSWORD = 'a long enough password';
const QUANTITIES: Record<string, number> = {
  AAPL: 400,
  AMZN: 500,
  JPM: 300,
  META: 200,
  WMT: 900,
  XOM: 350,
  MA: 120,
  SBUX: 250,
  GE: -300,
  PFE: 800,
};
/** In sessions. */
const CORRELATED_OVER = 90;
const CLOSED = { symbol: 'PFE', exitDate: '2024-06-14' };

/** What a run may write. */
const WRITTEN = [
  'portfolio_snapshots',
  'snapshot_positions',
  'symbol_market_betas',
  'symbol_volatility',
  'portfolio_risk_measures',
  'correlation_calculations',
  'transactions',
  'positions',
  'market_data_cache',
];

/** Agreement to nine digits, relative; tiny figures relative to the cent. */
const agrees = (actual: number, expected: number): boolean =>
  Math.abs(actual - expected) <= 1e-9 * Math.max(Math.abs(expected), 1e-2);

describe.skipIf(!hasPrices)('real prices', () => {
  let installation: Installation;
  let server: Server;
  let token: string;
  let portfolio: string;
  const { table, sessions } = hasPrices ? readPrices(PRICES) : { table: new Map(), sessions: [] };
  const holdings: Holding[] = hasPrices
    ? Object.entries(QUANTITIES).map(([symbol, quantity]) => ({
        symbol,
        quantity,
        entryDate: FIRST,
        entryPrice: table.get(symbol)!.get(FIRST)!,
        ...(symbol === CLOSED.symbol
          ? { exitDate: CLOSED.exitDate, exitPrice: table.get(symbol)!.get(CLOSED.exitDate)! }
          : {}),
      }))
    : [];
  const question = (date: string) => ({ table, sessions, holdings, equity: EQUITY, date });

  const heldOn = (date: string): string[] =>
    holdings
      .filter(({ entryDate, exitDate }) => entryDate <= date && (exitDate === undefined || exitDate > date))
      .map(({ symbol }) => symbol)
      .sort();

  const csv = (): string =>
    [
      'Symbol,Quantity,Entry Price Per Share,Entry Date,Exit Date,Exit Price Per Share',
      ...holdings.map((held) =>
        [held.symbol, held.quantity, held.entryPrice, held.entryDate, held.exitDate ?? '', held.exitPrice ?? ''].join(
          ',',
        ),
      ),
    ].join('\n');

  async function backfill(to: string): Promise<void> {
    const { code, stderr, stdout } = await installation.cli('batch', 'run', '--from', FIRST, '--to', to);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
  }

  /** Every stored session up to a date, by the time series of `/complete`, 180 sessions a call. */
  async function storedHistory(): Promise<Day[]> {
    const days = new Map<string, Day>();
    for (let asOf = LAST; ;) {
      const { body, status } = await server.get(
        `/api/v1/data/portfolio/${portfolio}/complete?include_holdings=false&include_timeseries=true&as_of_date=${asOf}`,
        token,
      );
      expect(status).toBe(200);
      const series = body.timeseries as { dates: string[]; values: number[]; daily_pnl: number[]; cash: number[] };
      series.dates.forEach((date, i) =>
        days.set(date, { date, nav: series.values[i]!, pnl: series.daily_pnl[i]!, cash: series.cash[i]! }),
      );
      const first = series.dates[0]!;
      if (first <= FIRST) break;
      asOf = first;
    }
    return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  }

  /** Every row that a run may write, as it is and as which version of it: one that is written anew with the same words differs. */
  const rowVersions = (): Promise<Record<string, string[]>> =>
    onCore(installation, async (client) => {
      const versions: Record<string, string[]> = {};
      for (const table of WRITTEN) {
        const { rows } = await client.query<{ version: string }>(
          `SELECT concat_ws(' ', t.xmin, t.ctid, md5(to_jsonb(t)::text)) AS version FROM ${table} t ORDER BY 1`,
        );
        versions[table] = rows.map(({ version }) => version);
      }
      return versions;
    });

  beforeAll(async () => {
    // What is computed up to when is this test's to say, however long it takes.
    installation = await Installation.make({ SKIP_BATCH_SCHEDULE: 'true' });
    server = await installation.serve();
    const created = await installation.cliWithInput(
      `${PASSWORD}\n`,
      'users',
      'create',
      '--email',
      EMAIL,
      '--name',
      'Real Prices',
      '--password-stdin',
    );
    expect(created).toMatchObject({ code: 0 });
    token = await server.signIn(EMAIL, PASSWORD);
  });

  afterAll(async () => {
    await server.stop();
    await installation.remove();
  });

  it('imports the price file, and changes nothing when it is imported again', async () => {
    const first = await installation.cli('prices', 'import', PRICES);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('29780 rows of 20 symbols');
    expect(first.stdout).toContain('29780 new, 0 changed');
    const again = await installation.cli('prices', 'import', PRICES);
    expect(again.stdout).toContain('0 new, 0 changed, 29780 already there');
  });

  it('takes the holdings from a CSV file', async () => {
    const form = new FormData();
    form.set('portfolio_name', 'Real prices');
    form.set('account_name', 'Real account');
    form.set('account_type', 'taxable');
    form.set('equity_balance', String(EQUITY));
    form.set('csv_file', new Blob([csv()], { type: 'text/csv' }), 'holdings.csv');
    const { status, body } = await server.call('POST', '/api/v1/onboarding/create-portfolio', { token, form });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ positions_imported: 10, positions_failed: 0, total_positions: 10 });
    portfolio = body.portfolio_id as string;
  });

  it.each(CHECKED)('computes beta and volatility of %s as the prices say', async (date) => {
    await backfill(date);
    const { body: volatility } = await server.get(`/api/v1/analytics/portfolio/${portfolio}/volatility`, token);
    expect(volatility).toMatchObject({ available: true, calculation_date: date });
    for (const [field, window] of [
      ['realized_volatility_21d', 21],
      ['realized_volatility_63d', 63],
    ] as const) {
      expect(agrees(volatility.data[field], portfolioVolatility(question(date), window)), field).toBe(true);
    }
    const { body: snapshot } = await server.get(`/api/v1/data/portfolio/${portfolio}/snapshot`, token);
    expect(snapshot.snapshot_date).toBe(date);
    expect(agrees(snapshot.beta_calculated_90d, portfolioBeta(question(date), 90))).toBe(true);
    const { body: betas } = await server.get(`/api/v1/analytics/portfolio/${portfolio}/beta-comparison`, token);
    const positions = betas.positions as { symbol: string; calculated_beta: number }[];
    expect(positions.map(({ symbol }) => symbol).sort()).toEqual(heldOn(date));
    for (const position of positions) {
      expect(agrees(position.calculated_beta, symbolBeta(question(date), position.symbol, 90)), position.symbol).toBe(
        true,
      );
    }
  });

  it.each(CHECKED)('correlates the holdings of %s as the prices say', async (date) => {
    const expected = correlations(question(date), CORRELATED_OVER);
    const stored = await storedPairs(installation, portfolio, date);
    expect(stored.map(({ symbols }) => symbols)).toEqual(expected.pairs.map(({ symbols }) => symbols));
    expect(stored.length).toBeGreaterThan(20);
    for (const [i, { correlation, pValue, symbols }] of expected.pairs.entries()) {
      const pair = stored[i]!;
      expect(pair, symbols).toMatchObject({ overlap: CORRELATED_OVER, window: CORRELATED_OVER });
      expect(agrees(pair.correlation, correlation), `${symbols}: ${pair.correlation}, not ${correlation}`).toBe(true);
      expect(agrees(pair.pValue, pValue), `p of ${symbols}: ${pair.pValue}, not ${pValue}`).toBe(true);
    }
    if (date !== LAST) return;
    const { body } = await server.get(`/api/v1/analytics/portfolio/${portfolio}/correlation-matrix`, token);
    expect(body.data.average_correlation).toBeCloseTo(expected.average, 6);
    for (const { correlation, symbols } of expected.pairs) {
      const [a, b] = symbols.split('/') as [string, string];
      expect(body.data.matrix[a][b]).toBeCloseTo(correlation, 6);
      expect(body.data.matrix[b][a]).toBe(body.data.matrix[a][b]);
    }
  });

  it.each(CHECKED)('has the value at risk of %s that the prices say, by every method', async (date) => {
    const expected = tails(question(date));
    expect(Object.keys(expected)).toHaveLength(12);
    const stored = await storedMeasures(installation, portfolio, date);
    const wrong = Object.entries(expected).filter(([measure, value]) => !agrees(stored[measure] ?? Number.NaN, value));
    expect(wrong.map(([measure, value]) => `${measure}: ${stored[measure]}, not ${value}`)).toEqual([]);
    if (date !== LAST) return;
    const { body } = await server.get(`/api/v1/analytics/portfolio/${portfolio}/value-at-risk`, token);
    for (const figure of body.figures as { name: string; confidence: number; value_at_risk: number }[]) {
      const measure = `${figure.name}_var_${Math.round(100 * figure.confidence)}`;
      expect(figure.value_at_risk, measure).toBeCloseTo(expected[measure]!, 6);
    }
  });

  it('values every session to nine digits', async () => {
    const expected = history(
      table,
      holdings,
      EQUITY,
      sessions.filter((date) => date >= FIRST && date <= LAST),
    );
    const stored = await storedHistory();
    expect(stored.map(({ date }) => date)).toEqual(expected.map(({ date }) => date));
    const wrong = stored.filter(
      (day, i) =>
        !agrees(day.nav, expected[i]!.nav) ||
        !agrees(day.pnl, expected[i]!.pnl) ||
        !agrees(day.cash, expected[i]!.cash),
    );
    expect(wrong).toEqual([]);
    console.log(`real-input: NAV, P&L and cash of ${stored.length} sessions agree`);
  });

  it('changes no row when it runs again', async () => {
    const before = await rowVersions();
    const counts = Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows.length]));
    const days = sessions.filter((date) => date >= FIRST && date <= LAST);
    expect(counts).toMatchObject({
      portfolio_snapshots: days.length,
      snapshot_positions: days.reduce((sum, date) => sum + heldOn(date).length, 0),
      positions: holdings.length,
      market_data_cache: 29_780,
    });
    for (const table of WRITTEN) expect(before[table], table).not.toEqual([]);
    await backfill(LAST);
    expect(await rowVersions()).toEqual(before);
  });
});
