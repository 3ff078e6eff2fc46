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
import { sectors } from './sector-wording.kernel.js';

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
  const read = TOOLS_OF[request.topic].map((tool) =>
    ground.outcomes.find(({ toolName, data }) => toolName === tool && data !== null),
  );
  const known = read.filter((outcome) => outcome !== undefined);
  const [first] = known;
  if (first === undefined) return '';
  if (request.topic === 'risk' || request.topic === 'overview') return several(request, known, ground.today);
  return describe(request, first, ground);
}

function describe(request: Request, outcome: ToolOutcome, { outcomes, today }: Ground): string {
  const { topic, fields, clause } = request;
  const { asOf } = outcome;
  const data: Row = outcome.data ?? {};
  switch (topic) {
    case 'portfolios':
      return portfolios(data, /\b(?:total|together|altogether|sum|combined|worth|value)\b/.test(clause));
    case 'value':
      return value(data);
    case 'cash':
      return cash(data);
    case 'pnl':
      return pnl(data, request, { today, asOf });
    case 'best':
    case 'worst':
      return performers(topic, outcome, clause);
    case 'largest':
      return largest(data, clause);
    case 'holdings':
      return holdings(data, asOf);
    case 'count':
      return count(data);
    case 'shorts':
    case 'privates':
    case 'options':
      return holdingsOf(topic, data, asOf);
    case 'exposure':
      return exposure(data, fields);
    case 'leverage':
      return leverage(data, /margin|borrow|\bdebt\b/.test(clause));
    case 'beta':
      return beta(data, fields);
    case 'volatility':
      return volatility(data, fields);
    case 'concentration':
      return concentration(data, fields);
    case 'sectors':
      return sectors(data, clause);
    case 'stress':
      return stress(data, clause);
    case 'position':
      return positions(data, request, asOf);
    case 'position-beta':
      return positionBetas(data, request, outcomes);
    case 'position-volatility':
    case 'risk':
    case 'overview':
      return '';
  }
}

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
