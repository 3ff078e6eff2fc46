import { type Conversation } from './conversation.kernel.js';
import { isForeign } from './language.kernel.js';
import { type Names, namesIn } from './names.kernel.js';
import { isSame, listedPortfolios, withoutPortfolioNames } from './portfolio-choice.kernel.js';
import { fieldsOf, OF_THE_WHOLE, PNL, STRESS, type Topic, topicsOf } from './topics.kernel.js';
import { unavailableIn, unavailableSpanIn } from './unavailable.kernel.js';

/** One thing that is asked for. */
export interface Request {
  readonly topic: Topic;
  /** What the question calls holdings; empty where it is about the portfolio. */
  readonly names: readonly string[];
  /** The figures that are singled out; empty for the topic as a whole. */
  readonly fields: readonly string[];
  /** The words in which it is asked, in lower case. */
  readonly clause: string;
}

export interface Intent {
  readonly requests: readonly Request[];
  /** Asks what something means, how it works, or why. */
  readonly wantsExplanation: boolean;
  /** What is asked for and no tool gives, by name. */
  readonly unavailable: readonly string[];
  readonly social: 'greeting' | 'thanks' | null;
  /** Asked in another language than English, as far as that can be told. */
  readonly isForeign: boolean;
}

export interface Background {
  /** Questions of the user before this one, newest first. */
  readonly earlier?: readonly string[];
  /** The question answers "Which portfolio do you mean?". */
  readonly isChoice?: boolean;
}

const GREETING =
  /^\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?|who are you|what (?:are you|can (?:you (?:do|tell)|i ask)(?: you| me| for me)?)|help(?: me)?)\W*$/;
const THANKS = /^\W*(?:thanks?(?: you)?|thx|great|perfect|cheers)\b/;
const EXPLANATION =
  /\bmeans?\b|meaning|explain|\bwhy\b|\bhow (?:is|are|was|do|does|can|to|should|come)\b(?!.*\b(?:doing|performing|do)\W*$)|what happens|define|definition|difference|differs?\b|understand|interpret|formula|comput|calculat|too (?:high|low|much)|\b(?:good|bad|high|low)\b/;
const DEFINITION = /\bwhat(?: is|'s| are|'re) (?!(?:my|our)\b)|tell me about (?!(?:my|our)\b)/;
const PERSONAL = /\b(?:my|mine|i|i'm|i've|me|our|we|us|portfolio)\b/;
const OWNERSHIP = /\b(?:my|mine|i|i'm|i've|our|we|us|own|portfolio)\b/;
const METHOD =
  /\bhow (?:is|are|was|do you|does)\b[^?]*\b(?:computed?|calculated?|measured?|derived?|defined?|estimated?|treated)\b|\bwhat happens\b/;
const HOW_TO = /\bhow (?:do|can|to|should|would) (?:i|we|you|one)?\b(?! (?:own|have|hold|stand|make|earn|lose)\b)/;
/** "How do rising rates hurt me?" asks for no procedure. */
const CONCERNS = /\b(?:my|mine)\b|\b(?:hurt|affect|help|hit|harm|cost)\w* (?:me|us)\b/;
const PROCEDURE =
  /\b(?:import\w*|upload\w*|csv|template|spreadsheet|revers(?:e|al)|delet(?:e|ing)|sign in|password|feedback|rate an? answer)\b/;
const CONTINUES = /^\W*(?:and|also|but|so|then|what about|how about)\b/;
const POINTING = /\b(?:it|its|they|their|them)\b/;
const BACKWARD = /\b(?:it|its|that|this|these|those|them|their)\b/;
/** Words of which a question consists that is only about the answer before it. */
const EMPTY = new Set(
  (
    'what does do did is are was that this it its those these them they mean means meaning good bad high low too so why how ' +
    'come computed calculated measured explain me please can could you tell more about and but also then ok okay in other ' +
    'words normal large small big lot much worry worried i should be for to a an the of number numbers figure figures from ' +
    'where exactly simply simple terms english plain now again really right wrong safe interpret understand read sense'
  ).split(' '),
);

/** What the conversation asks for. A name of a portfolio says which one, and is no subject even if it is a word of one. */
export function intentOf({ question, earlierQuestions, isChoice, outcomes }: Conversation): Intent {
  const portfolios = listedPortfolios(outcomes);
  const isName = portfolios.some(({ name }) => isSame(name, question));
  return readIntent(isName ? '' : withoutPortfolioNames(question, portfolios), {
    earlier: earlierQuestions.map((text) => withoutPortfolioNames(text, portfolios)),
    isChoice: isChoice || isName,
  });
}

/**
 * Reads a question by its words, in English, clause by clause. A follow-up without a subject of its own ("and what does
 * that mean?") takes the subject of the newest earlier question that has one.
 */
export function readIntent(question: string, { earlier = [], isChoice = false }: Background = {}): Intent {
  const own = subjectOf(question);
  if (own.isForeign) return own;
  const before = earlier.map(subjectOf).find(({ requests }) => requests.length > 0);
  if (before === undefined) return own;
  const isSilent = own.requests.length === 0 && own.unavailable.length === 0 && own.social === null;
  if (isChoice && isSilent) return { ...before, social: null };
  const text = lower(question);
  if (own.requests.length > 0) return { ...own, requests: pointingBack(own.requests, text, before) };
  if (!isSilent) return own;
  return following(question, text, own, before) ?? own;
}

/** "And its beta?" is about what was named before. */
function pointingBack(requests: readonly Request[], text: string, before: Intent): readonly Request[] {
  const names = before.requests.find((one) => one.names.length > 0)?.names ?? [];
  const isNamed = requests.some((one) => one.names.length > 0) || /\b(?:my|our|portfolio)\b/.test(text);
  if (names.length === 0 || isNamed || !POINTING.test(text)) return requests;
  return requests.flatMap((one) => sameOf(one, names));
}

function following(question: string, text: string, own: Intent, before: Intent): Intent | null {
  const words = text.match(/[\p{L}']+/gu) ?? [];
  const isEmpty = words.length > 0 && words.every((word) => EMPTY.has(word));
  if (isEmpty && (BACKWARD.test(text) || CONTINUES.test(text) || /^\W*why\b/.test(text))) {
    return { ...own, requests: before.requests };
  }
  const earlierNames = before.requests.find((one) => one.names.length > 0)?.names ?? [];
  if (earlierNames.length > 0 && /\b(?:its|their)\b/.test(text)) {
    return { ...own, wantsExplanation: false, requests: requestsOf(topicsOf(text), { names: earlierNames, text }) };
  }
  if (!CONTINUES.test(text)) return null;
  const { symbols, words: places } = namesIn(question.replace(/^\W*(?:and|also|but|so|then|what|how)\b/i, ''));
  const names = symbols.length > 0 ? symbols : places;
  // "And MSFT?" asks the same of another holding; "And what is the net asset value?" goes on about one's own figures.
  if (names.length > 0) {
    return { ...own, requests: before.requests.flatMap((one) => sameOf(one, names)) };
  }
  const requests = requestsOf(topicsOf(text), { names: [], text });
  return requests.length > 0 ? { ...own, requests } : null;
}

const sameOf = ({ topic, clause }: Request, names: readonly string[]): readonly Request[] =>
  requestsOf([topic], { names, text: clause });

function subjectOf(question: string): Intent {
  const text = lower(question);
  const social = GREETING.test(text) ? 'greeting' : THANKS.test(text) ? 'thanks' : null;
  const about = { social, isForeign: isForeign(question) } as const;
  const nothing: Intent = { requests: [], wantsExplanation: false, unavailable: [], ...about };
  if (about.isForeign || social === 'greeting') return nothing;
  const isPersonal = PERSONAL.test(text) || namesIn(question).symbols.length > 0;
  const wantsExplanation = EXPLANATION.test(text) || (DEFINITION.test(text) && !isPersonal);
  if (isGeneral(text) && unavailableIn(text) === null && !isSupposed(text)) return { ...nothing, wantsExplanation };
  const clauses = clausesOf(question).map((clause) => readClause(clause, { isPersonal, wantsExplanation }));
  const unavailable = [...new Set(clauses.flatMap((clause) => clause.unavailable))];
  return { ...nothing, wantsExplanation, unavailable, requests: withNames(clauses.map(({ requests }) => requests)) };
}

/** "How is beta computed?" and "How do I close a position?" are answered from the knowledge base alone. */
const isGeneral = (text: string): boolean =>
  METHOD.test(text) || PROCEDURE.test(text) || (HOW_TO.test(text) && !CONCERNS.test(text));

/** "What happens to my portfolio if the market falls?" asks for figures, "How is a stress test computed?" for none. */
const isSupposed = (text: string): boolean => /\bwhat happens\b/.test(text) && STRESS.test(text);

interface ClauseReading {
  readonly requests: readonly Request[];
  readonly unavailable: readonly string[];
}

function readClause(
  clause: string,
  { isPersonal, wantsExplanation }: { readonly isPersonal: boolean; readonly wantsExplanation: boolean },
): ClauseReading {
  const text = lower(clause);
  const inVain = unavailableIn(text);
  if (inVain !== null) return { requests: [], unavailable: [inVain] };
  const topics = topicsOf(text);
  const names = namesFor(namesIn(clause), text, topics.length > 0, wantsExplanation);
  const pointsBack = isPersonal && /\b(?:its|their)\b/.test(text);
  const isAboutOneself =
    PERSONAL.test(text) || names.length > 0 || pointsBack || !(wantsExplanation || DEFINITION.test(text));
  if (!isAboutOneself) return { requests: [], unavailable: [] };
  const isNamedOnly = names.length > 0 && topics.length === 0 && isAskedOf(clause, text, names);
  const requests = requestsOf(isNamedOnly ? ['holdings'] : topics, { names, text });
  const span = spanOf(text, requests);
  return span === null ? { requests, unavailable: [] } : { requests: [], unavailable: [span] };
}

/** Capitals count beside any topic; other words where somebody speaks of what is theirs, or asks for a figure of it. */
function namesFor(
  { symbols, words }: Names,
  text: string,
  hasTopic: boolean,
  wantsExplanation: boolean,
): readonly string[] {
  if (symbols.length > 0) return symbols;
  // What is supposed of a company, or asked about it, needs no word of ownership.
  if (/\bif\b/.test(text) || topicsOf(text).includes('company')) return words;
  if (OWNERSHIP.test(text)) return wantsExplanation && /\b(?:explain|means?)\b/.test(text) ? [] : words;
  const isAsked = hasTopic || /\bdoing\W*$/.test(text);
  return isAsked && !wantsExplanation && !DEFINITION.test(text) ? words : [];
}

/** Bare capitals may be anything, unless somebody owns them, asks for a figure of theirs, or says nothing else. */
function isAskedOf(clause: string, text: string, names: readonly string[]): boolean {
  if (
    fieldsOf('position', text).length > 0 ||
    /\b(?:own|hold|held|have|got|bought|doing|show|list|display|look up)\b|^\W*(?:and |what about |how about |tell me about )?(?:my|our)\b[^?]{1,40}\W*$/.test(
      text,
    )
  )
    return true;
  const words = clause.match(/[\p{L}\d._-]+/gu) ?? [];
  const isNothingElse =
    !CONTINUES.test(text) && words.every((word) => names.includes(word) || /^(?:and|or)$/i.test(word));
  return names.every((name) => name === name.toUpperCase()) && (OWNERSHIP.test(text) || isNothingElse);
}

function spanOf(text: string, requests: readonly Request[]): string | null {
  const topics = requests.map(({ topic }) => topic);
  if (topics.length === 0) return null;
  const isOfPnl = topics.some((topic) => ['pnl', 'best', 'worst'].includes(topic)) || PNL.test(text);
  if (isOfPnl) return unavailableSpanIn(text, 'pnl');
  const isWindow = topics.every((topic) =>
    ['volatility', 'beta', 'position-beta', 'position-volatility'].includes(topic),
  );
  return unavailableSpanIn(text, isWindow ? 'window' : 'state');
}

function requestsOf(
  topics: readonly Topic[],
  { names, text }: { readonly names: readonly string[]; readonly text: string },
): readonly Request[] {
  const ofThem = topics.flatMap((topic) => ofHoldings(topic, isMoved(text, names)));
  // "Is my portfolio's beta above that of AAPL?" asks for both; "AAPL in my portfolio" does not.
  const asksForBoth =
    topics.includes('beta') && /\bportfolio\b/.test(text.replace(/\bin (?:my|our|the) portfolio\b/g, ''));
  const meant = new Set<Topic>(names.length === 0 ? topics : asksForBoth ? ['beta', ...ofThem] : ofThem);
  return [...meant].map((topic) => ({
    topic,
    names: topic.startsWith('position') ? names : [],
    fields: fieldsOf(topic, text),
    clause: text,
  }));
}

/** What a topic is where holdings are named. Their volatility is not computed; "Is Tesla my worst stock?" asks for both. */
function ofHoldings(topic: Topic, moves: boolean): readonly Topic[] {
  if (topic === 'correlation' || topic === 'trade' || topic === 'company') return [`position-${topic}`];
  if (/^position-(?:correlation|trade|move|company)$/.test(topic)) return [topic];
  if (topic === 'stress' && moves) return ['position-move'];
  if (OF_THE_WHOLE.has(topic)) return [topic];
  if (topic === 'beta' || topic === 'position-beta') return ['position-beta'];
  // "My exposure to tech" names a sector, not a holding.
  if (topic === 'sectors') return ['sectors'];
  if (topic === 'stress') return ['stress'];
  if (topic === 'risk') return ['position', 'position-beta'];
  if (topic === 'volatility' || topic === 'position-volatility') return ['position-volatility'];
  return topic === 'best' || topic === 'worst' || topic === 'largest' ? [topic, 'position'] : ['position'];
}

/** "What if Apple falls 20 %?" moves a holding, "What does a crash do to my Apple?" does not. */
const isMoved = (text: string, names: readonly string[]): boolean =>
  names.some(
    (name) =>
      text.slice(text.search(/\bif\b/)).startsWith('if') &&
      text
        .split(/\bif\b/)[1]
        ?.slice(0, 20 + name.length)
        .includes(name.toLowerCase()),
  );

/** A clause that says "it" is about what a clause before it named. */
function withNames(clauses: readonly (readonly Request[])[]): readonly Request[] {
  let names: readonly string[] = [];
  let asked = false;
  return clauses.flatMap((requests) => {
    const read = requests.flatMap((one) => {
      // "My largest position and its weight": its own answer has it.
      if (one.topic === 'holdings' && asked && /\b(?:its|their)\b/.test(one.clause))
        return names.length > 0 ? sameOf(one, names) : [];
      const pointsBack = one.names.length === 0 && names.length > 0 && POINTING.test(one.clause);
      return pointsBack ? sameOf(one, names) : [one];
    });
    names = read.find((one) => one.names.length > 0)?.names ?? names;
    asked ||= read.length > 0;
    return read;
  });
}

const SEPARATOR =
  /[.?!;\n]+(?:\s+|$)|,?\s+(?:and|also|plus|but|as well as)\s+|,\s+(?=(?:what|how|which|is|am|are|do|did|show|my)\b)/i;

/** Pieces without a subject of their own belong to the one before, or to the first that has one. */
function clausesOf(question: string): readonly string[] {
  const protectedText = question
    .replace(/\bprofits? and loss(?:es)?\b|\bp and l\b/gi, 'P&L')
    .replace(/\bgains? and loss(?:es)?\b/gi, 'gains/losses')
    .replace(/\blong and short\b/gi, 'long/short')
    .replace(/(?<=\b[A-Z]{1,5}),? and (?=[A-Z]{2,5}\b)/g, ', ');
  const clauses: string[] = [];
  let isLeading = false;
  for (const piece of protectedText.split(SEPARATOR).filter((part) => part.trim() !== '')) {
    const last = clauses.at(-1);
    const hasSubject = topicsOf(lower(piece)).length > 0 || unavailableIn(lower(piece)) !== null;
    if (last !== undefined && (isLeading || !hasSubject)) clauses[clauses.length - 1] = `${last} and ${piece}`;
    else clauses.push(piece);
    isLeading = (isLeading || last === undefined) && !hasSubject;
  }
  return clauses;
}

const lower = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('β', 'beta')
    .replace(/\b(how|what|who|where)'s\b/g, '$1 is');
