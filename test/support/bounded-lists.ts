import type { ApiDocument, Schema } from './route-table.js';

/** Whether an answer with this schema is a list, or has one in it. */
export function hasList(schema: Schema, document: ApiDocument, above: readonly string[] = []): boolean {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return !above.includes(name) && hasList(document.components.schemas[name] ?? {}, document, [...above, name]);
  }
  const choices = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const parts = [...Object.values(schema.properties ?? {}), ...choices];
  return [schema.type].flat().includes('array') || parts.some((part) => hasList(part, document, above));
}

const OF_DAYS = 'one entry for each of the `days`, or for each of a few kinds of event; cut at a hundred';
const OF_FACTORS = 'the factors of the models, which are in the code';
const OF_PORTFOLIOS = 'one entry for each portfolio of a user, of whom each may have a limited number';
const OF_PARTS = 'the most important parts of a whole, as many as `limit` or the code says';
const OF_HOLDINGS = 'the holdings of one stored session, which nothing is added to while somebody reads';
const OF_QUESTION = 'an entry for each symbol that was asked for, of which a request names a limited number';
const OF_PERIODS = 'at most 20 `periods`';
const OF_TEXT = 'parts of one text, as the analyst wrote it';
const OF_TAGS = 'the tags of one position: a user has 500 at most';
const OF_RUN = 'what one run found: its jobs, and its first hundred problems and restatements, with how many there are';
const OF_SPAN = 'a value a session of the span, cut at a limit that the answer names';
const OF_SCENARIOS = 'the scenarios of the program, and 100 of a user';
const OF_WINDOWS = 'a window or bucket each, which are in the code';

/**
 * Lists without a cursor, and why none of them grows for ever. A route that answers a list is here, or takes a cursor:
 * see "Long lists" in docs/api.md.
 */
export const BOUNDED_LISTS: Readonly<Record<string, string>> = {
  'GET /api/v1/admin/ai/errors': OF_DAYS,
  'GET /api/v1/admin/ai/models': OF_DAYS,
  'GET /api/v1/admin/ai/tokens': OF_DAYS,
  'GET /api/v1/admin/ai/tools': OF_DAYS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/overview/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/concentration/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/sector-exposure/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/volatility/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/beta-comparison/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/value-at-risk/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/risk-contributions/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/risk-ratios/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/stress-test/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/correlation-matrix/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/diversification-score/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/clusters/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/factor-exposures/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/spread-factors/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/positions/factor-exposures/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/greeks/explain': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/factor-exposures/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/risk-contributions/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/sector-exposure/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/overview/history': OF_SPAN,
  'GET /api/v1/admin/batch/history/{id}': OF_RUN,
  'GET /api/v1/admin/batch/history/{id}/logs': OF_RUN,
  'GET /api/v1/admin/batch/schedules': 'the schedules of the program, which are in the code',
  'GET /api/v1/admin/onboarding/daily': OF_DAYS,
  'GET /api/v1/admin/onboarding/errors': OF_DAYS,
  'GET /api/v1/admin/onboarding/funnel': 'the steps of the funnel, which are in the code',
  'GET /api/v1/alert-channels': 'a user may have 10 channels',
  'GET /api/v1/alerts/{alert_id}': 'what happened to one alert, its newest 500 events and 200 deliveries',
  'GET /api/v1/analytics/aggregate/beta': OF_PORTFOLIOS,
  'GET /api/v1/analytics/aggregate/breakdown': OF_PORTFOLIOS,
  'GET /api/v1/analytics/aggregate/concentration': OF_PARTS,
  'GET /api/v1/analytics/aggregate/correlation-matrix': OF_PARTS,
  'GET /api/v1/analytics/aggregate/overview': OF_PORTFOLIOS,
  'GET /api/v1/analytics/aggregate/stress-test': OF_SCENARIOS,
  'GET /api/v1/analytics/aggregate/volatility': OF_PORTFOLIOS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/beta-comparison': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/clusters': OF_PARTS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/concentration': OF_PARTS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/factor-exposures': OF_FACTORS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/greeks': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/greeks/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/modeling-sessions/{session_id}':
    'the trades of one stored question, of which it may have a limited number, and its holdings',
  'GET /api/v1/analytics/portfolio/{portfolio_id}/positions/factor-exposures': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/risk-contributions': OF_HOLDINGS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/risk-measures/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/spread-factors': OF_FACTORS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/stress-test': OF_SCENARIOS,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/stress-test/history': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/value-at-risk': 'the methods and confidences that the code has',
  'GET /api/v1/analytics/portfolio/{portfolio_id}/value-at-risk/backtest': OF_SPAN,
  'GET /api/v1/analytics/portfolio/{portfolio_id}/volatility': OF_WINDOWS,
  'GET /api/v1/chat/memories': 'a user may have 50 memories',
  'GET /api/v1/data/company-profiles': OF_QUESTION,
  'GET /api/v1/data/portfolio/{portfolio_id}/complete': 'cut at the limits that it names in `meta`, with what was cut',
  'GET /api/v1/data/portfolio/{portfolio_id}/data-quality': OF_HOLDINGS,
  'GET /api/v1/data/positions/top/{portfolio_id}': OF_PARTS,
  'GET /api/v1/data/prices/benchmark/{symbol}': 'a price for each session of `lookback_days`',
  'GET /api/v1/data/prices/quotes': OF_QUESTION,
  'GET /api/v1/equity-search/filters': 'the sectors and industries that companies are classified by',
  'GET /api/v1/fundamentals/{symbol}/balance-sheet': OF_PERIODS,
  'GET /api/v1/fundamentals/{symbol}/cash-flow': OF_PERIODS,
  'GET /api/v1/fundamentals/{symbol}/income-statement': OF_PERIODS,
  'GET /api/v1/health': 'the components of the program',
  'GET /api/v1/import-presets': 'the presets of the program, which are in the code',
  'GET /api/v1/insights/{insight_id}': OF_TEXT,
  'GET /api/v1/onboarding/status/{portfolio_id}': OF_RUN,
  'GET /api/v1/portfolios': OF_PORTFOLIOS,
  'GET /api/v1/portfolios/performance': OF_PARTS,
  'GET /api/v1/portfolios/{id}/performance': OF_PARTS,
  'GET /api/v1/portfolios/{portfolio_id}/limits': 'a portfolio may have 100 limits',
  'GET /api/v1/positions/check-duplicate': 'the lots of one symbol in one portfolio, the first hundred',
  'GET /api/v1/positions/tags-for-symbol': OF_TAGS,
  'GET /api/v1/positions/{id}/performance': OF_PARTS,
  'GET /api/v1/positions/{positionId}/tags': OF_TAGS,
  'GET /api/v1/stress-scenarios': OF_SCENARIOS,
  'GET /api/v1/stress-scenarios/{id}': 'the shocks of one scenario, 50 symbols at most',
  'GET /api/v1/target-prices/{portfolio_id}/summary': 'a portfolio may have 2,000 target prices',
};
