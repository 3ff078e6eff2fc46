import { type ToolOutcome } from './conversation.kernel.js';
import { type Row } from './figure-wording.kernel.js';
import {
  count,
  holdings,
  holdingsOf,
  largest,
  performers,
  positionBetas,
  positions,
  positionVolatility,
} from './holding-wording.kernel.js';
import { companies, greeks, limits } from './facts-wording.kernel.js';
import { type Request } from './intent.kernel.js';
import { TOOLS_OF } from './plan.kernel.js';
import { pnl } from './pnl-wording.kernel.js';
import { LIST } from './portfolio-choice.kernel.js';
import {
  beta,
  cash,
  concentration,
  exposure,
  leverage,
  portfolios,
  stress,
  value,
  volatility,
} from './portfolio-wording.kernel.js';
import { factors } from './factor-wording.kernel.js';
import { correlations, drivers, forecast, ratios, valueAtRisk } from './risk-wording.kernel.js';
import { sectors } from './sector-wording.kernel.js';
import { moveIn, priceMove, SAY_HOW_MUCH, supposedTrades } from './supposed-wording.kernel.js';
import { type Topic } from './topics.kernel.js';

/** What one request is answered from. */
export interface Ground {
  readonly outcomes: readonly ToolOutcome[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  get_concentration_metrics: 'the concentration figures',
  get_volatility_analysis: 'the volatility',
  get_sector_exposure: 'the sector weights',
  get_stress_test_results: 'the stress tests',
  get_analytics_overview: 'the risk overview',
  get_portfolio_complete: 'the holdings',
  get_value_at_risk: 'the value at risk',
  get_risk_contributions: 'the risk contributions',
  get_factor_exposures: 'the factor exposures',
  get_risk_ratios: 'the ratios',
  get_volatility_forecast: 'the forecast of volatility',
  get_correlations: 'the correlations',
  get_option_greeks: 'the Greeks',
  get_limits_and_alerts: 'the limits and alerts',
  get_company_facts: 'the facts about the company',
  what_if_trades: 'what these trades would do',
  what_if_price_move: 'what that move would do',
  [LIST]: 'your portfolios',
};

/** What could not be read, said once for each tool. */
export const failures = (outcomes: readonly ToolOutcome[]): readonly string[] =>
  outcomes
    .filter(({ data }) => data === null)
    .map(
      ({ toolName, error }) => `I could not read ${SUBJECTS[toolName] ?? toolName}: ${error ?? 'no data came back'}`,
    );

/** The figures that a request asks for, in sentences or a list; empty where a result is missing. */
export function describeRequest(request: Request, ground: Ground): string {
  if (request.topic === 'position-volatility') return positionVolatility(request);
  if (request.topic === 'position-move' && moveIn(request.clause) === null) return SAY_HOW_MUCH;
  const read = TOOLS_OF[request.topic].map((tool) =>
    ground.outcomes.find(({ toolName, data }) => toolName === tool && data !== null),
  );
  const known = read.filter((outcome) => outcome !== undefined);
  const [first] = known;
  if (first === undefined) return '';
  if (request.topic === 'risk' || request.topic === 'overview') return several(request, known, ground.today);
  return describe(request, first, ground);
}

type Wording = (data: Row, request: Request, place: Ground & { readonly outcome: ToolOutcome }) => string;

/** What is wordless here is put together elsewhere, or needs the name of a holding. */
const WORDINGS: Partial<Readonly<Record<Topic, Wording>>> = {
  portfolios: (data, { clause }) =>
    portfolios(data, /\b(?:total|together|altogether|sum|combined|worth|value)\b/.test(clause)),
  value,
  cash,
  pnl: (data, request, { today, outcome }) => pnl(data, request, { today, asOf: outcome.asOf }),
  best: (_data, { clause }, { outcome }) => performers('best', outcome, clause),
  worst: (_data, { clause }, { outcome }) => performers('worst', outcome, clause),
  largest: (data, { clause }) => largest(data, clause),
  holdings: (data, _request, { outcome }) => holdings(data, outcome.asOf),
  count,
  shorts: (data, _request, { outcome }) => holdingsOf('shorts', data, outcome.asOf),
  privates: (data, _request, { outcome }) => holdingsOf('privates', data, outcome.asOf),
  options: (data, _request, { outcome }) => holdingsOf('options', data, outcome.asOf),
  exposure: (data, { fields }) => exposure(data, fields),
  leverage: (data, { clause }) => leverage(data, /margin|borrow|\bdebt\b/.test(clause)),
  beta: (data, { fields }) => beta(data, fields),
  volatility: (data, { fields }) => volatility(data, fields),
  concentration: (data, { fields }) => concentration(data, fields),
  sectors: (data, { clause }) => sectors(data, clause),
  stress: (data, { clause }) => stress(data, clause),
  var: (data, { clause }) => valueAtRisk(data, clause),
  drivers,
  factors: (data, { clause }) => factors(data, clause),
  ratios: (data, { clause }) => ratios(data, clause),
  forecast,
  correlation: (data) => correlations(data, []),
  'position-correlation': (data, { names }) => correlations(data, names),
  greeks,
  limits,
  'position-trade': supposedTrades,
  'position-move': priceMove,
  'position-company': (data, { clause }) => companies(data, clause),
  position: (data, request, { outcome }) => positions(data, request, outcome.asOf),
  'position-beta': (data, request, { outcomes }) => positionBetas(data, request, outcomes),
};

const describe = (request: Request, outcome: ToolOutcome, ground: Ground): string =>
  WORDINGS[request.topic]?.(outcome.data ?? {}, request, { ...ground, outcome }) ?? '';

/** The few figures that say most, one line for each of the results. */
function several({ topic, clause }: Request, known: readonly ToolOutcome[], today: string): string {
  const ranks = /\b(?:biggest|largest|main|top|greatest|worst|key)\b.*\brisks?\b/.test(clause);
  const parts = known.map(({ toolName, data, asOf }) => {
    const row: Row = data ?? {};
    if (toolName === 'get_volatility_analysis') return volatility(row, []);
    if (toolName === 'get_concentration_metrics') return concentration(row, topic === 'risk' ? [] : ['hhi']);
    const market = `${leverage(row, false)} ${beta(row, ['beta_90d'])}`;
    if (topic === 'risk') return market;
    return `${value(row)} ${pnl(row, { fields: [], clause: '' }, { today, asOf })} ${market}`;
  });
  return [...(ranks ? ['I do not rank risks; these figures show where to look.'] : []), ...parts].join('\n\n');
}
