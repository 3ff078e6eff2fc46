import { namedHoldings } from '../../chat/tools/holdings.kernel.js';
import { type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { type Intent, type Request } from './intent.kernel.js';
import { chosenPortfolio, LIST, speaksOfPortfolio } from './portfolio-choice.kernel.js';
import { moveIn, tradesIn } from './supposed-wording.kernel.js';
import { type Topic } from './topics.kernel.js';

export interface PlannedCall {
  readonly toolName: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Tools that are to be called now, all at once; none when it is time to answer. */
export type Plan = readonly PlannedCall[];

export const HOLDINGS = 'get_portfolio_complete';
export const OVERVIEW = 'get_analytics_overview';
const CONCENTRATION = 'get_concentration_metrics';
const VOLATILITY = 'get_volatility_analysis';
const SECTORS = 'get_sector_exposure';
const STRESS = 'get_stress_test_results';
const TRADES = 'what_if_trades';
const MOVE = 'what_if_price_move';
const CORRELATIONS = 'get_correlations';
const COMPANIES = 'get_company_facts';

export const TOOLS_OF: Readonly<Record<Topic, readonly string[]>> = {
  portfolios: [LIST],
  value: [OVERVIEW],
  cash: [OVERVIEW],
  pnl: [OVERVIEW],
  best: [HOLDINGS],
  worst: [HOLDINGS],
  largest: [HOLDINGS],
  holdings: [HOLDINGS],
  count: [HOLDINGS],
  shorts: [HOLDINGS],
  privates: [HOLDINGS],
  options: [HOLDINGS],
  exposure: [OVERVIEW],
  leverage: [OVERVIEW],
  beta: [OVERVIEW],
  volatility: [VOLATILITY],
  concentration: [CONCENTRATION],
  sectors: [SECTORS],
  stress: [STRESS],
  var: ['get_value_at_risk'],
  drivers: ['get_risk_contributions'],
  factors: ['get_factor_exposures'],
  ratios: ['get_risk_ratios'],
  forecast: ['get_volatility_forecast'],
  correlation: [CORRELATIONS],
  greeks: ['get_option_greeks'],
  limits: ['get_limits_and_alerts'],
  trade: [],
  company: [],
  risk: [VOLATILITY, OVERVIEW, CONCENTRATION],
  overview: [OVERVIEW, VOLATILITY, CONCENTRATION],
  position: [HOLDINGS],
  'position-beta': [OVERVIEW],
  'position-volatility': [],
  'position-correlation': [CORRELATIONS],
  'position-trade': [TRADES],
  'position-move': [MOVE],
  'position-company': [COMPANIES],
};

/**
 * Which tools to call next. Without a portfolio in the context, or when the question speaks of another, the list is read
 * first; if it leaves several, nothing more is called and the answer asks. Betas are known by symbol, so a holding that
 * is called by its name is looked up first.
 *
 * @param available names of the tools that the caller offers; others are never called.
 */
export function nextCalls(intent: Intent, conversation: Conversation, available: readonly string[]): Plan {
  const done = new Set(conversation.outcomes.map(({ toolName }) => toolName));
  const needed = [...new Set(intent.requests.flatMap(({ topic }) => TOOLS_OF[topic]))];
  const names = betaNames(intent);
  const isByName = names.some((name) => !looksLikeSymbol(name));
  const all = isByName && !needed.includes(HOLDINGS) ? [HOLDINGS, ...needed] : needed;
  const wanted = all.filter((name) => !done.has(name) && available.includes(name));
  // What looks like the name of a holding may be that of a portfolio.
  const mayNamePortfolio = intent.requests.some(({ names: called }) => called.some((name) => !looksLikeSymbol(name)));
  if (wanted.length === 0 && !mayNamePortfolio) return [];
  if (wanted.includes(LIST) || mustList(conversation, done, available)) return [{ toolName: LIST, args: {} }];
  const portfolio = chosenPortfolio(conversation);
  if (portfolio === null) return [];
  const now = isByName && wanted.includes(HOLDINGS) ? wanted.filter((name) => name !== OVERVIEW) : wanted;
  const symbols = isByName ? symbolsNamed(names, conversation.outcomes) : names;
  const isInVain = names.length > 0 && symbols.length === 0 && onlyBetasNeedOverview(intent);
  return now
    .filter((name) => name !== OVERVIEW || !isInVain)
    .filter((name) => name !== MOVE || !intent.requests.some(isVague))
    .map((toolName) => ({ toolName, args: { portfolio_id: portfolio.id, ...only(toolName, intent, symbols) } }));
}

function mustList(
  { context, question }: Conversation,
  done: ReadonlySet<string>,
  available: readonly string[],
): boolean {
  if (done.has(LIST) || !available.includes(LIST)) return false;
  return context.portfolioId === null || speaksOfPortfolio(question);
}

/** A move of a price that does not say by how much. */
const isVague = ({ topic, clause }: Request): boolean => topic === 'position-move' && moveIn(clause) === null;

/** The arguments of the tools that need the words of the question. */
const ARGUMENTS: Readonly<Record<string, (request: Request) => PlannedCall['args']>> = {
  [TRADES]: ({ clause, names }) => ({ trades: tradesIn(clause, names) }),
  [MOVE]: ({ clause, names }) => ({ symbol: names[0], move: moveIn(clause) }),
  [CORRELATIONS]: ({ names }) => (names.length > 0 ? { symbols: names } : {}),
  [COMPANIES]: ({ names }) => ({ symbols: names }),
};

function only(toolName: string, { requests }: Intent, betaSymbols: readonly string[]): PlannedCall['args'] {
  const asking = requests.find(({ topic }) => TOOLS_OF[topic].includes(toolName));
  const own = ARGUMENTS[toolName];
  if (own && asking) return own(asking);
  if (toolName === OVERVIEW) return betaSymbols.length > 0 ? { symbols: betaSymbols } : {};
  if (toolName !== HOLDINGS) return {};
  const readers = requests.filter(
    ({ topic, names }) =>
      TOOLS_OF[topic].includes(HOLDINGS) || (topic === 'position-beta' && !names.every(looksLikeSymbol)),
  );
  const isNamed = readers.length > 0 && readers.every(({ names }) => names.length > 0);
  return isNamed ? { symbols: [...new Set(readers.flatMap(({ names }) => names))] } : {};
}

const betaNames = ({ requests }: Intent): readonly string[] => [
  ...new Set(requests.filter(({ topic }) => topic === 'position-beta').flatMap(({ names }) => names)),
];

const onlyBetasNeedOverview = ({ requests }: Intent): boolean =>
  requests.every(({ topic }) => topic === 'position-beta' || !TOOLS_OF[topic].includes(OVERVIEW));

export const looksLikeSymbol = (name: string): boolean => /^[A-Z][A-Z0-9._-]*$/.test(name);

/** The symbols of what is called by these names; a name that is none of the holdings' stays as it is if it may be a symbol. */
export function symbolsNamed(names: readonly string[], outcomes: readonly ToolOutcome[]): readonly string[] {
  const rows = outcomes.find(({ toolName }) => toolName === HOLDINGS)?.data?.['holdings'];
  const holdings = (Array.isArray(rows) ? (rows as readonly Readonly<Record<string, unknown>>[]) : []).map(
    ({ symbol, name }) => ({ symbol: String(symbol), name: typeof name === 'string' ? name : null }),
  );
  const { found, missing } = namedHoldings(holdings, names);
  return [...found.map(({ symbol }) => symbol), ...missing.filter(looksLikeSymbol)];
}
