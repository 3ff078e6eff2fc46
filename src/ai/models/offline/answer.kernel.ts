import { type Conversation } from './conversation.kernel.js';
import { type Intent } from './intent.kernel.js';
import { chosenPortfolio, listedPortfolios } from './plan.kernel.js';
import { quotePassages, type Quote } from './quoting.kernel.js';
import { describeOutcome } from './wording.kernel.js';

const INTRODUCTION =
  'I am the offline analyst: not a language model, but a set of rules that looks up your figures and quotes the knowledge base.';

const ABILITIES =
  'I can look up value and cash, exposures and leverage, P&L, market beta, volatility, concentration, and holdings of your portfolios, and explain how figures are computed and how to import data.';

/** A quote that explains figures is short; one that answers a question of its own may be longer. */
const BESIDE_FIGURES = { passages: 1, characters: 420 };
const ON_ITS_OWN = { passages: 2, characters: 620 };

/**
 * The answer, from what the tools gave and the passages at hand: figures first, then what they mean, with citations.
 * Nothing in it comes from anywhere else; a question that neither covers is answered with what can be asked.
 */
export function composeAnswer(intent: Intent, conversation: Conversation): string {
  const paragraphs = [
    conversation.isFirstAnswer ? INTRODUCTION : '',
    intent.unavailable === null ? '' : `I have no tool for ${intent.unavailable}, so I cannot tell.`,
    ...body(intent, conversation),
  ].filter((paragraph) => paragraph !== '');
  return paragraphs.join('\n\n');
}

function body(intent: Intent, conversation: Conversation): readonly string[] {
  const question = whichPortfolio(intent, conversation);
  if (question !== null) return [question];
  const figures = figuresOf(intent, conversation);
  if (figures.length > 0) return [...figures, explanation(intent, conversation)];
  const quotes = quotePassages(subjectOf(intent, conversation), conversation.passages, ON_ITS_OWN);
  const isAnswered = quotes.length > 0 && !intent.isGreeting && intent.unavailable === null;
  if (isAnswered) return quotes.map(cited);
  return intent.isGreeting || intent.unavailable !== null
    ? [ABILITIES]
    : [`I found nothing about that in your figures or in the knowledge base. ${ABILITIES}`];
}

/** Asks, when several portfolios are left and none is named. */
function whichPortfolio(intent: Intent, conversation: Conversation): string | null {
  if (intent.topics.length === 0 || intent.topics.includes('portfolios')) return null;
  if (conversation.context.portfolioId !== null || chosenPortfolio(conversation) !== null) return null;
  const listing = conversation.outcomes.find(({ toolName }) => toolName === 'list_user_portfolios');
  if (!listing) return null;
  if (listing.data === null) return `I could not read your portfolios: ${listing.error ?? 'no data came back'}`;
  const names = listedPortfolios(conversation.outcomes).map(({ name }) => name);
  return names.length === 0
    ? 'You have no portfolios yet. Create one or import a CSV file, and ask me again.'
    : `Which portfolio do you mean: ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}?`;
}

function figuresOf(intent: Intent, conversation: Conversation): readonly string[] {
  const { outcomes } = conversation;
  const described = outcomes.map((outcome) => describeOutcome(outcome, intent.topics, intent.symbols));
  const written = described.filter((text) => text !== '');
  if (written.length === 0) return [];
  return [heading(conversation), ...written];
}

/** Which portfolio and which session the figures are of. */
function heading(conversation: Conversation): string {
  const read = conversation.outcomes.filter(
    ({ toolName, data }) => toolName !== 'list_user_portfolios' && data !== null,
  );
  const [first] = read;
  if (!first) return '';
  const name = [chosenPortfolio(conversation)?.name, ...read.map(({ data }) => data?.['name'])].find(
    (candidate): candidate is string => typeof candidate === 'string' && candidate !== '',
  );
  const whose = name === undefined ? 'Your portfolio' : `Your portfolio ${name}`;
  return first.asOf === null ? `${whose} has not been valued yet.` : `${whose}, as of ${first.asOf}:`;
}

function explanation(intent: Intent, conversation: Conversation): string {
  const [quote] = quotePassages(subjectOf(intent, conversation), conversation.passages, BESIDE_FIGURES);
  if (!quote) return '';
  return intent.wantsExplanation ? cited(quote) : `On how to read this, see "${quote.title}" [${quote.index}].`;
}

/** A follow-up ("what does that mean?") is about what its earlier question named. */
const subjectOf = (intent: Intent, { question, earlierQuestions }: Conversation): string =>
  [
    question,
    ...intent.topics.map((topic) => SUBJECTS[topic]),
    ...(intent.topics.length > 0 ? [] : earlierQuestions.slice(0, 1)),
  ].join(' ');

const SUBJECTS: Readonly<Record<Intent['topics'][number], string>> = {
  concentration: 'concentration HHI',
  volatility: 'volatility',
  beta: 'beta',
  exposure: 'exposure leverage',
  pnl: 'P&L profit',
  value: 'net asset value',
  holdings: 'positions',
  overview: 'risk',
  portfolios: 'portfolios',
};

const cited = ({ text, index }: Quote): string => `${text} [${index}]`;
