/** What a question is about, among what the tools can tell. */
export const TOPICS = [
  'concentration',
  'volatility',
  'beta',
  'exposure',
  'pnl',
  'value',
  'holdings',
  'overview',
  'portfolios',
] as const;
export type Topic = (typeof TOPICS)[number];

export interface Intent {
  readonly topics: readonly Topic[];
  /** Upper-case words that may be symbols. */
  readonly symbols: readonly string[];
  /** Asks what something means, how it works, or why. */
  readonly wantsExplanation: boolean;
  /** Asked for something that no tool gives, by its name. */
  readonly unavailable: string | null;
  readonly isGreeting: boolean;
}

const KEYWORDS: Readonly<Record<Topic, RegExp>> = {
  concentration:
    /concentrat|herfindahl|\bhhi\b|diversif|effective (?:number|positions)|\btop[ -]?(?:\d+|three|five|ten)\b|largest|biggest|too much in|eggs in one|single (?:stock|name)|(?:depend|relian|rel(?:y|ies|ying)\b)[^.?!]*\bon\b|\b(?:a few|one|two|few) (?:big |large )?(?:positions?|names?|holdings?|stocks?)|spread (?:out|across|over)/,
  volatility: /volatil|\bvol\b|standard deviation|fluctuat|swing|how risky|choppy/,
  beta: /\bbetas?\b|r[- ]?squared|r²|\br2\b|sensitiv\w* to the market|market sensitiv|move\w* with the market/,
  exposure: /exposure|leverag|\bgross\b|\bnet (?:long|short)|long[ /-](?:and )?short|\bshorts\b|hedg|margin|borrow/,
  pnl: /p ?& ?l|\bpnl\b|profit|\bgain(?:s|ed)?\b|\bloss(?:es)?\b|\blost\b|\bmade?\b.*\bmoney|\bearn|perform|\breturns?\b|\b(?:up|down) today/,
  value:
    /\bworth\b|\bnav\b|net asset value|(?:portfolio|total|account) value|value of|\bcash\b|\bbalance\b|how much (?:money|is in)/,
  holdings: /\bholdings?\b|\bpositions?\b|\b(?:do|does|am|what) i (?:own|hold|have)\b|\bown\b|\bstocks?\b|\bshares?\b/,
  overview: /overview|summar|how (?:is|are) (?:my|the|things)|how am i doing|how risky|\brisks?\b|review|briefing/,
  portfolios: /(?:which|what|list|all|show|many|my)(?: of| the| my| are| do| me)* (?:portfolios|accounts)/,
};

/** Topics of one question; the general ones only where nothing more specific is asked. */
const SPECIFIC: readonly Topic[] = ['concentration', 'volatility', 'beta', 'exposure', 'pnl', 'value'];

const UNAVAILABLE: readonly (readonly [RegExp, string])[] = [
  [
    /should i (?:buy|sell|hold|invest|short)|recommend|good (?:buy|investment)|what (?:should|to) .*(?:buy|sell)/,
    'advice to buy or sell',
  ],
  [
    /predict|forecast|\bwill (?:\w+ ){1,4}(?:rise|fall|go|drop|crash|recover|perform)|price target|tomorrow|next (?:week|month|year)/,
    'forecasts',
  ],
  [/value[- ]at[- ]risk|\bvar\b|expected shortfall/, 'value at risk'],
  [/stress|scenario|\bcrash(?:es)?\b/, 'stress tests'],
  [/\bgreeks?\b|\bdelta\b|\bgamma\b|\bvega\b|\btheta\b/, 'option Greeks'],
  [/correlation|\bcluster/, 'correlations'],
  [/\bfactors?\b|momentum|value tilt|growth tilt/, 'factor exposures'],
  [/\bsectors?\b|industr/, 'sector weights'],
  [/sharpe|sortino|drawdown/, 'risk-adjusted returns and drawdowns'],
  [/\bnews\b|headline|earnings|analyst target/, 'news and company data'],
];

const GREETING =
  /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|who are you|what can you (?:do|tell)|help)\b/;
const EXPLANATION =
  /\bmeans?\b|meaning|explain|\bwhy\b|\bhow (?:is|are|was|do|does|can|to|should|come)\b|what (?:is|are) (?!my\b|our\b)|what happens|define|definition|difference|differs?\b|understand|interpret|formula|comput|calculat|tell me about|too (?:high|low|much)|\b(?:good|bad|high|low)\b/;
const PERSONAL = /\b(?:my|mine|i|i'm|me|our|we|us|portfolio)\b/;
const HOW_TO = /\bhow (?:do|can|to|should|would) (?:i|we|you|one)?\b/;
const FOLLOW_UP =
  /^\W*(?:and|also|but|so|then|ok|okay|why|what about|how about|explain|in what)\b|\b(?:that|this|it|those|these|them)\b/;
const CONTINUES = /^\W*(?:and|also|but|so|then|what about|how about)\b/;
const SHORT_QUESTION = 6;

const NOT_SYMBOLS = new Set(
  'I A AN AND OR THE MY ME IS AM OK AI HHI NAV PNL CSV ETF ETFS USD EUR GBP VAR OLS HAC VS US UK API Q R SPY TELL SHOW WHAT WHY HOW PLEASE'.split(
    ' ',
  ),
);

/**
 * Reads a question by keywords, in English. A follow-up without a subject of its own ("and what does that mean?") takes
 * the subject of the newest earlier question that has one.
 *
 * @param earlier questions of the user before this one, newest first.
 */
export function readIntent(question: string, earlier: readonly string[] = []): Intent {
  const own = subjectOf(question);
  const text = question.toLowerCase();
  if (own.topics.length > 0 || own.unavailable !== null || own.isGreeting || !followsUp(text)) return own;
  const before = earlier.map(subjectOf).find(({ topics }) => topics.length > 0);
  if (!before) return own;
  const named = topicsOf(text, own.symbols, null);
  // "And what is the net asset value?" goes on about one's own figures; "What is beta?" asks for a definition.
  if (named.length > 0) return CONTINUES.test(text) ? { ...own, topics: named } : own;
  return { ...own, topics: before.topics, symbols: own.symbols.length > 0 ? own.symbols : before.symbols };
}

function subjectOf(question: string): Intent {
  const text = question.toLowerCase().replaceAll('’', "'");
  const wantsExplanation = EXPLANATION.test(text);
  const symbols = symbolsOf(question);
  const unavailable = UNAVAILABLE.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  return {
    topics: aboutOneself(text, wantsExplanation) ? topicsOf(text, symbols, unavailable) : [],
    symbols,
    wantsExplanation,
    unavailable,
    isGreeting: GREETING.test(text),
  };
}

/** "How is beta computed?" and "How do I close a position?" are answered from the knowledge base alone. */
function aboutOneself(text: string, wantsExplanation: boolean): boolean {
  if (HOW_TO.test(text) && !/\b(?:my|mine)\b/.test(text)) return false;
  return PERSONAL.test(text) || !wantsExplanation;
}

function topicsOf(text: string, symbols: readonly string[], unavailable: string | null): readonly Topic[] {
  const mentioned = TOPICS.filter((topic) => KEYWORDS[topic].test(text));
  const specific = mentioned.filter((topic) => SPECIFIC.includes(topic));
  if (specific.length > 0) return specific;
  if (unavailable !== null) return [];
  if (mentioned.includes('portfolios')) return ['portfolios'];
  if (mentioned.includes('holdings') || symbols.length > 0) return ['holdings'];
  return mentioned;
}

const symbolsOf = (question: string): readonly string[] => {
  const words = question.match(/(?<![\p{L}\d.&-])[A-Z]{1,5}(?:[.-][A-Z])?(?![\p{L}\d&])/gu) ?? [];
  // A question that is shouted has no symbols to tell apart.
  if (question === question.toUpperCase()) return [];
  return [...new Set(words)].filter((word) => !NOT_SYMBOLS.has(word));
};

const followsUp = (text: string): boolean => FOLLOW_UP.test(text) || text.split(/\s+/).length <= SHORT_QUESTION;
