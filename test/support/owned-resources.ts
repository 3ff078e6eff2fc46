import type { TestApp, TestUser } from './app.js';
import type { Ids } from './route-table.js';

/** A side of a what-if as it is stored. */
const EXPOSURES = { long: 1, short: 0, gross: 1, net: 1 };
const SIDE = {
  ...{ status: 'OK', netAssetValue: 1, cash: 0, exposures: EXPOSURES, deltaAdjusted: EXPOSURES },
  ...{ beta90d: null, beta252d: null, volatility21d: null, volatility63d: null, factors: [], sectors: {} },
  concentration: { herfindahlIndex: null, effectivePositions: null, top3Share: null, top10Share: null },
  greeks: { deltaDollars: 1, gammaDollars: 0, vega: 0, theta: 0, rho: 0, options: 0, optionsWithGreeks: 0 },
  ...{ figures: {}, results: [], reasons: {} },
};

/**
 * One of everything that a user can have.
 * @param more positions of the import beside its first one
 */
export async function ownedResources(app: TestApp, owner: TestUser, more = 0): Promise<Ids> {
  const post = async (url: string, body: unknown) => {
    const answer = await app.post(`/api/v1${url}`, { as: owner, body });
    if (answer.status >= 400) throw new Error(`${url} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const insert = async (statement: string, ...values: unknown[]): Promise<string> => {
    const [row] = await app.sql<{ id: string }>('core', statement, values);
    return row!.id;
  };

  const portfolio = (await post('/portfolios', { name: 'Hers', account_name: 'Hers', equity_balance: 1000 })).id;
  const book = `/portfolios/${portfolio}`;
  const change = { change_type: 'CONTRIBUTION', amount: 10, change_date: '2024-11-27' };
  const equityChange = (await post(`${book}/equity-changes`, change)).id;
  const rows = Array.from({ length: more }, (_, i) => `MANY${String(i + 1)},1,1.00\n`).join('');
  const file = { field: 'file', name: 'hers.csv', content: `Symbol,Quantity,Total Cost\nMSFT,1,100.00\n${rows}` };
  const imported = await app.upload(`/api/v1${book}/imports`, {}, file, owner);
  const buy = { kind: 'buy', trade_date: '2024-11-27', quantity: '1' };
  const bought = await post(`${book}/transactions`, { ...buy, symbol: 'AAPL', price: '100' });
  await post(`${book}/transactions`, { ...buy, symbol: 'HOUSE', investment_class: 'PRIVATE', price: '1' });
  const scenario = (await post('/stress-scenarios', { name: 'Hers', shocks: { rates_bp: 50 } })).id;
  const tag = (await post('/tags', { name: 'hers' })).id;
  const target = { symbol: 'AAPL', target_price_eoy: 120, current_price: 100 };
  const targetPrice = (await post(`/target-prices/${portfolio}`, target)).id;
  const memory = (await post('/chat/memories', { content: 'Hers' })).id;
  const conversation = (await post('/chat/conversations', { title: 'Hers' })).id;

  const house = await insert("SELECT id FROM instruments WHERE symbol = 'HOUSE' AND owner_user_id = $1", owner.id);
  const proxy = { kind: 'volatility', annual_volatility: 0.2 };
  await app.call('PUT', `/api/v1/instruments/${house}/risk-proxy`, { as: owner, body: proxy });
  const insight = await insert(
    `INSERT INTO ai_insights (portfolio_id, insight_type, title, summary, full_analysis, model_used, generation_time_ms, cache_key)
     VALUES ($1, 'custom', 'Hers', 'Hers', 'Hers', 'offline-analyst', 1, 'key') RETURNING id`,
    portfolio,
  );
  const run = await insert(
    `INSERT INTO batch_run_tracking (triggered_by, portfolio_id, to_date, status)
     VALUES ('test', $1, '2024-11-29', 'completed') RETURNING id`,
    portfolio,
  );
  const letter = await insert(
    `INSERT INTO batch_pieces (run_id, piece_number, dataset, portfolio_ids, status)
     VALUES ($1, 1, 'csv', '{}', 'dead') RETURNING id`,
    run,
  );
  const session = await insert(
    `INSERT INTO modeling_session_snapshots (user_id, portfolio_id, name, as_of_date, base_portfolio_snapshot, modified_portfolio_snapshot, changes)
     SELECT user_id, id, 'Hers', '2024-11-29', $2, $2, '[]' FROM portfolios WHERE id = $1 RETURNING id`,
    portfolio,
    JSON.stringify(SIDE),
  );
  const message = await insert(
    `INSERT INTO agent_messages (conversation_id, sequence, role, content)
     VALUES ($1, 99, 'assistant', 'hers') RETURNING id`,
    conversation,
  );
  await post(`/chat/messages/${message}/feedback`, { rating: 'up' });

  const limit = (await post(`${book}/limits`, { kind: 'beta', max: 1.2 })).id;
  const channel = (await post('/alert-channels', { kind: 'webhook', url: 'https://8.8.8.8/hers' })).id;
  const alert = await insert(
    `INSERT INTO alerts (portfolio_id, limit_id, kind, subject, message, value, threshold, first_as_of_date, as_of_date, raised_at)
     VALUES ($1, $2, 'beta', 'portfolio', 'Hers', 1.3, 1.2, '2024-11-29', '2024-11-29', '2024-12-02T22:00:00Z') RETURNING id`,
    portfolio,
    limit,
  );

  const position = bought.positions[0].id;
  return {
    ...{ portfolios: portfolio, portfolio_id: portfolio, portfolioId: portfolio },
    ...{ position, positions: position, positionId: position, symbol: 'AAPL', instruments: house },
    ...{ 'equity-changes': equityChange, importId: imported.body.import_id, transactionId: bought.transactions[0].id },
    'stress-scenarios': scenario,
    ...{ tags: tag, target_price_id: targetPrice, insight_id: insight, conversations: conversation },
    ...{ limit_id: limit, alert_id: alert, channel_id: channel },
    ...{
      history: run,
      'dead-letters': letter,
      batch_run_id: run,
      session_id: session,
      message_id: message,
      memory_id: memory,
      job_name: 'nightly-batch',
      email: owner.email,
    },
  };
}
