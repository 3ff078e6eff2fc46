// A made-up market and books on it, put into the database at once: what a benchmark needs thousands of, nobody types in.
import { FACTOR_FUNDS } from '../dist/core/market-data/factor-funds.kernel.js';
import { addSessions, sessionsBetween } from '../dist/shared/time/trading-calendar.kernel.js';

export const LAST_SESSION = '2024-11-29';
/** Two years' worth of windows before the first session that is computed. */
const HISTORY = 320;
/** Every fifth share has a call and a put. */
const WITH_OPTIONS = 5;
const EXPIRY = '2025-06-20';

/**
 * Prices of the funds that factors are measured by, of shares that follow the market each with a beta of its own, and of
 * options on every fifth of them, at what Black and Scholes say at a volatility of 30 %: `symbols` in all.
 */
export async function makeMarket(client, symbols) {
  const sessions = sessionsBetween(addSessions(LAST_SESSION, -HISTORY), LAST_SESSION);
  const shares = Math.round((symbols - FACTOR_FUNDS.length) / (1 + 2 / WITH_OPTIONS));
  const names = [...FACTOR_FUNDS, ...Array.from({ length: shares }, (_, i) => `S${String(i).padStart(4, '0')}`)];
  await client.query(
    `INSERT INTO instruments (symbol, investment_class) SELECT unnest($1::text[]), 'PUBLIC' ON CONFLICT DO NOTHING`,
    [names],
  );
  const random = randomOf(20_241_129);
  const market = sessions.map(() => 0.01 * normalOf(random));
  const closes = new Map();
  for (const [i, name] of names.entries()) {
    const [beta, noise] = i === 0 ? [1, 0] : [0.4 + 1.2 * random(), 0.004 + 0.02 * random()];
    let price = 20 + 200 * random();
    closes.set(
      name,
      market.map((move) => (price *= 1 + beta * move + noise * normalOf(random) + 0.0003)),
    );
  }
  const options = names
    .filter((_, i) => i >= FACTOR_FUNDS.length && i % WITH_OPTIONS === 0)
    .flatMap((name) => {
      const path = closes.get(name);
      const strike = Math.max(1, Math.round(path.at(-30)));
      return ['CALL', 'PUT'].map((type) => {
        const symbol = `${name}250620${type[0]}${String(strike * 1_000).padStart(8, '0')}`;
        closes.set(
          symbol,
          path.map((spot, t) => optionClose(type, spot, strike, sessions[t])),
        );
        return { symbol, underlying: name, strike, type };
      });
    });
  await client.query(
    `INSERT INTO instruments (symbol, investment_class, underlying_symbol, strike_price, expiration_date, option_type, multiplier)
     SELECT symbol, 'OPTIONS', underlying, strike, $2, type, 100
       FROM jsonb_to_recordset($1::jsonb) AS option (symbol text, underlying text, strike numeric, type text)`,
    [JSON.stringify(options), EXPIRY],
  );
  for (const [symbol, path] of closes) {
    await client.query(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT instrument.id, 'csv', day, 'split_adjusted', close
         FROM instruments instrument, unnest($2::date[], $3::numeric[]) AS given (day, close)
        WHERE instrument.symbol = $1 AND instrument.owner_user_id IS NULL`,
      [symbol, sessions, path.map((close) => close.toFixed(4))],
    );
  }
  await client.query('ANALYZE');
  return { shares: names.slice(FACTOR_FUNDS.length), options: options.map(({ symbol }) => symbol), closes, sessions };
}

/** So many distinct books of so many lots, two of them options and every seventh short, opened on the first of `days` sessions. */
export async function makeBooks(client, { shares, options, closes, sessions }, { count, positions, days }) {
  const random = randomOf(7);
  const at = sessions.length - days;
  const owner = (
    await client.query(`INSERT INTO users (email, full_name) VALUES ('bench@example.com', 'Bench') RETURNING id`)
  ).rows[0].id;
  const { rows: ids } = await client.query(
    `INSERT INTO portfolios (user_id, name, account_name, price_dataset, stale_from)
     SELECT $1, 'Book ' || n, 'Book ' || n, 'csv', $3::date FROM generate_series(1, $2::integer) AS n RETURNING id`,
    [owner, count, sessions[at]],
  );
  const pick = (from, n) => {
    const chosen = new Set();
    while (chosen.size < n) chosen.add(from[Math.floor(random() * from.length)]);
    return [...chosen];
  };
  for (const { id } of ids) {
    const lots = [...pick(shares, positions - 2), ...pick(options, 2)].map((symbol, i) => {
      const price = Number(closes.get(symbol)[at].toFixed(4));
      return { symbol, price, quantity: (i % 7 === 6 ? -1 : 1) * (1 + Math.floor(random() * 60)) };
    });
    await client.query(
      `WITH lot AS (
         SELECT gen_random_uuid() AS id, instrument.id AS instrument, quantity, price, instrument.multiplier,
                instrument.option_type AS type
           FROM jsonb_to_recordset($2::jsonb) AS given (symbol text, quantity numeric, price numeric)
           JOIN instruments instrument ON instrument.symbol = given.symbol AND instrument.owner_user_id IS NULL
       ), paid AS (
         INSERT INTO transactions (portfolio_id, kind, trade_date, amount, source) VALUES ($1, 'deposit', $3, 400000, 'seed')
       ), booked AS (
         INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, multiplier, amount, source)
         SELECT id, $1, CASE WHEN quantity > 0 THEN 'buy' ELSE 'short' END, $3, instrument, abs(quantity), price, multiplier,
                -quantity * price * multiplier, 'seed' FROM lot)
       INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
       SELECT id, $1, instrument,
              CASE WHEN type IS NULL THEN CASE WHEN quantity > 0 THEN 'LONG' ELSE 'SHORT' END
                   ELSE CASE WHEN quantity > 0 THEN 'L' ELSE 'S' END || left(type, 1) END, quantity, quantity, price, $3
         FROM lot`,
      [id, JSON.stringify(lots), sessions[at]],
    );
  }
  await client.query('ANALYZE');
  return ids.map(({ id }) => id);
}

function optionClose(type, spot, strike, day) {
  const years = (Date.parse(EXPIRY) - Date.parse(day)) / 86_400_000 / 365;
  const spread = 0.3 * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + 0.04 * years) / spread + spread / 2;
  const worth = strike * Math.exp(-0.04 * years);
  const call = spot * cumulative(d1) - worth * cumulative(d1 - spread);
  // What is next to worthless has a tick.
  return Math.max(0.01, type === 'CALL' ? call : call - spot + worth);
}

/** The normal distribution within 1e-7 (Abramowitz and Stegun 26.2.17). */
function cumulative(x) {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x < 0 ? tail : 1 - tail;
}

/** The same numbers in every run. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normalOf = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
