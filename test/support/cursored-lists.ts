import type { Answer, TestApp, TestUser } from './app.js';
import { SeededPortfolio } from './seed-figures.js';

/* Lists that are read by cursor, and how one of each comes to be. */

export type Row = { readonly id: string };
export interface World {
  readonly app: TestApp;
  readonly ann: TestUser;
  readonly portfolio: string;
}
export interface Kind {
  readonly what: string;
  /** The address of an empty list. */
  readonly make: (world: World) => Promise<string>;
  readonly add: (world: World, url: string, n: number) => Promise<unknown>;
  readonly rows: (answer: Answer) => readonly Row[];
  readonly size: string;
  /** It never had `offset` or `page`. */
  readonly cursorOnly?: true;
}

export const CURSORED_LISTS: readonly Kind[] = [
  {
    what: 'transactions',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/portfolios/${portfolio}/transactions?kind=deposit`),
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, { as: ann, body: { kind: 'deposit', trade_date: day(n), amount: '10' } }),
    rows: ({ body }) => body.transactions as Row[],
    size: 'limit',
  },
  {
    what: 'equity changes',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/portfolios/${portfolio}/equity-changes?start_date=2024-01-01`),
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, {
        as: ann,
        body: { change_type: 'CONTRIBUTION', amount: 10, change_date: day(n) },
      }),
    rows: ({ body }) => body.items as Row[],
    size: 'page_size',
  },
  {
    what: 'conversations',
    make: () => Promise.resolve('/api/v1/chat/conversations?'),
    add: ({ app, ann }, url) => app.post(url, { as: ann, body: { title: 'Risk' } }),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'messages',
    make: async ({ app, ann }) => {
      const { body } = await app.post('/api/v1/chat/conversations', { as: ann, body: { title: 'Long' } });
      return `/api/v1/chat/conversations/${body.id as string}/messages?`;
    },
    add: ({ app }, url, n) =>
      app.sql(
        'core',
        `INSERT INTO agent_messages (conversation_id, sequence, role, status, content) VALUES ($1, $2, 'user', 'complete', 'Why?')`,
        [url.split('/')[5], n + 1],
      ),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'insights',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/insights/portfolio/${portfolio}?`),
    // Two of an instant each: the id decides.
    add: ({ app, portfolio }, _, n) =>
      app.sql(
        'core',
        `INSERT INTO ai_insights (portfolio_id, insight_type, title, severity, summary, full_analysis, key_findings,
           recommendations, data_limitations, figures, model_used, generation_time_ms, token_count_input, token_count_output,
           tool_calls_count, cache_key, created_at)
         VALUES ($1, 'daily_summary', 'Calm', 'info', 'Calm.', 'Calm.', '[]', '[]', '', '[]', 'm', 1, 1, 1, 0, 'k' || $2,
                 timestamptz '2024-12-01T00:00:00Z' + make_interval(mins => $3))`,
        [portfolio, String(n), Math.floor(n / 2)],
      ),
    rows: ({ body }) => body.insights as Row[],
    size: 'limit',
  },
  {
    what: 'marks',
    make: async ({ app, ann, portfolio }) => {
      const buy = { kind: 'buy', symbol: 'HOUSE', investment_class: 'PRIVATE', quantity: '1', price: '1' };
      const url = `/api/v1/portfolios/${portfolio}`;
      await app.post(`${url}/transactions`, { as: ann, body: { ...buy, trade_date: '2024-11-05' } });
      return `${url}/marks?symbol=HOUSE`;
    },
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, { as: ann, body: { symbol: 'HOUSE', date: day(n), price: String(n + 1) } }),
    rows: ({ body }) => body.marks as Row[],
    size: 'limit',
  },
  {
    what: 'holding imports',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/portfolios/${portfolio}/imports?`),
    add: ({ app, ann }, url, n) => app.upload(url.split('?')[0]!, {}, holdings([n]), ann),
    rows: ({ body }) => body.items as Row[],
    size: 'limit',
  },
  {
    what: 'ledger lines of an import',
    make: async ({ app, ann, portfolio }) => {
      const url = `/api/v1/portfolios/${portfolio}/imports`;
      const { body } = await app.upload(url, {}, holdings([0, 1, 2, 3, 4, 5, 6, 7]), ann);
      return `${url}/${body.import_id as string}?`;
    },
    // An import is booked at once.
    add: () => Promise.resolve(),
    rows: ({ body }) => (body.entries as { transaction_id: string }[]).map(({ transaction_id: id }) => ({ id })),
    size: 'limit',
  },
  {
    what: 'batch runs',
    make: () => Promise.resolve('/api/v1/admin/batch/history?days=90'),
    add: ({ app }) =>
      app.sql(
        'core',
        `INSERT INTO batch_run_tracking (triggered_by, to_date, status) VALUES ('test', '2024-11-29', 'completed')`,
      ),
    rows: ({ body }) => body.runs as Row[],
    size: 'limit',
    cursorOnly: true,
  },
  {
    what: 'dead letters',
    make: () => Promise.resolve('/api/v1/admin/batch/dead-letters?'),
    // Two of an instant each: the id decides.
    add: ({ app }, _, n) =>
      app.sql(
        'core',
        `WITH made AS (INSERT INTO batch_run_tracking (triggered_by, to_date, status)
                       VALUES ('test', '2024-11-29', 'partial') RETURNING id)
         INSERT INTO batch_pieces (run_id, piece_number, dataset, portfolio_ids, status, completed_at)
         SELECT id, 1, 'csv', '{}', 'dead', timestamptz '2024-12-01T00:00:00Z' + make_interval(mins => $1) FROM made`,
        [Math.floor(n / 2)],
      ),
    rows: ({ body }) => body.dead_letters as Row[],
    size: 'limit',
    cursorOnly: true,
  },
  {
    what: 'onboarding events',
    make: () => Promise.resolve('/api/v1/admin/onboarding/events?'),
    add: ({ app }) =>
      app.sql('core', `INSERT INTO user_activity_events (event_type) VALUES ('onboarding.login_error')`),
    rows: ({ body }) => body.events as Row[],
    size: 'limit',
    cursorOnly: true,
  },
  {
    what: 'versions of a scenario',
    make: async ({ app, ann }) => {
      const body = { name: 'Mine', shocks: { rates_bp: 50 } };
      const { id } = (await app.post('/api/v1/stress-scenarios', { as: ann, body })).body as Row;
      return `/api/v1/stress-scenarios/${id}/versions?`;
    },
    add: ({ app, ann }, url, n) =>
      app.call('PATCH', url.replace(/\/versions.*/, ''), { as: ann, body: { name: `Mine ${String(n)}` } }),
    rows: ({ body }) => (body.versions as { version: number }[]).map(({ version }) => ({ id: String(version) })),
    size: 'limit',
    cursorOnly: true,
  },
  {
    what: 'portfolios with their values',
    make: () => Promise.resolve('/api/v1/data/portfolios?'),
    add: ({ app, ann }) => SeededPortfolio.create(app, ann),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'positions in detail',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/data/positions/details?portfolio_id=${portfolio}`),
    // Two lots of a symbol: the id decides.
    add: ({ app, portfolio }, _, n) => lot(app, portfolio, `S${String(n >> 1)}`),
    rows: ({ body }) => body.positions as Row[],
    size: 'limit',
  },
  {
    what: 'target prices',
    make: ({ portfolio }) => Promise.resolve(`/api/v1/target-prices/${portfolio}?`),
    add: ({ app, ann }, url, n) =>
      app.post(url.split('?')[0]!, {
        as: ann,
        body: { symbol: `T${String(n >> 1)}`, position_type: n % 2 ? 'SHORT' : 'LONG', current_price: 1 },
      }),
    rows: ({ body }) => body as Row[],
    size: 'limit',
  },
  {
    what: 'tags',
    make: () => Promise.resolve('/api/v1/tags?'),
    // Two of a place each: the name decides.
    add: ({ app, ann }, _, n) =>
      app.post('/api/v1/tags', { as: ann, body: { name: `tag ${String(n)}`, display_order: n >> 1 } }),
    rows: ({ body }) => body.tags as Row[],
    size: 'limit',
  },
  {
    what: 'positions with a tag',
    make: async ({ app, ann }) => {
      const { body } = await app.post('/api/v1/tags', { as: ann, body: { name: 'growth' } });
      return `/api/v1/tags/${body.id as string}/positions?`;
    },
    add: async ({ app, portfolio }, url, n) => {
      const id = await lot(app, portfolio, `S${String(n >> 1)}`);
      await app.sql('core', 'INSERT INTO position_tags (position_id, tag_id) VALUES ($1, $2)', [id, url.split('/')[4]]);
    },
    rows: ({ body }) => body.positions as Row[],
    size: 'limit',
  },
  ...['symbol&sort_order=asc', 'company_name&sort_order=desc', 'market_cap', 'market_cap&sort_order=asc'].map(
    (order): Kind => ({
      what: `equities by ${order}`,
      make: () => Promise.resolve(`/api/v1/equity-search?query=${prefixOf(order)}&sort_by=${order}`),
      // Of three one has neither name nor size, and two are of the same.
      add: ({ app }, _, n) =>
        app.sql(
          'core',
          `WITH made AS (INSERT INTO instruments (symbol, investment_class) VALUES ($1, 'PUBLIC') RETURNING id)
           INSERT INTO company_profiles (instrument_id, dataset, currency, company_name, market_cap, is_etf, is_fund, fetched_at)
           SELECT id, 'csv', 'USD', $2, $3, false, false, now() FROM made`,
          [
            `${prefixOf(order)}${String(n)}`,
            n % 3 ? `Company ${String(n % 2)}` : null,
            n % 3 ? 1e9 + (n % 2) / 8 : null,
          ],
        ),
      rows: ({ body }) => (body.items as { symbol: string }[]).map(({ symbol: id }) => ({ id })),
      size: 'limit',
    }),
  ),
];

/** Symbols of its own for each order. */
const prefixOf = (order: string): string => `EQ${String(order.length)}X`;

async function lot(app: TestApp, portfolio: string, symbol: string): Promise<string> {
  const [row] = await app.sql<{ id: string }>(
    'core',
    `WITH known AS (
       INSERT INTO instruments (symbol, investment_class) VALUES ($2, 'PUBLIC')
       ON CONFLICT (symbol) WHERE owner_user_id IS NULL DO UPDATE SET updated_at = now() RETURNING id)
     INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
     SELECT gen_random_uuid(), $1, id, 'LONG', 1, 1, 10, '2024-01-02' FROM known RETURNING id`,
    [portfolio, symbol],
  );
  return row!.id;
}

const holdings = (numbers: readonly number[]) => ({
  field: 'file',
  name: `holdings-${numbers.join('-')}.csv`,
  content: `Symbol,Quantity,Total Cost\n${numbers.map((n) => `H${String(n)},1,100.00\n`).join('')}`,
});

/** Three to a day. */
const day = (n: number): string => `2024-11-${String(10 + Math.floor(n / 3)).padStart(2, '0')}`;
