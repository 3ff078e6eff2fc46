import { type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { type Intent, type Topic } from './intent.kernel.js';

export interface PlannedCall {
  readonly toolName: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Tools that are to be called now, all at once; none when it is time to answer. */
export type Plan = readonly PlannedCall[];

export interface PortfolioChoice {
  readonly id: string;
  readonly name: string;
}

const LIST = 'list_user_portfolios';

const TOOLS_OF: Readonly<Record<Topic, readonly string[]>> = {
  concentration: ['get_concentration_metrics'],
  volatility: ['get_volatility_analysis'],
  beta: ['get_analytics_overview'],
  exposure: ['get_analytics_overview'],
  pnl: ['get_analytics_overview'],
  value: ['get_analytics_overview'],
  holdings: ['get_portfolio_complete'],
  overview: ['get_analytics_overview', 'get_concentration_metrics', 'get_volatility_analysis'],
  portfolios: [LIST],
};

/**
 * Which tools to call next. Without a portfolio in the context the list is read first; if it leaves several, and neither
 * the question nor an earlier one names one, nothing more is called and the answer asks.
 *
 * @param available names of the tools that the caller offers; others are never called.
 */
export function nextCalls(intent: Intent, conversation: Conversation, available: readonly string[]): Plan {
  const done = new Set(conversation.outcomes.map(({ toolName }) => toolName));
  const wanted = [...new Set(intent.topics.flatMap((topic) => TOOLS_OF[topic]))].filter(
    (name) => !done.has(name) && available.includes(name),
  );
  if (wanted.length === 0) return [];
  if (wanted.includes(LIST)) return [{ toolName: LIST, args: {} }];
  const portfolioId = conversation.context.portfolioId ?? chosenPortfolio(conversation)?.id;
  if (portfolioId !== undefined) return wanted.map((toolName) => callOf(toolName, portfolioId, intent));
  return done.has(LIST) || !available.includes(LIST) ? [] : [{ toolName: LIST, args: {} }];
}

/** The portfolio that the list leaves: the only one, or the one that is named, in the question before earlier ones. */
export function chosenPortfolio({ question, earlierQuestions, outcomes }: Conversation): PortfolioChoice | null {
  const portfolios = listedPortfolios(outcomes);
  const [only] = portfolios;
  if (only && portfolios.length === 1) return only;
  const longestFirst = [...portfolios].sort((a, b) => b.name.length - a.name.length);
  for (const text of [question, ...earlierQuestions]) {
    const named = longestFirst.find(({ name }) => name !== '' && text.toLowerCase().includes(name.toLowerCase()));
    if (named) return named;
  }
  return null;
}

export function listedPortfolios(outcomes: readonly ToolOutcome[]): readonly PortfolioChoice[] {
  const listed = outcomes.find(({ toolName }) => toolName === LIST)?.data?.['portfolios'];
  return (Array.isArray(listed) ? (listed as readonly unknown[]) : []).flatMap((item) => {
    const { portfolio_id: id, name } = item as Readonly<Record<string, unknown>>;
    return typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : '' }] : [];
  });
}

function callOf(toolName: string, portfolioId: string, { symbols }: Intent): PlannedCall {
  const only = toolName === 'get_portfolio_complete' && symbols.length > 0 ? { symbols } : {};
  return { toolName, args: { portfolio_id: portfolioId, ...only } };
}
