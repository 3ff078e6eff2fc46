import { type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { topicsOf } from './topics.kernel.js';
import { unavailableIn } from './unavailable.kernel.js';

export const LIST = 'list_user_portfolios';

export interface PortfolioChoice {
  readonly id: string;
  readonly name: string;
}

/**
 * The portfolio that is meant: the one that is named, in the question before earlier ones; else that of the conversation;
 * else the only one. Null when several are left, or when the question names one that there is not.
 */
export function chosenPortfolio(conversation: Conversation): PortfolioChoice | null {
  const { question, earlierQuestions, outcomes, context } = conversation;
  const portfolios = listedPortfolios(outcomes);
  const named = (text: string): PortfolioChoice | undefined =>
    [...portfolios].sort((a, b) => b.name.length - a.name.length).find(({ name }) => isNamed(name, text));
  const now = named(question);
  if (now) return now;
  const [only] = portfolios;
  if (only && portfolios.length === 1) return only;
  if (portfolios.length > 1 && speaksOfPortfolio(question)) return null;
  if (context.portfolioId !== null) {
    const own = portfolios.find(({ id }) => id === context.portfolioId);
    return { id: context.portfolioId, name: own?.name ?? '' };
  }
  return earlierQuestions.map(named).find((choice) => choice !== undefined) ?? null;
}

export function listedPortfolios(outcomes: readonly ToolOutcome[]): readonly PortfolioChoice[] {
  const listed = outcomes.find(({ toolName }) => toolName === LIST)?.data?.['portfolios'];
  return (Array.isArray(listed) ? (listed as readonly unknown[]) : []).flatMap((item) => {
    const { portfolio_id: id, name } = item as Readonly<Record<string, unknown>>;
    return typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : '' }] : [];
  });
}

/**
 * The question without what tells the portfolio, whose name may be a word that means something else: neither "Risk" nor
 * "my income portfolio" is asked about.
 */
export const withoutPortfolioNames = (question: string, portfolios: readonly PortfolioChoice[]): string =>
  portfolios
    .filter(({ name }) => isNamed(name, question) && !isSame(name, question))
    .reduce((text, { name }) => text.replace(wholeWords(name), ' '), question)
    .replace(TOLD, (phrase, whose: string, words: string, what: string) =>
      isTold(words) ? `${whose} ${what}` : phrase,
    );

/**
 * Whether the text speaks of a portfolio by its name: as whole words, and where the name is a word of questions too, such
 * as "Risk" or "Cash", only in quotes, beside "portfolio" or "account", or by itself.
 */
function isNamed(name: string, text: string): boolean {
  if (name.trim() === '') return false;
  if (isSame(name, text)) return true;
  if (!wholeWords(name).test(text)) return false;
  if (!isOrdinary(name)) return true;
  const escaped = escape(name.trim());
  return [
    String.raw`["“„'‘«]${escaped}["”'’»]`,
    String.raw`(?<![\p{L}\d])(?:portfolio|account)\s+${escaped}(?![\p{L}\d])`,
    String.raw`(?<![\p{L}\d])${escaped}\s+(?:portfolio|account)(?![\p{L}\d])`,
  ].some((pattern) => new RegExp(pattern, 'iu').test(text));
}

export const isSame = (name: string, text: string): boolean => bare(name) === bare(text.replace(/\bplease\b/i, ''));

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

function isOrdinary(name: string): boolean {
  const text = name.toLowerCase().trim();
  return (
    topicsOf(text).length > 0 || unavailableIn(text) !== null || /^(?:portfolio|my portfolio|total|all)$/.test(text)
  );
}

const wholeWords = (name: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\d])${escape(name.trim())}(?![\p{L}\d])`, 'iu');

const escape = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);

/** Words before "portfolio" that tell one from another; "my whole portfolio" does not. */
const COMMON =
  /^(?:my|our|the|this|that|a|an|in|of|on|for|to|is|are|how|whole|entire|total|overall|current|own|stock|stocks|share|equity|investment|investments|trading|brokerage|demo|main|and|about|with|your|complete|full|risk|risky|diversified|balanced|good|well|big|large|concentrated|each|every|any|different|much|what|does|do|did|has|have|will|would|can|could|if|doing|single|same|whose|which)$/;

const TOLD = /\b(my|our|the)\s+((?:[\p{L}\d&'-]+\s+){1,4}?)(portfolio|account)\b/giu;

const isTold = (words: string): boolean =>
  words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => !COMMON.test(word));

/** Whether a question tells one portfolio from others by what stands beside the word: "my income portfolio". */
export const speaksOfPortfolio = (question: string): boolean =>
  [...question.matchAll(TOLD)].some(([, , words = '']) => isTold(words)) ||
  /\b(?:portfolio|account)\s+(?:["“„‘«]|\p{Lu}\p{Ll})/u.test(question);
