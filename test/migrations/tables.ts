/** Every table and view of the core database, in order of its name. A new one is written down here. */
export const CORE_TABLES = [
  'agent_conversations',
  'agent_messages',
  'ai_insights',
  'ai_request_metrics',
  'analyst_estimates',
  'balance_sheets',
  'batch_job_schedules',
  'batch_jobs',
  'batch_run_tracking',
  'benchmarks_sector_weights',
  'cash_flows',
  'company_profiles',
  'core_migrations',
  'demo_books',
  'equity_changes',
  'export_history',
  'fund_holdings',
  'holding_import_transactions',
  'holding_imports',
  'idempotency_keys',
  'income_statements',
  'instrument_risk_proxies',
  'instruments',
  'market_data_cache',
  'outbox_events',
  'pending_restatements',
  'portfolio_restatements',
  'portfolio_snapshots',
  'portfolio_target_prices',
  'portfolios',
  'position_realized_events',
  'position_tags',
  'positions',
  'price_corrections',
  'price_fetches',
  'reference_fetches',
  'simulated_markets',
  'snapshot_positions',
  'symbol_market_betas',
  'symbol_volatility',
  'tags',
  'transactions',
  'user_activity_events',
  'user_sessions',
  'users',
];

export const CORE_VIEWS = ['position_market_betas', 'position_volatility'];

/** Every table of the AI database. */
export const AI_TABLES = [
  'ai_embedding_models',
  'ai_feedback',
  'ai_inbox_events',
  'ai_kb_documents',
  'ai_memories',
  'ai_migrations',
  'ai_tombstones',
];

/** Written by the migration runner, as owner; no role may read them. */
export const HISTORY_TABLES = ['core_migrations', 'ai_migrations'];
