import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { AI_TABLES, CORE_TABLES, CORE_VIEWS, HISTORY_TABLES } from './tables.js';

const FILE = resolve(import.meta.dirname, '../../docs/data-model.md');
const document = readFileSync(FILE, 'utf8');

let databases: TestDatabases;
beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.close());

interface Reference {
  readonly child: string;
  readonly parent: string;
  readonly columns: string;
  readonly mayBeNull: boolean;
}

/** As the catalogue has it: a line for each foreign key, then each table that has none. */
async function diagramOf(name: 'core' | 'ai', tables: readonly string[]): Promise<string> {
  const references = await asOwner<Reference>(
    databases.addresses[name],
    `SELECT child.relname AS child, parent.relname AS parent,
            string_agg(a.attname, ', ' ORDER BY a.attnum) AS columns, bool_or(NOT a.attnotnull) AS "mayBeNull"
       FROM pg_constraint k
       JOIN pg_class child ON child.oid = k.conrelid
       JOIN pg_class parent ON parent.oid = k.confrelid
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
      GROUP BY child.relname, parent.relname, k.conname
      ORDER BY child.relname COLLATE "C", k.conname COLLATE "C"`,
  );
  const known = new Set(references.flatMap(({ child, parent }) => [child, parent]));
  return [
    'erDiagram',
    ...references.map(
      ({ child, parent, columns, mayBeNull }) => `  ${parent} ${mayBeNull ? '|o' : '||'}--o{ ${child} : "${columns}"`,
    ),
    ...tables.filter((table) => !known.has(table) && !HISTORY_TABLES.includes(table)).map((table) => `  ${table}`),
  ].join('\n');
}

/** The diagram between the marks of a database. */
const marks = (name: string): RegExp => new RegExp(`(<!-- er ${name} -->\\n+\`\`\`mermaid\\n)([\\s\\S]*?)(\\n\`\`\`)`);

describe('docs/data-model.md', () => {
  it.each([
    { name: 'core', tables: CORE_TABLES },
    { name: 'ai', tables: AI_TABLES },
  ] as const)('draws the $name database as it is (UPDATE_CATALOGUE=1 draws it anew)', async ({ name, tables }) => {
    const found = await diagramOf(name, tables);
    if (process.env.UPDATE_CATALOGUE === '1') {
      const now = readFileSync(FILE, 'utf8');
      writeFileSync(
        FILE,
        now.replace(marks(name), (_, before: string, __: string, after: string) => before + found + after),
      );
    }
    expect(marks(name).exec(readFileSync(FILE, 'utf8'))?.[2]).toBe(found);
  });

  it('has a line for every table and view', () => {
    const described = new Set([...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, table]) => table));
    const all = [...CORE_TABLES, ...CORE_VIEWS, ...AI_TABLES].filter((table) => !HISTORY_TABLES.includes(table));
    expect(all.filter((table) => !described.has(table))).toEqual([]);
  });

  it('tells the fate of every table of the earlier system', () => {
    const [, fate = ''] = document.split('## What became of the tables of the earlier system');
    const told = new Set([...fate.matchAll(/^\| `(\w+)` \|/gm)].map(([, table]) => table));
    expect(EARLIER.filter((table) => !told.has(table))).toEqual([]);
  });

  it('answers every flaw of the earlier schema', () => {
    const [, flaws = ''] = document.split('## Faults of the earlier schema');
    const answered = [...flaws.matchAll(/^\| (F-\d\d) \|/gm)].map(([, flaw]) => flaw);
    expect(answered).toEqual(Array.from({ length: 37 }, (_, index) => `F-${String(index + 1).padStart(2, '0')}`));
  });
});

const EARLIER = [
  ...['balance_sheets', 'batch_job_schedules', 'batch_jobs', 'batch_run_tracking', 'benchmarks_sector_weights'],
  ...['cash_flows', 'company_profiles', 'correlation_calculations', 'correlation_cluster_positions'],
  ...['correlation_clusters', 'equity_changes', 'export_history', 'factor_correlations', 'factor_definitions'],
  ...['factor_exposures', 'fund_holdings', 'income_statements', 'market_data_cache', 'market_risk_scenarios'],
  ...['modeling_session_snapshots', 'pairwise_correlations', 'portfolio_snapshots', 'portfolio_target_prices'],
  ...['portfolios', 'position_factor_exposures', 'position_greeks', 'position_interest_rate_betas'],
  ...['position_market_betas', 'position_realized_events', 'position_tags', 'position_volatility', 'positions'],
  ...['stress_test_results', 'stress_test_scenarios', 'tags', 'tags_v2', 'users', 'agent_conversations'],
  ...['agent_messages', 'agent_user_preferences', 'ai_insights', 'ai_insight_templates', 'symbol_universe'],
  ...['symbol_factor_exposures', 'symbol_daily_metrics', 'admin_users', 'admin_sessions', 'user_activity_events'],
  ...['ai_request_metrics', 'batch_run_history', 'daily_metrics', 'ai_kb_documents', 'ai_memories', 'ai_feedback'],
  'ai_admin_annotations',
];
