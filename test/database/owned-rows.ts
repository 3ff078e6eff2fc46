/** Statements that make one row of a user in every table that has an owner, parents first. */
type Rows = readonly (readonly [table: string, statement: string])[];

/** Tables without an owner: reference data, and what only system jobs touch. */
export const NOT_OWNED = [
  'ai_embedding_models',
  'ai_inbox_events',
  'ai_migrations',
  'ai_tombstones',
  'analyst_estimates',
  'balance_sheets',
  'batch_job_schedules',
  'batch_jobs',
  'batch_pieces',
  'batch_run_tracking',
  'benchmarks_sector_weights',
  'cash_flows',
  'company_profiles',
  'core_migrations',
  'factor_correlations',
  'factor_definitions',
  'fund_holdings',
  'income_statements',
  'market_data_cache',
  'pending_restatements',
  'price_corrections',
  'price_fetches',
  'reference_fetches',
  'simulated_markets',
  'symbol_factor_exposures',
  'symbol_greeks',
  'symbol_market_betas',
  'symbol_option_terms',
  'symbol_volatility',
];

const PORTFOLIO = '51134ffd-2f13-49bd-b1f5-0c327e801b69';
const INSTRUMENT = '51134ffd-2f13-49bd-b1f5-0c327e801b70';
const TRANSACTION = '51134ffd-2f13-49bd-b1f5-0c327e801b71';
const POSITION = '51134ffd-2f13-49bd-b1f5-0c327e801b72';
const SCENARIO = '51134ffd-2f13-49bd-b1f5-0c327e801b75';
const TAG = '51134ffd-2f13-49bd-b1f5-0c327e801b74';
const LIMIT = '51134ffd-2f13-49bd-b1f5-0c327e801b75';
const ALERT = '51134ffd-2f13-49bd-b1f5-0c327e801b76';
const CHANNEL = '51134ffd-2f13-49bd-b1f5-0c327e801b77';
const IMPORT = '51134ffd-2f13-49bd-b1f5-0c327e801b74';
const CONVERSATION = '51134ffd-2f13-49bd-b1f5-0c327e801b73';

const coreRows = (user: string): Rows => [
  ['users', `INSERT INTO users (id, email, full_name) VALUES ('${user}', '${user}@example.com', 'Somebody')`],
  [
    'user_sessions',
    `INSERT INTO user_sessions (user_id, refresh_hash, expires_at) VALUES ('${user}', 'hash', now() + interval '1 day')`,
  ],
  [
    'portfolios',
    `INSERT INTO portfolios (id, user_id, name, account_name, price_dataset)
     VALUES ('${PORTFOLIO}', '${user}', 'Growth', 'Growth', 'csv')`,
  ],
  [
    'instruments',
    `INSERT INTO instruments (id, symbol, owner_user_id, investment_class)
     VALUES ('${INSTRUMENT}', 'HOUSE', '${user}', 'PRIVATE')`,
  ],
  [
    'instrument_risk_proxies',
    `INSERT INTO instrument_risk_proxies (instrument_id, user_id, kind, annual_volatility)
     VALUES ('${INSTRUMENT}', '${user}', 'volatility', 0.2)`,
  ],
  [
    'transactions',
    `INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
     VALUES ('${TRANSACTION}', '${PORTFOLIO}', 'buy', '2024-01-02', '${INSTRUMENT}', 1, 10, -10, 'api')`,
  ],
  [
    'positions',
    `INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
     VALUES ('${POSITION}', '${PORTFOLIO}', '${INSTRUMENT}', 'LONG', 1, 1, 10, '2024-01-02')`,
  ],
  [
    'position_realized_events',
    `INSERT INTO position_realized_events (position_id, transaction_id, portfolio_id, trade_date, quantity_closed, exit_price, realized_pnl)
     VALUES ('${POSITION}', '${TRANSACTION}', '${PORTFOLIO}', '2024-01-02', 1, 10, 0)`,
  ],
  [
    'equity_changes',
    `INSERT INTO equity_changes (portfolio_id, transaction_id, change_type, amount, change_date)
     VALUES ('${PORTFOLIO}', '${TRANSACTION}', 'CONTRIBUTION', 10, '2024-01-02')`,
  ],
  [
    'portfolio_snapshots',
    `INSERT INTO portfolio_snapshots (portfolio_id, snapshot_date, status, net_asset_value, cash_value, long_value, short_value,
       gross_exposure, net_exposure, daily_pnl, cumulative_pnl, daily_realized_pnl, cumulative_realized_pnl, daily_capital_flow,
       cumulative_capital_flow, num_positions, num_long_positions, num_short_positions)
     VALUES ('${PORTFOLIO}', '2024-01-02', 'OK', 10, 0, 10, 0, 10, 10, 0, 0, 0, 0, 0, 0, 1, 1, 0)`,
  ],
  [
    'snapshot_positions',
    `WITH beta AS (
       INSERT INTO symbol_market_betas (instrument_id, dataset, as_of_date, window_sessions, market_index, beta, observations, method)
       VALUES ('${INSTRUMENT}', 'csv', '2024-01-02', 90, 'SPY', 1, 90, 'ols')),
     volatility AS (
       INSERT INTO symbol_volatility (instrument_id, dataset, as_of_date, window_sessions, realized_vol, observations, method)
       VALUES ('${INSTRUMENT}', 'csv', '2024-01-02', 21, 0.2, 21, 'sample'))
     INSERT INTO snapshot_positions (portfolio_id, snapshot_date, position_id, instrument_id, quantity, market_value, cost_basis, status)
     VALUES ('${PORTFOLIO}', '2024-01-02', '${POSITION}', '${INSTRUMENT}', 1, 10, 10, 'priced')`,
  ],
  [
    'portfolio_risk_measures',
    `INSERT INTO portfolio_risk_measures (portfolio_id, as_of_date, measure, window_sessions, value, observations, method, version)
     VALUES ('${PORTFOLIO}', '2024-01-02', 'historical_var_95', 252, 0.02, 252, 'historical', 1)`,
  ],
  [
    'risk_contributions',
    `INSERT INTO risk_contributions (portfolio_id, as_of_date, instrument_id, weight, volatility_contribution, observations, method, version)
     VALUES ('${PORTFOLIO}', '2024-01-02', '${INSTRUMENT}', 1, 0.2, 252, 'ledoit-wolf', 1)`,
  ],
  [
    'correlation_calculations',
    `INSERT INTO correlation_calculations (portfolio_id, as_of_date, window_sessions, min_overlap, instrument_ids, weights,
       correlations, overlap_counts, p_values, average_correlation, observations, method, version)
     VALUES ('${PORTFOLIO}', '2024-01-02', 90, 30, '{${INSTRUMENT},${INSTRUMENT}}', '{1,1}', '{0.5}', '{90}', '{0.01}', 0.5, 90, 'pearson', 1)`,
  ],
  [
    'correlation_clusters',
    `INSERT INTO correlation_clusters (portfolio_id, as_of_date, cluster_number, nickname, average_correlation, gross_share)
     VALUES ('${PORTFOLIO}', '2024-01-02', 0, 'HOUSE', 0.9, 1)`,
  ],
  [
    'correlation_cluster_positions',
    `INSERT INTO correlation_cluster_positions (portfolio_id, as_of_date, instrument_id, cluster_number, weight, correlation_to_cluster)
     VALUES ('${PORTFOLIO}', '2024-01-02', '${INSTRUMENT}', 0, 1, 0.9)`,
  ],
  [
    'factor_exposures',
    `WITH symbol AS (
       INSERT INTO symbol_factor_exposures (instrument_id, dataset, as_of_date, model, window_sessions, observations, exposures, method)
       VALUES ('${INSTRUMENT}', 'csv', '2024-01-02', 'rate', 252, 252, '{1,2}', 'ols'))
     INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, window_sessions, observations, method)
     VALUES ('${PORTFOLIO}', '2024-01-02', 'joint', 'Market', 1, 252, 252, 'ols')`,
  ],
  [
    'stress_test_scenarios',
    `INSERT INTO stress_test_scenarios (id, user_id, name, description, category, severity, shocks)
     VALUES ('${SCENARIO}', '${user}', 'Mine', '', 'custom', 'mild', '{}')`,
  ],
  [
    'stress_scenario_versions',
    `INSERT INTO stress_scenario_versions (scenario_id, version, user_id, name, description, category, severity, shocks)
     VALUES ('${SCENARIO}', 1, '${user}', 'Mine', '', 'custom', 'mild', '{}')`,
  ],
  [
    'stress_test_results',
    `INSERT INTO stress_test_results (portfolio_id, as_of_date, scenario_id, scenario_version, observations, reason, method, version)
     VALUES ('${PORTFOLIO}', '2024-01-02', 'market_up_5', 1, 0, 'no-benchmark', 'test', 1)`,
  ],
  [
    'modeling_session_snapshots',
    `INSERT INTO modeling_session_snapshots (user_id, portfolio_id, name, as_of_date, base_portfolio_snapshot, modified_portfolio_snapshot, changes)
     VALUES ('${user}', '${PORTFOLIO}', 'Hedged', '2024-01-02', '{}', '{}', '[]')`,
  ],
  [
    'portfolio_exposures',
    `WITH symbol AS (
       INSERT INTO symbol_greeks (instrument_id, dataset, as_of_date, observations, version, reason, method)
       VALUES ('${INSTRUMENT}', 'csv', '2024-01-02', 0, 1, 'no-price', 'implied'))
     INSERT INTO portfolio_exposures (portfolio_id, as_of_date, long_exposure, short_exposure, gross_exposure, net_exposure,
       gamma_exposure, options, at_value, plain_factors, reasons, observations, version, method)
     VALUES ('${PORTFOLIO}', '2024-01-02', 10, 0, 10, 10, 0, 0, '{}', '{}', '{}', 1, 1, 'delta-adjusted')`,
  ],
  ['tags', `INSERT INTO tags (id, user_id, name) VALUES ('${TAG}', '${user}', 'Growth')`],
  ['position_tags', `INSERT INTO position_tags (position_id, tag_id) VALUES ('${POSITION}', '${TAG}')`],
  [
    'portfolio_restatements',
    `INSERT INTO portfolio_restatements (portfolio_id, snapshot_date, figures, causes, causes_total, has_new_lines)
     VALUES ('${PORTFOLIO}', '2024-01-02', '[]', '[]', 0, false)`,
  ],
  [
    'export_history',
    `INSERT INTO export_history (portfolio_id, export_type, export_format, file_name, file_size_bytes, row_count, content_hash)
     VALUES ('${PORTFOLIO}', 'trades', 'csv', 'trades.csv', 1, 1, 'hash')`,
  ],
  [
    'agent_conversations',
    `INSERT INTO agent_conversations (id, user_id, provider) VALUES ('${CONVERSATION}', '${user}', 'offline')`,
  ],
  [
    'agent_messages',
    `INSERT INTO agent_messages (conversation_id, sequence, role) VALUES ('${CONVERSATION}', 1, 'user')`,
  ],
  [
    'outbox_events',
    `INSERT INTO outbox_events (type, aggregate_id, user_id) VALUES ('portfolio.deleted', '${PORTFOLIO}', '${user}')`,
  ],
  [
    'portfolio_target_prices',
    `INSERT INTO portfolio_target_prices (portfolio_id, position_id, symbol, target_price_eoy)
     VALUES ('${PORTFOLIO}', '${POSITION}', 'HOUSE', 12)`,
  ],
  [
    'user_activity_events',
    `INSERT INTO user_activity_events (user_id, event_type) VALUES ('${user}', 'onboarding.login_success')`,
  ],
  [
    'ai_request_metrics',
    `INSERT INTO ai_request_metrics (user_id, kind, conversation_id, model)
     VALUES ('${user}', 'chat', '${CONVERSATION}', 'offline-analyst')`,
  ],
  [
    'ai_insights',
    `INSERT INTO ai_insights (portfolio_id, insight_type, title, summary, full_analysis, model_used, generation_time_ms, cache_key)
     VALUES ('${PORTFOLIO}', 'custom', 'Mine', 'Mine', 'Mine', 'offline-analyst', 1, 'key')`,
  ],
  [
    'holding_imports',
    `INSERT INTO holding_imports (id, portfolio_id, preset, file_name, content_hash, as_of_date, report)
     VALUES ('${IMPORT}', '${PORTFOLIO}', 'schwab', 'positions.csv', 'hash', '2024-01-02', '{}')`,
  ],
  [
    'holding_import_transactions',
    `INSERT INTO holding_import_transactions (import_id, transaction_id, portfolio_id, file_row)
     VALUES ('${IMPORT}', '${TRANSACTION}', '${PORTFOLIO}', 4)`,
  ],
  [
    'idempotency_keys',
    `INSERT INTO idempotency_keys (user_id, key, route, request_hash, attempt, leased_until, created_at)
     VALUES ('${user}', 'once', 'POST /api/v1/portfolios', 'hash', gen_random_uuid(), now(), now())`,
  ],
  [
    'risk_limits',
    `INSERT INTO risk_limits (id, portfolio_id, kind, measure, max_value) VALUES ('${LIMIT}', '${PORTFOLIO}', 'beta', 'beta_90d', 1.2)`,
  ],
  [
    'alerts',
    `INSERT INTO alerts (id, portfolio_id, limit_id, kind, subject, message, value, threshold, first_as_of_date, as_of_date, raised_at)
     VALUES ('${ALERT}', '${PORTFOLIO}', '${LIMIT}', 'beta', 'portfolio', 'Beta', 1.3, 1.2, '2024-01-02', '2024-01-02', now())`,
  ],
  [
    'alert_events',
    `INSERT INTO alert_events (portfolio_id, alert_id, event, occurred_at) VALUES ('${PORTFOLIO}', '${ALERT}', 'raised', now())`,
  ],
  [
    'alert_channels',
    `INSERT INTO alert_channels (id, user_id, kind, name, target) VALUES ('${CHANNEL}', '${user}', 'email', 'Mine', 'me@example.com')`,
  ],
  [
    'alert_deliveries',
    `INSERT INTO alert_deliveries (portfolio_id, alert_id, channel_id, event, payload)
     VALUES ('${PORTFOLIO}', '${ALERT}', '${CHANNEL}', 'raised', '{}')`,
  ],
  ['demo_books', `INSERT INTO demo_books (user_id, book, portfolio_id) VALUES ('${user}', 'Growth', '${PORTFOLIO}')`],
];

const aiRows = (user: string): Rows => [
  [
    'ai_kb_documents',
    `INSERT INTO ai_kb_documents (source_key, chunk_no, scope, owner_user_id, title, content, content_hash, embedding_model, embedding)
     VALUES ('note', 0, 'user', '${user}', 'Mine', 'A private note', 'hash', 'universal-sentence-encoder-lite-en',
             array_fill(0.1, ARRAY[512])::vector)`,
  ],
  [
    'ai_feedback',
    `INSERT INTO ai_feedback (message_id, conversation_id, user_id, rating)
     VALUES ('${INSTRUMENT}', '${CONVERSATION}', '${user}', 'up')`,
  ],
  ['ai_memories', `INSERT INTO ai_memories (user_id, scope, content) VALUES ('${user}', 'user', 'I retire in 2031.')`],
];

export const ROWS_OF_A_USER = { core: coreRows, ai: aiRows } as const;
