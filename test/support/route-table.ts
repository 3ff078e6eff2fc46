/*
 * Every operation of the API document, and the request that it answers. A new route is here by itself: its body is the
 * example of its description, with the ids of whoever asks. Only where that example says too much (fields that exclude
 * each other) is a body written down below.
 */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema; example?: unknown }>> };
}

export interface Route {
  readonly method: Method;
  readonly path: string;
  /** Such as `GET /api/v1/portfolios`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly isForm: boolean; readonly schema: Schema; readonly example: unknown } | null;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export function routesOf({ paths }: ApiDocument): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, { parameters = [], requestBody }]): Route => {
      const method = verb.toUpperCase() as Method;
      const [[type, media] = []] = Object.entries(requestBody?.content ?? {});
      const body = media && { isForm: type !== 'application/json', schema: media.schema, example: media.example };
      return { method, path, name: `${method} ${path}`, parameters, body: body ?? null };
    }),
  );
}

/** Ids of one user's resources, by the parameter or the part of a path that names them. */
export type Ids = Readonly<Record<string, string>>;

/** The id for a parameter of a path. */
export function idOf(path: string, name: string, ids: Ids): string {
  if (name !== 'id') return ids[name] ?? `unknown parameter ${name}`;
  const owner = /\/([a-z-]+)\/\{id\}/.exec(path)?.[1] ?? '';
  return ids[owner] ?? `unknown resource ${owner}`;
}

export const urlOf = (path: string, ids: Ids): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(path, name, ids));

/** What a query cannot do without, by the examples of the document. */
export function neededQuery({ parameters }: Route): string {
  const needed = parameters.filter((one) => one.in === 'query' && one.required === true);
  const entries = needed.map(({ name, example, schema }): [string, string] => {
    const given = example ?? schema.example;
    return [name, typeof given === 'string' ? given : ANY_ID];
  });
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}

/** The id that stands for all in the examples. */
const ANY_ID = '3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15';
const TRANSACTION = { kind: 'deposit', trade_date: '2024-11-27', amount: '1' };
const SHARES = { symbol: 'AAPL', quantity: 1, avg_cost: 1, position_type: 'LONG', investment_class: 'PUBLIC' };
const TARGET = { symbol: 'MSFT', position_type: 'LONG', current_price: 1 };

const HOLDINGS = 'Symbol,Quantity,Entry Price Per Share,Entry Date\nMSFT,1,100.00,2024-11-25\n';

/** What a valid call sends where the example of the document would be refused for another reason. */
const BODIES: Readonly<Record<string, unknown>> = {
  'PUT /api/v1/portfolios/{id}': { name: 'Mine now' },
  'POST /api/v1/portfolios': { name: 'Second', account_name: 'Second', equity_balance: 1000 },
  'POST /api/v1/admin/batch/run': {},
  'POST /api/v1/auth/refresh': {},
  'POST /api/v1/auth/register': { email: 'one@example.com', password: 'Correct1horse', full_name: 'One' },
  'POST /api/v1/onboarding/register': { email: 'two@example.com', password: 'Correct1horse', full_name: 'Two' },
  'POST /api/v1/portfolios/{portfolioId}/transactions': TRANSACTION,
  'POST /api/v1/portfolios/{portfolioId}/transactions/preview': TRANSACTION,
  'PUT /api/v1/portfolios/{portfolioId}/equity-changes/{id}': { amount: 2 },
  'PUT /api/v1/instruments/{id}/risk-proxy': { kind: 'volatility', annual_volatility: 0.2 },
  'POST /api/v1/analytics/portfolio/{portfolio_id}/stress-test/run': { scenario_ids: [ANY_ID] },
  'POST /api/v1/positions': { ...SHARES, portfolio_id: ANY_ID },
  'POST /api/v1/positions/bulk': { portfolio_id: ANY_ID, positions: [SHARES] },
  'PUT /api/v1/positions/{id}': { notes: 'Mine now' },
  'POST /api/v1/tags/batch-update': { updates: [{ id: ANY_ID, color: '#336699' }] },
  'PATCH /api/v1/tags/{id}': { name: 'Mine now' },
  'POST /api/v1/target-prices/{portfolio_id}': { symbol: 'AAPL', position_type: 'SHORT', current_price: 1 },
  'PUT /api/v1/target-prices/target/{target_price_id}': { target_price_eoy: 1 },
  'POST /api/v1/target-prices/{portfolio_id}/bulk': { target_prices: [TARGET] },
  'PUT /api/v1/target-prices/{portfolio_id}/bulk-update': { updates: [{ symbol: 'AAPL', target_price_eoy: 1 }] },
  'POST /api/v1/target-prices/{portfolio_id}/import-csv': { csv_content: 'symbol,current_price\nIBM,1' },
  'POST /api/v1/target-prices/{portfolio_id}/export': { format: 'json' },
  'PATCH /api/v1/insights/{insight_id}': { viewed: true },
  'POST /api/v1/insights/{insight_id}/feedback': { rating: 1 },
  'POST /api/v1/portfolios/{portfolio_id}/limits': { kind: 'beta', max: 1.2 },
  'PATCH /api/v1/portfolios/{portfolio_id}/limits/{limit_id}': { max: 1.3 },
  'POST /api/v1/alert-channels': { kind: 'webhook', url: 'https://8.8.8.8/mine' },
  'POST /api/v1/onboarding/create-portfolio': {
    ...{ portfolio_name: 'Third', account_name: 'Third', account_type: 'taxable', equity_balance: '1000' },
    csv_file: HOLDINGS,
  },
  'POST /api/v1/portfolios/{portfolioId}/imports': { file: 'Symbol,Quantity,Total Cost\nIBM,1,100.00\n' },
  'POST /api/v1/portfolios/{portfolioId}/marks/import': { csv_file: 'symbol,date,price\nHOUSE,2024-11-28,1\n' },
};

/** The other shape of a body that has two. */
const OTHER_BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/v1/analytics/portfolio/{portfolio_id}/stress-test/run': { shocks: { rates_bp: 50 } },
  'POST /api/v1/portfolios/{portfolioId}/transactions': { transactions: [TRANSACTION] },
  'POST /api/v1/portfolios/{portfolioId}/transactions/preview': { transactions: [TRANSACTION] },
};

/** Resources by the names that bodies have for them, where a path names them otherwise. */
export const IN_BODIES: Readonly<Record<string, string>> = {
  conversation_id: 'conversations',
  position_id: 'position',
  position_ids: 'position',
  portfolio_ids: 'portfolios',
  tag_ids: 'tags',
  scenario_ids: 'stress-scenarios',
  id: 'tags',
};

/** After these something that others need is gone. */
export const USES_UP = /^DELETE |\/logout$|\/reverse$|\/undo$|\/bulk-delete$|\/refresh$|\/bulk$/;

/** What only reads, though it is no GET. */
export const READS =
  /^GET |\/transactions\/preview$|\/stress-test\/run$|\/what-if$|\/target-prices\/\{portfolio_id\}\/export$|^POST \S+\/validate-symbol$/;

/** The bodies that a route accepts from the owner of `ids`: one for each shape that it has, none when it has no body. */
export function bodiesOf({ name, body }: Route, ids: Ids): unknown[] {
  if (body === null) return [];
  const first = name in BODIES ? BODIES[name] : body.example;
  const all = name in OTHER_BODIES ? [first, OTHER_BODIES[name]] : [first];
  return all.map((one) => withIds(one, '', ids));
}

function withIds(value: unknown, name: string, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((item) => withIds(item, name, ids));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => [key, withIds(part, key, ids)] as const);
    return Object.fromEntries(entries);
  }
  if (value === ANY_ID) return ids[IN_BODIES[name] ?? name] ?? value;
  return value === 'name@example.com' ? (ids.email ?? value) : value;
}
