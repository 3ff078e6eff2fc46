/** What sort of figure a field of a tool result holds; `unknown` where neither its unit nor its name tells. */
export type LeafKind = 'money' | 'price' | 'ratio' | 'count' | 'quantity' | 'number' | 'unknown';

/** How a figure of an answer is written. */
export type WrittenUnit = 'money' | 'percent' | 'multiple' | 'plain';

const KIND_BY_UNIT: readonly (readonly [RegExp, LeafKind])[] = [
  [/\bratio\b/, 'ratio'],
  [/\bshares or contracts\b/, 'quantity'],
  [/\b(?:lots|symbols|positions|portfolios)\b/, 'count'],
  [/\bper (?:share|unit)\b/, 'price'],
  [/\bcurrency\b|^[A-Z]{3}$/, 'money'],
  [/\bindex\b/, 'number'],
];

const KIND_BY_NAME: readonly (readonly [RegExp, LeafKind])[] = [
  [/(?:^|_)price$/, 'price'],
  [/(?:^|_)(?:pnl|value|cash|exposure|balance|amount)$/, 'money'],
  [/(?:^|_)(?:weight|share|return|coverage|concentration|leverage)$|volatility|r_squared/, 'ratio'],
  [/(?:^|_)(?:count|lots)$|(?:^|_)num_/, 'count'],
  [/(?:^|_)quantity$/, 'quantity'],
  [/(?:^|_)(?:beta|hhi)(?:_|$)|standard_error/, 'number'],
];

/**
 * The kind of a field: by the unit that its tool states for it, and by its name where the tool states none.
 *
 * @param field last step of the path, such as `market_value`
 * @param units of the result, by field name
 */
export function leafKind(field: string, units: Readonly<Record<string, string>>): LeafKind {
  const unit = Object.hasOwn(units, field) ? units[field] : undefined;
  const stated = unit === undefined ? undefined : KIND_BY_UNIT.find(([pattern]) => pattern.test(unit))?.[1];
  return stated ?? KIND_BY_NAME.find(([pattern]) => pattern.test(field))?.[1] ?? 'unknown';
}

/** `free`: the kinds agree; `named`: only where the text calls the field by a name; `never`: another kind of figure. */
type Agreement = 'free' | 'named' | 'never';

const AGREEMENT: Readonly<Record<WrittenUnit, Partial<Record<LeafKind, Agreement>>>> = {
  money: { money: 'free', price: 'free' },
  percent: { ratio: 'free' },
  multiple: { ratio: 'named', number: 'named' },
  // A plain number may be anything whose unit was left out, which is why it must be called by its name.
  plain: { count: 'named', quantity: 'named', number: 'named', ratio: 'named', money: 'named', price: 'named' },
};

export const agreement = (unit: WrittenUnit, kind: LeafKind): Agreement =>
  kind === 'unknown' ? 'free' : (AGREEMENT[unit][kind] ?? 'never');

const GAIN = String.raw`p&l|p/l|pnl|profit\w*|loss(?:es)?|los[et]|losing|gain\w*|made|earn\w*|up|down|returns?|returned|rose|fell|chang\w*`;
/** Ways to call a field in a sentence. Fields that are not listed are called by the words of their name. */
const TERMS: Readonly<Record<string, string>> = {
  net_asset_value: 'net asset value|nav|net worth|portfolio|account|worth|valued?|equity',
  cash: 'cash|uninvested|borrow(?:s|ed|ing)?|margin',
  long_exposure: 'longs?|long exposure',
  short_exposure: 'shorts?|short exposure',
  gross_exposure: 'gross',
  net_exposure: 'net exposure|net market exposure|net',
  leverage: 'leverage[ds]?|gross exposure over net asset value',
  daily_pnl: `${GAIN}|day|daily|session|today`,
  daily_return: `${GAIN}|day|daily|session|today`,
  month_to_date_pnl: 'months?|mtd|monthly',
  year_to_date_pnl: 'years?|ytd',
  cumulative_pnl: `cumulative|since|inception|overall|total|start|${GAIN}`,
  unrealized_pnl: `unreali[sz]ed|open|paper|${GAIN}`,
  realized_pnl: 'reali[sz]ed|closed|locked in|booked',
  beta_90d: 'betas?|sensitiv\\w+',
  beta_252d: 'betas?|sensitiv\\w+',
  r_squared_90d: 'r²|r\\^?2|r-squared|r squared|explain\\w*|fit',
  standard_error: 'standard errors?|error|uncertain\\w*|±',
  hhi: 'hhi|herfindahl\\w*',
  effective_num_positions: 'effective\\w*',
  symbol_count: 'symbols?|holdings?|positions?|stocks?|names?|securities|companies|assets?|investments?',
  position_count: 'lots?|positions?|holdings?',
  portfolio_count: 'portfolios?|accounts?',
  lots: 'lots?|positions?|purchases?|tax lots?',
  top_3_concentration: 'top|three largest|largest three|concentrat\\w*',
  top_10_concentration: 'top|ten largest|largest ten|concentrat\\w*',
  share: 'shares? of|share|weights?|weighting|concentrat\\w*|largest|%|per ?cent',
  weight: 'weights?|weighting|weighted|share|allocat\\w*|portfolio|net asset value|nav|%|per ?cent|makes? up',
  realized_volatility_21d: 'volatil\\w*|standard deviation|vol',
  realized_volatility_63d: 'volatil\\w*|standard deviation|vol',
  value_at_risk_95: 'value at risk|var',
  value_at_risk_95_amount: 'value at risk|var',
  value_at_risk_99: 'value at risk|var',
  value_at_risk_99_amount: 'value at risk|var',
  confidence_95: 'confidence|value at risk|var',
  confidence_99: 'confidence|value at risk|var',
  p_value: 'p-value|p value',
  breaches: 'breach\\w*|exceed\\w*',
  expected_breaches: 'breach\\w*|exceed\\w*',
  shrunk_volatility: 'shrunk',
  expected_volatility_21d: 'expected volatility|forecast\\w*',
  garch_volatility_21d: 'garch',
  ewma_volatility: 'ewma|exponential\\w*',
  volatility_percentile: 'percentile',
  implied_volatility: 'implied',
  diversification_ratio: 'diversification',
  effective_bets: 'bets?',
  market_beta_90d: 'betas?|market',
  interest_rate_beta: 'interest|rates?|bonds?|treasur\\w+',
  factor_exposure: 'expos\\w+|tilt\\w*',
  factor_amount: 'amount|expos\\w+',
  sharpe_ratio: 'sharpe',
  sortino_ratio: 'sortino',
  calmar_ratio: 'calmar',
  max_drawdown: 'drawdowns?',
  current_drawdown: 'drawdowns?',
  average_correlation: 'correlat\\w*',
  correlation: 'correlat\\w*',
  pe_ratio: 'p/e|price[- ]earnings',
  forward_pe: 'forward',
  limit_value: 'limit|target',
  measured_value: 'is|expires|reached|exposure|old',
  coverage: 'cover\\w*|known',
  quantity: 'quantit(?:y|ies)|shares?|contracts?|units?|hold|holds|held|own|owns|owned|short|position|amount',
  price: 'pric(?:e|es|ed|ing)|trad(?:es|ed|ing)|clos(?:e|ed|ing)|per share|a share|each|quoted|mark|at',
  entry_price: 'entry|entered|cost|paid|pay|bought|purchased?|average|basis',
  market_value: 'market values?|worth|valued?|position|holding|hold|own|exposure|stake|amounts? to|invested|largest',
};

/** Nouns that are counted, which stand behind a count or in "the number of …". */
const COUNTED =
  /^(?:[\s\u00a0]+(?!(?:in|for|at|with|and|over|across|to)\b)[a-z-]+){0,2}?[\s\u00a0]+(?<noun>lots?|positions?|holdings?|symbols?|stocks?|names?|securities|companies|assets?|investments?|portfolios?|accounts?|purchases?|shares?|contracts?|units?)\b/i;
/** "Lots: 4" and "| Positions | 39". */
const LABEL = /(?<noun>[\p{L} _]+?)(?: held| count)?\**\s*[:|=–-]\s*\**$/iu;
const NUMBER_OF = /\b(?:number|count|total) of (?<noun>(?:[a-z-]+ ){0,2}?[a-z]+)\b[^.;,]*$/i;

/** A label or "number of" stands near; what lies further back is not searched, however long the sentence. */
const NEAR = 80;

const patterns = new Map<string, RegExp>();

/** Whether a text calls a field by one of its names. */
export function callsField(field: string, text: string): boolean {
  return patternOf(field).test(text);
}

function patternOf(field: string): RegExp {
  const known = patterns.get(field);
  if (known) return known;
  const own = field.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const words = own.split(/[^\p{L}\d]+/u).filter((word) => word !== '');
  const terms = Object.hasOwn(TERMS, own) ? TERMS[own] : [...words, words.join(' ')].join('|');
  const made = new RegExp(String.raw`(?<![\p{L}\d])(?:${terms || '(?!)'})(?![\p{L}\d])`, 'iu');
  patterns.set(field, made);
  return made;
}

const UNITS_HELD = /^(?:shares?|contracts?|units?)$/i;

/**
 * Whether a number without a unit can be that of a field, by the noun beside it. Counts are small, so that a number without
 * its noun is no count at all; and one with such a noun is nothing else.
 *
 * @param before the sentence up to the number
 * @param after the sentence behind it
 * @returns null where there is no noun and the field needs none
 */
export function countsField(field: string, kind: LeafKind, before: string, after: string): boolean | null {
  const behind = COUNTED.exec(after)?.groups?.['noun'];
  if (kind === 'quantity' && behind !== undefined) return UNITS_HELD.test(behind);
  if (kind !== 'count') return behind === undefined || kind === 'unknown' ? null : false;
  if (field.startsWith('effective')) return callsField(field, before);
  const near = before.slice(-NEAR);
  const beside = [NUMBER_OF.exec(near), LABEL.exec(near)].map((match) => match?.groups?.['noun']);
  const noun = behind ?? beside.find((found) => found !== undefined);
  return noun !== undefined && callsField(field, noun);
}
