import { formatMoney, formatMultiple, formatNumber, formatPercent, formatQuantity } from '../../chat/format.kernel.js';
import { type Reason } from '../../../shared/outcome.js';
import { type ToolOutcome } from './conversation.kernel.js';
import { type Topic } from './intent.kernel.js';

const BECAUSE: Readonly<Record<Reason, string>> = {
  'too-few-observations': 'the price history is too short',
  'zero-variance': 'the series does not vary',
  'no-price': 'a price is missing',
  'stale-price': 'the last price is too old',
  'no-benchmark': 'the benchmark has no prices for those sessions',
  'insufficient-coverage': 'too small a part of the portfolio has usable prices',
  'no-positions': 'there are no open positions',
  'non-positive-equity': 'net asset value is not positive',
  'not-applicable': 'it does not apply to this portfolio',
  'not-computed-yet': 'it has not been computed yet',
  'no-data-before-this-date': 'there are no data before that date',
};

/** Largest holdings that are written out. */
const HOLDINGS_SHOWN = 10;

type Row = Readonly<Record<string, unknown>>;
type Format = (value: number) => string;

const number = (row: Row, field: string): number | null => {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};
const text = (row: Row, field: string): string => (typeof row[field] === 'string' ? row[field] : '');
const rows = (row: Row, field: string): readonly Row[] =>
  Array.isArray(row[field]) ? (row[field] as readonly Row[]) : [];
const percent: Format = (value) => formatPercent(value);
/** Without a currency in the data none is made up. */
const moneyIn = (data: Row): Format => {
  const currency = text(data, 'currency');
  return (value) => (currency === '' ? formatNumber(value) : formatMoney(value, currency));
};

/** Why a field is null, in words. A reason that is unknown here is given as it is. */
export function because(data: Row, field: string): string {
  const reason = text((data['reasons'] ?? {}) as Row, field);
  if (reason === '') return 'it has not been computed';
  return Object.hasOwn(BECAUSE, reason) ? BECAUSE[reason as Reason] : reason;
}

/** "The HHI is 2,500." or "There is no HHI: the price history is too short." */
function sentence(data: Row, field: string, name: string, format: Format): string {
  const value = number(data, field);
  return value === null ? `There is no ${name}: ${because(data, field)}.` : `The ${name} is ${format(value)}.`;
}

/** The figures of one tool result that bear on the topics, as sentences or a list. */
export function describeOutcome(outcome: ToolOutcome, topics: readonly Topic[], symbols: readonly string[]): string {
  const { toolName, data, error } = outcome;
  if (data === null) return `I could not read ${SUBJECTS[toolName] ?? toolName}: ${error ?? 'no data came back'}`;
  switch (toolName) {
    case 'get_concentration_metrics':
      return concentration(data);
    case 'get_volatility_analysis':
      return volatility(data);
    case 'get_analytics_overview':
      return overview(data, topics, symbols);
    case 'get_portfolio_complete':
      return holdings(data, outcome.asOf, symbols);
    case 'list_user_portfolios':
      return topics.includes('portfolios') ? portfolios(data) : '';
    default:
      return '';
  }
}

const SUBJECTS: Readonly<Record<string, string>> = {
  get_concentration_metrics: 'the concentration figures',
  get_volatility_analysis: 'the volatility',
  get_analytics_overview: 'the risk overview',
  get_portfolio_complete: 'the holdings',
  list_user_portfolios: 'your portfolios',
};

function concentration(data: Row): string {
  const hhi = number(data, 'hhi');
  const band = hhi === null ? '' : ` That counts as ${bandOf(hhi)}.`;
  const largest = rows(data, 'largest').flatMap((row) => {
    const share = number(row, 'share');
    return share === null ? [] : [`${text(row, 'symbol')} ${percent(share)}`];
  });
  const effective = number(data, 'effective_num_positions');
  const held = number(data, 'symbol_count');
  return [
    sentence(data, 'hhi', 'Herfindahl-Hirschman index (HHI)', (value) => formatNumber(value, 0)) + band,
    effective === null || held === null
      ? sentence(data, 'effective_num_positions', 'effective number of positions', (value) => formatNumber(value, 1))
      : `The effective number of positions is ${formatNumber(effective, 1)}, against ${formatNumber(held, 0)} held.`,
    sentence(data, 'top_3_concentration', 'top-3 share of gross market value', percent),
    sentence(data, 'top_10_concentration', 'top-10 share', percent),
    largest.length > 0 ? `The largest by share: ${largest.slice(0, 5).join(', ')}.` : '',
  ].join(' ');
}

/** The bands of the knowledge base; the numbers themselves are quoted from there, with their citation. */
function bandOf(hhi: number): string {
  if (hhi < 1500) return 'diversified';
  return hhi <= 2500 ? 'moderately concentrated' : 'concentrated';
}

const volatility = (data: Row): string =>
  [
    sentence(data, 'realized_volatility_21d', '21-day realised volatility, annualised,', percent),
    sentence(data, 'realized_volatility_63d', '63-day realised volatility, annualised,', percent),
    sentence(data, 'coverage', 'coverage (the share of gross market value whose returns are known)', percent),
  ]
    .join(' ')
    .replaceAll(',:', ':');

function overview(data: Row, topics: readonly Topic[], symbols: readonly string[]): string {
  const money = moneyIn(data);
  const wants = (...any: readonly Topic[]): boolean => any.some((topic) => topics.includes(topic));
  return [
    ...(wants('value', 'exposure', 'overview')
      ? [sentence(data, 'net_asset_value', 'net asset value', money), sentence(data, 'cash', 'cash balance', money)]
      : []),
    ...(wants('exposure', 'overview') ? exposures(data, money) : []),
    ...(wants('pnl', 'overview')
      ? [
          sentence(data, 'daily_pnl', 'P&L of the last session', money),
          sentence(data, 'cumulative_pnl', 'P&L since the start', money),
        ]
      : []),
    ...(wants('beta', 'overview') ? betas(data, wants('beta') ? symbols : []) : []),
  ].join(' ');
}

const exposures = (data: Row, money: Format): readonly string[] => [
  sentence(data, 'long_exposure', 'long exposure', money),
  sentence(data, 'short_exposure', 'short exposure', money),
  sentence(data, 'gross_exposure', 'gross exposure', money),
  sentence(data, 'net_exposure', 'net exposure', money),
  sentence(data, 'leverage', 'leverage (gross exposure over net asset value)', formatMultiple),
];

function betas(data: Row, symbols: readonly string[]): readonly string[] {
  const asked = rows(data, 'position_betas').filter((row) => symbols.includes(text(row, 'symbol')));
  return [
    sentence(data, 'beta_90d', '90-day market beta', formatNumber),
    sentence(data, 'beta_252d', '252-day market beta', formatNumber),
    sentence(data, 'r_squared_90d', '90-day R²', formatNumber),
    ...asked.map((row) => {
      const error = number(row, 'standard_error');
      const spread = error === null ? '' : ` Its standard error is ${formatNumber(error)}.`;
      return sentence(row, 'beta_90d', `90-day beta of ${text(row, 'symbol')}`, formatNumber) + spread;
    }),
  ];
}

function holdings(data: Row, asOf: string | null, symbols: readonly string[]): string {
  const all = rows(data, 'holdings');
  const money = moneyIn(data);
  if (all.length === 0 && symbols.length > 0) return `There is no open position in ${symbols.join(' or ')}.`;
  if (all.length === 0) return 'There are no open positions.';
  const count = number(data, 'position_count');
  const intro =
    symbols.length > 0 || count === null
      ? ''
      : `The position count is ${formatNumber(count, 0)}.${all.length > HOLDINGS_SHOWN ? ' The largest:' : ''}\n`;
  return (
    intro +
    all
      .slice(0, HOLDINGS_SHOWN)
      .map((row) => `- ${holding(row, asOf, money)}`)
      .join('\n')
  );
}

function holding(row: Row, asOf: string | null, money: Format): string {
  const price = number(row, 'price');
  const value = number(row, 'market_value');
  const weight = number(row, 'weight');
  const gain = number(row, 'unrealized_pnl');
  const stale = priceAge(row, asOf);
  return [
    `${text(row, 'symbol')}: quantity ${formatQuantity(number(row, 'quantity') ?? 0)}`,
    price === null ? 'no price' : `price ${money(price)}${stale}`,
    value === null ? 'not valued' : `market value ${money(value)}`,
    ...(weight === null ? [] : [`weight ${percent(weight)} of net asset value`]),
    ...(gain === null ? [] : [`unrealised P&L ${money(gain)}`]),
  ].join(', ');
}

/** A private asset is valued at its newest mark, which is always of an earlier day; a listed one should not be. */
function priceAge(row: Row, asOf: string | null): string {
  const date = text(row, 'price_date');
  if (date === '' || asOf === null || date >= asOf) return '';
  return text(row, 'investment_class') === 'PRIVATE' ? ` (mark of ${date})` : ` (stale price of ${date})`;
}

function portfolios(data: Row): string {
  const all = rows(data, 'portfolios');
  if (all.length === 0) return 'You have no portfolios yet.';
  const lines = all.map((row) => {
    const value = number(row, 'net_asset_value');
    const worth = value === null ? 'not valued yet' : `net asset value ${moneyIn(row)(value)}`;
    const asOf = text(row, 'as_of');
    const positions = `position count ${formatNumber(number(row, 'position_count') ?? 0, 0)}`;
    return `- ${text(row, 'name')}: ${worth}${asOf === '' ? '' : ` as of ${asOf}`}, ${positions}`;
  });
  return ['Your portfolios:', ...lines].join('\n');
}
