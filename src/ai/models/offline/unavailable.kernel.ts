import { topicsOf, type Topic } from './topics.kernel.js';

/** What is asked for and no tool gives, by the name under which the answer says so. */
const UNAVAILABLE: readonly (readonly [RegExp, string])[] = [
  [
    /\bshould (?:i|we) (?:buy|sell|hold|invest|short|keep|add|trim|rebalance|hedge|cut|take)|recommend|\bsuggest|\badvice\b|\badvise|good (?:buy|investment|time to)|what (?:should|to) .*\b(?:buy|sell|do)\b|worth buying|\bto (?:buy|sell)\b|\brebalanc/,
    'advice to buy or sell',
  ],
  [/what do you think|your (?:opinion|view)|thoughts on\b/, 'opinions'],
  [
    /how much (?:money )?(?:have|did) (?:i|we) (?:put in|invest(?:ed)?|deposit(?:ed)?|contribut\w+)\W*$|\bmy (?:deposits|withdrawals|contributions)\b/,
    'deposits and withdrawals',
  ],
  [
    /predict|forecast|\bwill (?:\w+ ){1,4}(?:rise|fall|go|drop|crash|recover|perform|be|make|lose)|price target|tomorrow|next (?:week|month|year)|going to (?:go|rise|fall|drop|crash)|expected returns?/,
    'forecasts',
  ],
  [
    /asset (?:class|allocation|mix)|\bby (?:country|region|currency)|\bcurrency (?:risk|exposure)|\b(?:exposure|exposed|weight|allocat\w*|invested|much)\b.*\b(?:in|to|of) (?:the )?(?:bonds|equities|commodities|crypto|china|europe|japan|emerging markets|foreign|dollar|euro|inflation|interest rates?)\b/,
    'weights by asset class, country or currency',
  ],
  [/\balpha\b|treynor|information ratio/, 'alpha and the Treynor and information ratios'],
  [/\bnews\b|headline|earnings|\beps\b|fundamentals?/, 'news and statements of companies'],
  [
    /\b(?:beat(?:ing|en)?|outperform\w*|underperform\w*|lag(?:ging)?)\b.*\b(?:market|s&p|spy|index|benchmark|dow|nasdaq)|\b(?:vs\.?|versus|against|compared? (?:to|with)) (?:the )?(?:market|s&p|spy|index|benchmark|dow|nasdaq)|\bcompar\w+\b.*\b(?:market|s&p|spy|index|benchmark|dow|nasdaq)|benchmark return/,
    'comparisons with the return of the market',
  ],
  [
    /\b(?:my|in|much|many) (?:\w+ )?dividends?\b|dividend (?:income|yield)|\b(?:my|passive|much) income\b|\bmy yield\b/,
    'dividends and income by themselves',
  ],
  [
    /\bmy tax|\bmuch tax|taxes (?:do|will|did) i|tax(?:able)? (?:bill|gain|loss)|\bmy fees|fees (?:do|did|have) i|much .*\bfees\b/,
    'taxes and fees',
  ],
  [
    /\bwhen did (?:i|we) (?:buy|sell|purchase|short|open|close)|\bwhat did (?:i|we) (?:buy|sell|trade)|my (?:trades|transactions|orders|trading history)|transaction history/,
    'single transactions and their dates',
  ],
  [
    /\bwhy (?:did|is|has|have|was|are|am)\b.*\b(?:down|up|drop\w*|f[ae]ll\w*|rose|rise|risen|los(?:e|t|ing)|gain\w*|mov\w*)\b/,
    'the causes of a move',
  ],
];

/** Things to be done, which an analyst that only reads cannot do. */
const ORDER =
  /^\W*(?:please |can you |could you |i want to |i'd like to )*(?:buy|sell|short(?! (?:position|stock|holding|exposure|sale|term))|cover|close|delete|remove|create|rename|add|transfer|withdraw|deposit|move|send|e-?mail|alert|notify)\b(?!.*\b(?:mean|work|count)s?\b)/;

const MONTH = 'january|february|march|april|june|july|august|september|october|november|december';
const WEEKDAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const SPAN = String.raw`\b(?:last|past|previous) (?:few |two |three |six |\d+ )?(?:weeks?|months?|quarters?|years?|days|sessions)\b`;
const PAST = [
  String.raw`\b(?:a|one|two|three|six|\d+) (?:days?|weeks?|months?|years?) ago\b`,
  String.raw`\b(?:in|since|during|on|for|before) (?:last )?(?:${MONTH}|may|${WEEKDAY}|(?:19|20)\d\d)\b`,
  String.raw`\blast (?:${MONTH}|${WEEKDAY})\b`,
].join('|');

/** Of a gain or loss: spans other than the session, the month and the year to date, and all of the time. */
const OTHER_SPAN = new RegExp(
  String.raw`${SPAN}|${PAST}|\bthis (?:week|quarter)\b|\b(?:weekly|monthly|quarterly|yearly|annual(?:i[sz]ed)?|wtd|qtd|cagr)\b`,
);
/** Of a figure of a session: an earlier one. */
const EARLIER = new RegExp(String.raw`${SPAN}|${PAST}|\bused to\b|\bover time\b|\bhistor(?:y|ical)\b|\btrend`);
/** Of a figure of a window, such as volatility, which has its span in its name. */
const EARLIER_WINDOW = new RegExp(String.raw`${PAST}|\bused to\b|\bover time\b|\bhistory\b|\btrend`);

/** What a clause, in lower case, asks for in vain; null when it does not. */
export const unavailableIn = (text: string): string | null =>
  ORDER.test(text)
    ? 'trading or changing anything'
    : (UNAVAILABLE.find(([pattern, name]) => pattern.test(text) && !isKnown(name, text))?.[1] ?? null);

/** Topics whose questions have words in them that otherwise ask in vain: a trade that is supposed asks for no advice. */
const KNOWN: Readonly<Record<string, readonly Topic[]>> = {
  'advice to buy or sell': ['trade'],
  forecasts: ['var', 'forecast', 'company', 'trade'],
  'news and statements of companies': ['company'],
  'weights by asset class, country or currency': ['factors'],
  'dividends and income by themselves': ['company'],
};

const isKnown = (name: string, text: string): boolean =>
  topicsOf(text).some((topic) => (KNOWN[name] ?? []).includes(topic));

/** The same for spans of time, which matter once it is known what is asked of them. */
export function unavailableSpanIn(text: string, figure: 'pnl' | 'window' | 'state'): string | null {
  if (figure === 'pnl') {
    return OTHER_SPAN.test(text)
      ? 'P&L of other spans than the last session, the month to date, the year to date and since the start'
      : null;
  }
  return (figure === 'window' ? EARLIER_WINDOW : EARLIER).test(text) ? 'figures of earlier sessions' : null;
}
