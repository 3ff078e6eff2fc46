import { CHOICE_QUESTION, type Conversation, type ToolOutcome } from './conversation.kernel.js';
import { listOf, type Row, text } from './figure-wording.kernel.js';
import { type Intent } from './intent.kernel.js';
import { describeMemories } from './memory-wording.kernel.js';
import { TOOLS_OF } from './plan.kernel.js';
import { chosenPortfolio, LIST, listedPortfolios } from './portfolio-choice.kernel.js';
import { quotePassages, type Quote } from './quoting.kernel.js';
import { type Topic } from './topics.kernel.js';
import { describeRequest, failures } from './wording.kernel.js';

const INTRODUCTION =
  'I am the offline analyst: not a language model, but a set of rules that looks up your figures and quotes the knowledge base.';

const ABILITIES =
  'I can look up value and cash, holdings, P&L, exposures and leverage, market beta, volatility, concentration, sector weights, stress tests, value at risk, what drives your risk, factor exposures, ratios, volatility forecasts, correlations, Greeks, limits and alerts of your portfolios, what a trade or a move of one price would do, and what is stored about companies you hold, and explain how figures are computed and how to import data.';

const ENGLISH_ONLY = 'I understand questions in English only.';

/** A quote that explains figures is short; one that answers a question of its own may be longer. */
const BESIDE_FIGURES = { passages: 1, characters: 420 };
const ON_ITS_OWN = { passages: 2, characters: 620 };

/** Figures that a passage helps to read; lists of holdings speak for themselves. */
const EXPLAINED: readonly Topic[] = [
  ...([
    'value',
    'cash',
    'pnl',
    'exposure',
    'leverage',
    'beta',
    'volatility',
    'concentration',
    'stress',
    'var',
    'drivers',
    'ratios',
    'forecast',
    'correlation',
    'greeks',
    'risk',
    'overview',
  ] as const),
  'position-beta',
];

/**
 * The answer, from what the tools gave and the passages at hand: what is asked for first, then what it means, with
 * citations, then of which portfolio and session it is and how it was computed. Nothing in it comes from anywhere else;
 * a question that neither covers is answered with what can be asked.
 */
export function composeAnswer(intent: Intent, conversation: Conversation): string {
  const isGreeting = intent.social === 'greeting' && intent.requests.length === 0;
  const introduction = conversation.isFirstAnswer ? INTRODUCTION : '';
  const paragraphs = isGreeting ? [introduction, ABILITIES] : [...body(intent, conversation), introduction];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

function body(intent: Intent, conversation: Conversation): readonly string[] {
  if (intent.isForeign) return [ENGLISH_ONLY, ABILITIES];
  const memories = describeMemories(conversation);
  if (memories !== null) return memories;
  const inVain = intent.unavailable.length === 0 ? '' : `I have no tool for ${listOf(intent.unavailable)}.`;
  const question = whichPortfolio(intent, conversation);
  if (question !== null) return [question, inVain];
  const figures = figuresOf(intent, conversation);
  if (figures.length > 0) return [...figures, inVain, explanation(intent, conversation), basis(intent, conversation)];
  if (inVain !== '') return [inVain, ABILITIES];
  if (intent.social === 'thanks') return ['You are welcome.'];
  const quotes = quotePassages(subjectOf(intent, conversation), conversation.passages, ON_ITS_OWN);
  if (quotes.length > 0) return quotes.map(cited);
  return [`I found nothing about that in your figures or in the knowledge base. ${ABILITIES}`];
}

/** Asks, when several portfolios are left and none is named. */
function whichPortfolio(intent: Intent, conversation: Conversation): string | null {
  const listing = conversation.outcomes.find(({ toolName }) => toolName === LIST);
  if (!listing || !intent.requests.some(({ topic }) => topic !== 'portfolios' && TOOLS_OF[topic].length > 0))
    return null;
  if (listing.data === null) return `I could not read your portfolios: ${listing.error ?? 'no data came back'}`;
  if (chosenPortfolio(conversation) !== null) return null;
  const names = listedPortfolios(conversation.outcomes).map(({ name }) => name);
  return names.length === 0
    ? 'You have no portfolios yet. Create one or import a CSV file, and ask me again.'
    : `${CHOICE_QUESTION}: ${listOf(names)}?`;
}

function figuresOf(intent: Intent, conversation: Conversation): readonly string[] {
  const { outcomes, context } = conversation;
  const ground = { outcomes, today: context.today };
  const written = intent.requests.map((request) => describeRequest(request, ground));
  return [...new Set([...written, ...failures(outcomes)])].filter((part) => part !== '');
}

/** Which portfolio and session the figures are of, and how they were computed. */
function basis(intent: Intent, conversation: Conversation): string {
  const read = conversation.outcomes.filter(({ toolName, data }) => toolName !== LIST && data !== null);
  const [first] = read;
  if (!first) return '';
  const named = [chosenPortfolio(conversation)?.name, ...read.map(({ data }) => text(data ?? {}, 'name'))];
  const name = named.find((candidate) => candidate !== undefined && candidate !== '');
  const whose = name === undefined ? 'your portfolio' : `your portfolio ${name}`;
  const sessions = [...new Set(read.map(({ asOf }) => asOf))];
  if (sessions.every((session) => session === null)) return `${capital(whose)} has not been valued yet.`;
  const known = sessions.filter((session) => session !== null);
  return [`Figures of ${whose} as of ${listOf(known, 'and')}.`, ...methods(intent, read)].join(' ');
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Of single figures; an overview of all of them would be buried under their methods. */
function methods({ requests }: Intent, read: readonly ToolOutcome[]): readonly string[] {
  const dataOf = (tool: string): Row => read.find(({ toolName }) => toolName === tool)?.data ?? {};
  const overview = (dataOf('get_analytics_overview')['methods'] ?? {}) as Row;
  const own = requests.map(({ topic }) => {
    if (topic === 'concentration') return text(dataOf('get_concentration_metrics'), 'method');
    if (topic === 'sectors') return text(dataOf('get_sector_exposure'), 'method');
    if (topic === 'volatility') return text(dataOf('get_volatility_analysis'), 'method');
    if (topic === 'stress') return text(dataOf('get_stress_test_results'), 'method');
    const [tool] = TOOLS_OF[topic];
    if (OWN_METHOD.has(topic) && tool !== undefined) return text(dataOf(tool), 'method');
    if (topic === 'beta' || topic === 'position-beta') return text(overview, 'beta');
    return ['value', 'pnl', 'exposure', 'leverage'].includes(topic) ? text(overview, 'exposure') : '';
  });
  const known = [...new Set(own)].filter((method) => method !== '');
  return known.length === 0 ? [] : [`${known.length === 1 ? 'Method' : 'Methods'}: ${known.join(' ')}`];
}

const OWN_METHOD: ReadonlySet<Topic> = new Set([
  ...(['var', 'drivers', 'ratios', 'forecast', 'correlation', 'greeks'] as const),
  ...(['position-correlation', 'position-trade', 'position-move'] as const),
]);

function explanation(intent: Intent, conversation: Conversation): string {
  if (!intent.wantsExplanation && !intent.requests.some(({ topic }) => EXPLAINED.includes(topic))) return '';
  const [quote] = quotePassages(subjectOf(intent, conversation), conversation.passages, BESIDE_FIGURES);
  if (!quote) return '';
  return intent.wantsExplanation ? cited(quote) : `On how to read this, see "${quote.title}" [${quote.index}].`;
}

/** A follow-up ("what does that mean?") is about what its earlier question named. */
const subjectOf = ({ requests }: Intent, { question, earlierQuestions }: Conversation): string =>
  [
    question,
    ...requests.map(({ topic }) => SUBJECTS[topic] ?? ''),
    ...(requests.length > 0 ? [] : earlierQuestions.slice(0, 1)),
  ].join(' ');

const SUBJECTS: Partial<Readonly<Record<Topic, string>>> = {
  concentration: 'concentration HHI',
  stress: 'stress test scenarios',
  sectors: 'sectors sector weights',
  volatility: 'realised volatility',
  beta: 'beta',
  'position-beta': 'beta',
  exposure: 'exposure',
  leverage: 'leverage',
  pnl: 'P&L profit',
  value: 'net asset value',
  cash: 'cash',
  holdings: 'positions',
  overview: 'risk',
  var: 'value at risk',
  drivers: 'risk contributions',
  ratios: 'Sharpe ratio drawdown',
  forecast: 'volatility forecast',
  correlation: 'correlations clusters diversification',
  greeks: 'option Greeks',
  limits: 'limits alerts',
  'position-trade': 'what-if trades',
  risk: 'risk',
  portfolios: 'portfolios',
};

const cited = ({ text: quoted, index }: Quote): string => `${quoted} [${index}]`;
