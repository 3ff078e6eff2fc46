import { formatNumber } from '../../chat/format.kernel.js';
import {
  because,
  type Format,
  listOf,
  moneyIn,
  number,
  percent,
  type Row,
  rows,
  sentence,
  text,
} from './figure-wording.kernel.js';

const SHOWN = 5;

/** "95%" and "99%" are figures too, so they come from the result. */
function lossAt(data: Row, level: '95' | '99'): string {
  const confidence = percentOf(number(data, `confidence_${level}`) ?? Number(level) / 100);
  const share = number(data, `value_at_risk_${level}`);
  if (share === null) {
    return `There is no value at risk at ${confidence} confidence: ${because(data, `value_at_risk_${level}`)}.`;
  }
  const amount = inMoney(data, `value_at_risk_${level}_amount`);
  const tail = number(data, `expected_shortfall_${level}`);
  const beyond =
    tail === null
      ? `There is no expected shortfall at ${confidence} confidence: ${because(data, `expected_shortfall_${level}`)}.`
      : `Beyond it, the expected shortfall is ${inMoney(data, `expected_shortfall_${level}_amount`)}${percent(tail)} of net asset value.`;
  return `In one session the value at risk at ${confidence} confidence is ${amount}${percent(share)} of net asset value. ${beyond}`;
}

const percentOf: Format = (ratio) => `${formatNumber(ratio * 100, 0)}%`;

function inMoney(data: Row, field: string): string {
  const amount = number(data, field);
  return amount === null ? '' : `${moneyIn(data)(amount)}, or `;
}

/** Both levels, unless one is asked for; the backtest where somebody asks how good it is. */
export function valueAtRisk(data: Row, clause: string): string {
  const asked = (['95', '99'] as const).filter((level) => clause.includes(level));
  const losses = (asked.length > 0 ? asked : (['95', '99'] as const)).map((level) => lossAt(data, level));
  const isTested = /backtest|breach|exceed|reliab|accura|trust|often|right|good/.test(clause);
  return [...losses, ...(isTested ? [backtest(data)] : [])].join('\n');
}

function backtest(data: Row): string {
  const [breaches, expected, sessions, p] = ['breaches', 'expected_breaches', 'observations', 'p_value'].map((field) =>
    number(data, field),
  );
  if (breaches == null || expected == null || sessions == null || p == null) {
    return `There is no backtest: ${because(data, 'breaches')}.`;
  }
  const last = text(data, 'last_breach');
  return [
    `The backtest of the lower level counts ${formatNumber(breaches, 0)} breaches in ${formatNumber(sessions, 0)} observations, where ${formatNumber(expected, 1)} were expected breaches.`,
    ...(last === '' ? [] : [`The last breach was on ${last}.`]),
    `The p-value is ${formatNumber(p)}, ${p < 0.05 ? 'so the test rejects the figure' : 'so the test does not reject the figure'}.`,
  ].join(' ');
}

/** What drives the risk: the largest shares of volatility, each beside its weight. */
export function drivers(data: Row): string {
  const known = rows(data, 'contributions').filter((row) => number(row, 'risk_share') !== null);
  if (known.length === 0) return `There are no risk contributions: ${because(data, 'shrunk_volatility')}.`;
  const lines = known.slice(0, SHOWN).map((row) => {
    const weight = number(row, 'weight');
    const beside = weight === null ? '' : `, at a weight of ${percent(weight)} of net asset value`;
    return `- ${text(row, 'symbol')}: a risk share of ${percent(number(row, 'risk_share') ?? 0)}${beside}`;
  });
  return [
    'These holdings contribute most to the volatility of the portfolio:',
    ...lines,
    '',
    `${sentence(data, 'effective_bets', 'effective number of independent bets', (value) => formatNumber(value, 1))} ${sentence(data, 'diversification_ratio', 'diversification ratio', formatNumber)}`,
  ].join('\n');
}

const RATIOS: readonly (readonly [string, string, RegExp, Format])[] = [
  ['sharpe_ratio', 'Sharpe ratio', /sharpe|risk[- ]adjusted/, formatNumber],
  ['sortino_ratio', 'Sortino ratio', /sortino|risk[- ]adjusted/, formatNumber],
  ['calmar_ratio', 'Calmar ratio', /calmar/, formatNumber],
  ['max_drawdown', 'largest drawdown', /drawdown/, percent],
  ['current_drawdown', 'drawdown at present', /drawdown/, percent],
];

/** The ratios that are named. */
export function ratios(data: Row, clause: string): string {
  const asked = RATIOS.filter(([, , words]) => words.test(clause));
  const from = text(data, 'from');
  const since = from === '' ? '' : ` That is since ${from}.`;
  return `${asked.map(([field, name, , format]) => sentence(data, field, name, format)).join(' ')}${since}`;
}

const aYear: Format = (value) => `${percent(value)} a year`;

export function forecast(data: Row): string {
  const percentile = number(data, 'volatility_percentile');
  return [
    sentence(data, 'expected_volatility_21d', 'expected volatility of the next 21 sessions', aYear),
    sentence(data, 'garch_volatility_21d', 'GARCH volatility', aYear),
    sentence(data, 'ewma_volatility', 'exponentially weighted (EWMA) volatility', aYear),
    ...(percentile === null
      ? []
      : [`The volatility percentile is ${percent(percentile)}: so many sessions of the last year were calmer.`]),
  ].join(' ');
}

/** The average and the groups; of holdings that are named, the pairs. */
export function correlations(data: Row, names: readonly string[]): string {
  const missing = Array.isArray(data['not_held']) ? (data['not_held'] as readonly string[]) : [];
  const pairs = rows(data, 'pairs').map(
    (row) =>
      `- ${text(row, 'first')} and ${text(row, 'second')}: a correlation of ${formatNumber(number(row, 'correlation') ?? 0)}`,
  );
  const closest = pairs.length === 0 ? ['No pair has a correlation.'] : pairs.slice(0, SHOWN);
  if (names.length > 0) {
    const absent = missing.length === 0 ? [] : [`There is no open position in ${listOf(missing)}.`];
    return [...absent, ...(pairs.length === 0 ? closest : ['How they correlate:', ...closest])].join('\n');
  }
  const average = sentence(data, 'average_correlation', 'average correlation', formatNumber);
  if (number(data, 'average_correlation') === null) return average;
  const groups = rows(data, 'groups').map((row) => {
    const members = Array.isArray(row['members']) ? (row['members'] as readonly string[]) : [];
    return `- ${listOf(members, 'and')}: an average correlation of ${formatNumber(number(row, 'average_correlation') ?? 0)}, a share of exposure of ${percent(number(row, 'share_of_exposure') ?? 0)}`;
  });
  const together =
    groups.length === 0
      ? ['No group of holdings moves together closely.', '', 'The closest pairs:', ...closest]
      : ['These holdings move together:', ...groups];
  return [average, ...together].join('\n');
}
