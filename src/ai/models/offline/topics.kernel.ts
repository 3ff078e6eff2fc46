import { COMPUTED } from './computed-topics.kernel.js';

/** What can be looked up, for the portfolio as a whole or for holdings that a question names. */
export const TOPICS = [
  'portfolios',
  'value',
  'cash',
  'pnl',
  'best',
  'worst',
  'largest',
  'holdings',
  'count',
  'shorts',
  'privates',
  'options',
  'exposure',
  'leverage',
  'beta',
  'volatility',
  'concentration',
  'sectors',
  'stress',
  'var',
  'drivers',
  'factors',
  'ratios',
  'forecast',
  'correlation',
  'greeks',
  'limits',
  'trade',
  'company',
  'risk',
  'overview',
  'position',
  'position-beta',
  'position-volatility',
  'position-correlation',
  'position-trade',
  'position-move',
  'position-company',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What is asked of holdings by name; "position-volatility" there is none of. */
export type HoldingTopic = Extract<Topic, `position${string}`>;
type PortfolioTopic = Exclude<Topic, HoldingTopic>;

/** Known of the portfolio alone, whatever holding is named beside it. */
export const OF_THE_WHOLE: ReadonlySet<Topic> = new Set([
  'var',
  'drivers',
  'factors',
  'ratios',
  'forecast',
  'greeks',
  'limits',
]);

/** Words that mean a gain or a loss, of the portfolio or of a holding. */
export const PNL =
  /\bp ?[&/] ?l\b|\bpnl\b|profit|\bgain(?:s|ed|ing)?\b|\bloss(?:es)?\b|\blos(?:e|t|ing)\b|\bmak(?:e|ing)\b.*\b(?:money|profit)|\b(?:did|have|do|does)\b.*\b(?:make|made)\b|\bmade\b.*\bmoney|\bearn(?:ed|ing)?\b|perform|\breturns?\b|\bro[ie]\b|\b[ym]td\b|\b(?:up|down)\b(?= (?:or|today|yesterday|this|since|overall|on|so|in)\b|[?!. ]*$)|\bhow (?:did|have|do|has) (?:i|we|it|my \w+|the portfolio|things)(?: \w+)? (?:do|done|fared?|go|gone)\b|\bin the (?:red|green|black)\b|\bam i (?:up|down|ahead|behind)\b|\bunreali[sz]ed\b|\breali[sz]ed (?:gain|loss|p|pnl|profit)|\b(?:drop(?:ped)?|f[ae]ll|fallen|rose|risen|grown?|grew|changed?|moved?|went|gone) (?:up |down )?(?:today|yesterday|this|so far)/;

/** What would become of it, should something happen. */
export const STRESS =
  /stress|scenario|\bcrash(?:es)?\b|\bif (?:the )?(?:market|stocks?|s&p|rates?|prices?)\b|\bif\b.*\b(?:drops?|falls?|fell|rises?|rose|rallies|declines?|halves?|doubles?|loses?|gains?|go(?:es)? (?:up|down))\b/;

const HELD = String.raw`(?:holdings?|positions?|stocks?|investments?|names?|bets?|assets?|stakes?|companies|funds?)`;

const KEYWORDS: Readonly<Record<PortfolioTopic, RegExp>> = {
  portfolios:
    /\b(?:which|what|list|all|show|many|my|compare)(?: of| the| my| are| do| me| all)* (?:portfolios|accounts)\b/,
  value:
    /\bworth\b|\bnav\b|net asset value|\b(?:portfolio|account|total|market|overall)(?:'s)? value\b|\bvalue of\b|\bbalance\b|\bmy equity\b|how much (?:money|is in|have i got|do i have\b(?! (?:in|of)\b))|how (?:big|large) (?:is|are)\b|\bsize of\b/,
  cash: /\bcash\b|uninvested|buying power/,
  pnl: PNL,
  best: /\bbest\b|\btop[ -]?(?:\d+ )?(?:perform\w*|gainers?|winners?)|\bbiggest (?:winners?|gain\w*)|\b(?:made|gained|earned|grew|rose|rallied|up|gain|make)\b.*\bthe most\b|most profitable|\bwinn(?:er|ing)s?\b|\bgainers?\b|\b(?:which|what (?:stocks?|positions?|holdings?|investments?))\b.*\b(?:gained|gaining|making money|made money|are up|is up|in the green)\b/,
  worst:
    /\bworst\b|\bbiggest (?:losers?|loss(?:es)?|drag)|\b(?:lost|losing|fell|dropped|down|lose|hurt\w*|cost)\b.*\bthe most\b|\blosers?\b|\b(?:which|what (?:stocks?|positions?|holdings?|investments?))\b.*\b(?:losing|lost|lose|are down|is down|in the red|hurting)\b/,
  largest: new RegExp(
    String.raw`\b(?:largest|biggest|main|top(?: \d+| three| five| ten)?) (?:\w+ )?${HELD}|\bwhat are my top\b|\blargest by\b`,
  ),
  holdings:
    /\bholdings?\b|\bpositions?\b|\b(?:do|does|am|what|have) i (?:own|hold|have|got|invested)\b|\bown\b|\bstocks?\b|\bshares?\b|(?<!a )\blots\b|\bwhat(?:'s| is| do i have| have i got)? in (?:my|the)\b|\bin my (?:portfolio|account)|\binvested in\b|\bmy (?:assets|investments|securities)\b|\bweights?\b|allocat|composition|made up of|break ?down/,
  count: new RegExp(
    String.raw`\b(?:how many|number of) (?:different |open |separate )?(?:lots|symbols|securities|${HELD})\b`,
  ),
  shorts:
    /\bshorts\b|\bshort (?:positions?|stocks?|holdings?|sales?)\b|\bam i short(?:ing)?\b(?! or)|\bshort(?:ing|ed)\b/,
  privates: /\bprivate (?:assets?|holdings?|positions?|investments?|funds?|equity)\b|\balternatives\b|\billiquid\b/,
  options: /\b(?:my|any|hold|own|have) (?:open |long |short |call |put )?(?:options|calls|puts)\b/,
  exposure:
    /expos(?:ure|ed)\b|exposures|\bgross\b|\bnet (?:long|short)\b|\blong[ /-](?:and |or )?short\b|hedged?\b|market[ -]neutral/,
  leverage: /leverag|\bmargin\b|borrow|\bdebt\b/,
  beta: /\bbetas?\b|r[- ]?squared|r²|\br2\b|sensitiv\w* to the market|market sensitiv|mov\w* with the market/,
  volatility: /volatil|\bvol\b|standard deviation|fluctuat|\bswings?\b|choppy|how (?:stable|bumpy)/,
  concentration:
    /concentrat|herfindahl|\bhhi\b|diversif|effective (?:number|positions)|\btop[ -]?(?:\d+|three|five|ten)\b|largest|too much in|eggs in one|single (?:stock|name)|(?:depend|relian|rel(?:y|ies|ying)\b)[^.?!]*\bon\b|\b(?:a few|one|two|few) (?:big |large )?(?:positions?|names?|holdings?|stocks?)|spread (?:out|across|over)/,
  sectors:
    /\bsectors?\b|industr|\b(?:over|under)[- ]?weight|\b(?:exposure|exposed|weight|allocat\w*|invested|much)\b.*\b(?:in|to|of) (?:the )?(?:tech\w*|health ?care|energy|financials?|utilities|real estate|materials|telecoms?|consumer \w+)\b/,
  stress: STRESS,
  ...COMPUTED,
  risk: /\brisk(?:s|y|ier|iest)?\b|\bhow (?:safe|dangerous)\b|\bsafe\b/,
  overview:
    /overview|summar|\bhow (?:is|are) (?:my|our|the portfolio|things)\b|how am i doing|\breview\b|briefing|\b(?:show|tell|give)(?: me)?(?: about| all)*(?: of)? (?:my|our|the) (?:\w+ )?(?:portfolio|account)\b|about (?:my|our) (?:\w+ )?(?:portfolio|account)\b|analy[sz]e|\bcheck (?:on )?my\b|\bhealth\b|^\W*(?:my )?(?:portfolio|account)\W*$/,
};

/** Asked for only where nothing more specific is. */
const GENERAL: readonly PortfolioTopic[] = ['risk', 'holdings', 'overview'];

/** A topic on the left, where found, is what the words of those on the right mean. */
const RATHER: readonly (readonly [PortfolioTopic, readonly PortfolioTopic[]])[] = [
  ['trade', TOPICS.filter(isOfPortfolio).filter((topic) => topic !== 'trade')],
  ['company', ['sectors', 'pnl', 'value', 'best', 'cash', 'largest', 'beta', 'drivers']],
  ['limits', ['var', 'beta', 'concentration', 'exposure', 'leverage', 'pnl', 'ratios', 'count', 'largest']],
  ['var', ['pnl', 'worst', 'stress', 'value']],
  ['forecast', ['volatility']],
  ['greeks', ['volatility', 'options', 'exposure']],
  ['factors', ['exposure', 'beta', 'volatility', 'value', 'pnl', 'holdings', 'largest', 'concentration']],
  ['drivers', ['volatility', 'best', 'worst', 'largest', 'concentration', 'pnl']],
  ['correlation', ['beta']],
  ['ratios', ['pnl', 'worst', 'largest']],
  ['stress', ['factors', 'pnl', 'value', 'best', 'worst', 'largest', 'exposure', 'beta']],
  ['best', ['pnl', 'largest', 'concentration']],
  ['worst', ['pnl', 'largest', 'concentration']],
  ['portfolios', ['value', 'count']],
  ['count', ['concentration']],
  ['sectors', ['exposure', 'concentration', 'largest', 'portfolios']],
  ['shorts', ['exposure']],
  ['pnl', ['value']],
  ['cash', ['value']],
];
/** "Are my top 3 positions too big?" is about how much they are, not which. */
const HOW_MUCH = /\btoo\b|share of|per ?cent|%|concentrat|depend|how much/;

/** The topics of one clause, in lower case. */
export function topicsOf(text: string): readonly PortfolioTopic[] {
  const mentioned = TOPICS.filter(isOfPortfolio).filter((topic) => KEYWORDS[topic].test(text));
  const specific = mentioned.filter((topic) => !GENERAL.includes(topic));
  if (specific.length === 0) return general(mentioned, text);
  const meant = RATHER.reduce(
    (left, [topic, others]) => (left.includes(topic) ? left.filter((other) => !others.includes(other)) : left),
    specific,
  );
  if (!meant.includes('largest')) return meant;
  const other = HOW_MUCH.test(text) ? 'largest' : 'concentration';
  return meant.filter((topic) => topic !== other);
}

function general(mentioned: readonly PortfolioTopic[], text: string): readonly PortfolioTopic[] {
  const meant = isAboutDoing(text) ? mentioned.filter((topic) => topic !== 'holdings') : mentioned;
  const [first] = GENERAL.filter((topic) => meant.includes(topic));
  return first === undefined ? [] : [first];
}

/** "How are my investments doing?" asks for no list of them. */
const isAboutDoing = (text: string): boolean => /\bhow (?:is|are) (?:my|our)\b.*\b(?:doing|going|looking)\b/.test(text);

function isOfPortfolio(topic: Topic): topic is PortfolioTopic {
  return !topic.startsWith('position');
}

/** Fields by the words that single them out of their topic. */
const FIELDS: Partial<Readonly<Record<Topic, readonly (readonly [string, RegExp])[]>>> = {
  pnl: [
    ['daily_pnl', /\btoday\b|\byesterday\b|\bdaily\b|\bday\b|last (?:session|trading day|close)/],
    ['month_to_date_pnl', /\bmtd\b|month to date|this month/],
    ['year_to_date_pnl', /\bytd\b|year to date|this year/],
    [
      'cumulative_pnl',
      /since (?:the )?(?:start|beginning|inception|i )|so far|overall|total|cumulative|all[- ]time|\bever\b|making/,
    ],
    ['unrealized_pnl', /\bunreali[sz]ed\b|on paper/],
    ['realized_pnl', /\breali[sz]ed\b/],
  ],
  exposure: [
    ['long_exposure', /\blong\b/],
    ['short_exposure', /\bshort\b/],
    ['gross_exposure', /\bgross\b/],
    ['net_exposure', /\bnet\b|hedged?|neutral/],
  ],
  concentration: [
    ['hhi', /\bhhi\b|herfindahl/],
    ['effective_num_positions', /effective/],
    ['top_3_concentration', /top[ -]?(?:3|three)\b/],
    ['top_10_concentration', /top[ -]?(?:10|ten)\b/],
  ],
  volatility: [
    ['realized_volatility_21d', /\b21\b|month/],
    ['realized_volatility_63d', /\b63\b|quarter/],
  ],
  beta: [
    ['beta_90d', /\b90\b/],
    ['beta_252d', /\b252\b|year/],
    ['r_squared_90d', /r[- ]?squared|r²|\br2\b/],
  ],
  position: [
    [
      'market_value',
      /worth|\bvalued?\b|how much money (?:do|is|have)|expos(?:ure|ed)|how big|\bstake\b|\bhave in\b|\bsize\b/,
    ],
    [
      'weight',
      /weight|per ?cent|%|share of|portion|fraction|allocat|how much of (?:my|the|our)|concentrat|too much|depend|expos(?:ure|ed)|\brisk/,
    ],
    ['unrealized_pnl', PNL],
    ['quantity', /how many|quantity|\bunits\b|number of|\b(?:did|have) (?:i|we) (?:invest|put)/],
    ['price', /\bprices?\b|trading at|\bquote/],
    ['entry_price', /\bpa(?:y|id)\b|\bcost\b|\bentry\b|\bbought\b|break ?even|\b(?:did|have) (?:i|we) (?:invest|put)/],
  ],
};

/** The fields of a topic that a clause singles out; none means the topic as a whole. */
export function fieldsOf(topic: Topic, text: string): readonly string[] {
  const fields = (FIELDS[topic] ?? []).filter(([, words]) => words.test(text)).map(([field]) => field);
  // "Unrealised" contains no word "realised", but "long and short" asks for both and "net long" for the net.
  if (topic === 'exposure' && fields.includes('net_exposure')) return ['net_exposure'];
  return fields;
}
