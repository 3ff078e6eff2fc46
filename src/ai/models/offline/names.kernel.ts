import { topicsOf } from './topics.kernel.js';

/** Capitals that are no symbols: figures, forms of account, currencies, and words that people shout. */
const ABBREVIATIONS = new Set(
  (
    'YTD MTD QTD WTD ROI ROE EPS PE PEG PL PNL NAV HHI ETF ETFS REIT REITS IRA HSA USD EUR GBP JPY CHF CAD US USA UK EU ' +
    'API CSV OLS HAC VAR CVAR VOL FIFO LIFO NYSE NASDAQ OCC FAQ AI LLM FX IV ATH TWR IRR XIRR CAGR AUM CEO CFO GDP CPI FED ' +
    'SEC IRS IPO DCA OTM ITM ATM OK TBH FYI ASAP LOL AM PM NYC VS ' +
    'A AN AND OR THE I ME MY IS DO IN OF ON P L Q R TELL SHOW WHAT WHY HOW PLEASE NOT NOW ALL HI HELLO HELP'
  ).split(' '),
);

/** Ordinary words of questions: what stands beside a preposition with one of them in it is no name of a holding. */
const ORDINARY = new Set(
  (
    'portfolio portfolios account accounts holdings positions stocks securities security assets asset money cash capital ' +
    'overall market markets everything anything something nothing it its that this these those them they i me we us you my ' +
    'risk risks risky return returns gain gains loss losses profit profits pnl performance value worth price prices cost ' +
    'costs weight weights beta betas volatility vol exposure leverage leveraged margin concentration diversification hhi nav ' +
    'in of on to few first second only many much more most less least large larger largest big bigger biggest small smallest ' +
    'top best worst main average effective number amount rest other others same different new old long short gross net ' +
    'private public listed open closed realised realized unrealised unrealized daily today yesterday tomorrow week month ' +
    'months year years quarter day days session sessions last next past previous time times date percent percentage per ' +
    'dollar dollars total terms red green black paper way detail details general fact single each every too very high low ' +
    'good bad ytd mtd roi ira etf etfs option options calls puts benchmark index beginning start inception purchase dividend ' +
    'dividends interest fee fees tax taxes question answer here there what which who when where why how do does did is are ' +
    'am was be has have had not if than then so up down out as at by per for from with about until lose lost losing make ' +
    'made making earn doing going winners losers winner loser being all right now currently still normal safe enough any ' +
    'january february march april may june july august september october november december monday tuesday wednesday thursday ' +
    'friday saturday sunday usd eur file csv lot lots long-term mine yours trouble debt hand invested diversified hedged balanced concentrated volatile ' +
    'investment investments names companies picks book things worried ok okay fine s&p s&p500 rates rate yields inflation oil analysts analyst target targets sector industry half'
  ).split(' '),
);

/** Said around a name, and no part of it. */
const AROUND =
  /^(?:(?:a|an|any|some|too|much|more|less|enough|the|my|our|all|of|in|to|on|shares?|stocks?|units?|exposure|money|worth)\s+)+|(?:\s+(?:shares?|stocks?|positions?|holdings?|units?|company|now|today|overall|left|please|already|either))+$/g;

/** What the question says of a benchmark is not said of a holding in it. */
const AS_BENCHMARK =
  /\b(?:versus|vs\.?|against|relative to|compared? (?:to|with)|comparison (?:to|with)|betas? (?:to|against|vs\.?)|beat(?:ing|s)?|track\w*|outperform\w*|correlat\w+ (?:to|with))\s+(?:the\s+)?(?:SPY|spy)\b/g;

const SYMBOL =
  /(?<![\p{L}\d.&/$-])\$?(?:[A-Z]{1,6}\d{6}[CP]\d{8}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{1,5}(?:[.-][A-Z]{1,2})?)(?![\p{L}\d&/_]|'[a-rt-z])/gu;

const WORD = String.raw`[\p{L}\d][\p{L}\d.&_-]*`;
/** One to three words, or a list of such. */
const NAME = String.raw`${WORD}(?:\s+${WORD}){0,2}?(?:(?:,| and| or|, and|, or)\s+${WORD}(?:\s+${WORD})?){0,3}?`;
const NEXT = String.raw`(?=\s+(?:in|of|on|to|from|with|for|about|at|since|do|did|does|is|are|am|was|have|has|today|yesterday|now|right|currently|this|last|so|compared)\b|\s*[,?!.]*\s*$)`;
const ADVERB = '(?:still |currently |actually |already |even |also |ever )*';

/** Where a question names a holding without writing its symbol, each with the name as its group. */
const PLACES: readonly RegExp[] = [
  String.raw`\bhow (?:much|many)\s+(${NAME})\s+(?:do|did|have|does|am)\s+(?:i|we)\b`,
  String.raw`\b(?:do|did|have) (?:i|we) ${ADVERB}(?:own|have|hold|held|got|owned)\s+(?:(?:too much|any|some|enough|more|a|an)\s+)*(${NAME})${NEXT}`,
  String.raw`\b(?:my|our)\s+(${NAME})\s+(?:positions?|holdings?|stake|shares?|stock|lots?|investment)\b`,
  String.raw`\b(?:in|of|on|to|from|with|for|about)\s+(${NAME})${NEXT}`,
  String.raw`^\W*(?:(?:and|what about|how about|tell me about)\s+)?(?:my|our)\s+(${NAME})\W*$`,
  String.raw`\b(?:portfolio|account)\s+(?:is|are)\s+(${NAME})${NEXT}`,
  String.raw`(?:^|\s)(${WORD})'s\s+(?:beta|weight|value|price|position|sector|industry|p\/e|pe|market cap|dividend|target|price target|analysts?|earnings|forward|share|gain|loss|profit|p&l|pnl|performance|return|risk|volatility|exposure)\b`,
  String.raw`\bif\s+(?:my\s+)?(${NAME})\s+(?:drops?|falls?|fell|rises?|rose|rallies|declines?|crashes|loses?|gains?|halves?|doubles?|goes|were)\b`,
  String.raw`\bwhat (?:does|do)\s+(${NAME})\s+do\b`,
  String.raw`\bwhat (?:sector|industry) (?:is|does|are)\s+(${NAME})\s+(?:in|belong|part)\b`,
  String.raw`\b(?:sell|sold|buy|bought|trim|short|cover|halve|double)\s+(?:(?:all|half|\d[\d,.]*%?|of|my|the|more)\s+)*(${NAME})${NEXT}`,
  String.raw`^\W*(?:is|are|was|has|have|did|does|how (?:is|are|did|has)|how much (?:is|are|was)|what (?:is|are))\s+(?:my\s+)?(${NAME})\s+(?:my|doing|done|performing|worth|still|up|down|one of|in my|losing|making|volatile|risky|safe|dangerous|too|very|so)\b`,
  String.raw`\bhow (?:volatile|risky|big|large|safe|dangerous|well) (?:is|are|was|did|has)\s+(?:my\s+)?(${NAME})${NEXT}`,
].map((source) => new RegExp(source, 'giu'));

const MOST_NAMES = 5;
const LONGEST_NAME = 40;

/** What a clause calls holdings. */
export interface Names {
  /** As symbols are written, in capitals. */
  readonly symbols: readonly string[];
  /** In the places where holdings are named: "my apple shares". Only a holding's own symbol or name makes sense of them. */
  readonly words: readonly string[];
}

/** @param clause as written. In a clause of capitals alone no symbol stands out, but places still do. */
export function namesIn(clause: string): Names {
  const text = clause
    .replaceAll('’', "'")
    .replace(AS_BENCHMARK, ' ')
    .replace(/(?<=[A-Z]{2})\/(?=[A-Z]\b)/g, '.')
    .replace(/(?<=[A-Z]{2})\/(?=[A-Z]{2})/g, ' ');
  const isShouted = text === text.toUpperCase() && text.trim().split(/\s+/).length > 2;
  const symbols = isShouted ? [] : (text.match(SYMBOL) ?? []).map((word) => word.replace('$', ''));
  const found = symbols.filter((word) => !ABBREVIATIONS.has(word));
  const inPlaces = PLACES.flatMap((place) => [...text.matchAll(place)].flatMap(([, name = '']) => listed(name)));
  const words = inPlaces.filter((name) => !found.some((symbol) => contains(name, symbol)));
  return { symbols: distinct(found).slice(0, MOST_NAMES), words: distinct(words).slice(0, MOST_NAMES) };
}

/** The names in a list of them, without what is said around each. */
const listed = (text: string): readonly string[] =>
  text
    .split(/,\s*(?:and |or )?|\s+(?:and|or)\s+/i)
    .map((name) => stripped(name.trim()))
    .filter((name) => name.length > 1 && name.length <= LONGEST_NAME && isName(name));

/** Twice, since what stands around may itself be surrounded. */
const stripped = (name: string): string => {
  const once = name.replace(new RegExp(AROUND.source, 'gi'), '');
  return once.replace(new RegExp(AROUND.source, 'gi'), '').trim();
};

/** What reads as a topic is none: "my P&L". Nor are common words by themselves, which names may have in them. */
function isName(name: string): boolean {
  const words = name.toLowerCase().split(/\s+/);
  const isPlain =
    words.every((word) => COMMON.has(word)) || words.some((word) => ORDINARY.has(word) || /^\d/.test(word));
  return !isPlain && topicsOf(name.toLowerCase()).length === 0;
}

const COMMON = new Set(
  'a an the and or stock share shares position holding holdings fund funds bond bonds one two three four five ten'.split(
    ' ',
  ),
);

const contains = (name: string, symbol: string): boolean => name.toUpperCase().split(/\s+/).includes(symbol);

/** The same name in other letters is the same name. */
const distinct = (names: readonly string[]): readonly string[] => [
  ...new Map(names.map((name) => [name.toUpperCase(), name])).values(),
];
