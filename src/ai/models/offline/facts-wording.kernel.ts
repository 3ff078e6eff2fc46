import { formatMoney, formatNumber } from '../../chat/format.kernel.js';
import { listOf, moneyIn, number, percent, type Row, rows, sentence, text } from './figure-wording.kernel.js';

const SHOWN = 10;

/** Sums of the portfolio, and each option where there are few. */
export function greeks(data: Row): string {
  const [options, known] = [number(data, 'option_count') ?? 0, number(data, 'options_with_greeks') ?? 0];
  if (number(data, 'delta_dollars') === null) return sentence(data, 'delta_dollars', 'delta', String);
  const money = moneyIn(data);
  const sums = [
    sentence(data, 'delta_dollars', 'delta in dollars of the portfolio, shares included,', money),
    sentence(data, 'gamma_dollars', 'gamma in dollars', money),
    sentence(data, 'vega', 'vega for a point of volatility', money),
    sentence(data, 'theta', 'theta for a day', money),
    sentence(data, 'rho', 'rho for a point of interest', money),
  ];
  if (options === 0) return `You hold no options, so only shares have a delta. ${sums[0] ?? ''}`;
  const partly = known < options ? ' Some options have no Greeks; they count by their value.' : '';
  const lines = rows(data, 'options')
    .slice(0, SHOWN)
    .map((row) => {
      const [delta, volatility] = [number(row, 'delta'), number(row, 'implied_volatility')];
      const implied = volatility === null ? '' : `, an implied volatility of ${percent(volatility)}`;
      return `- ${text(row, 'symbol')}: ${delta === null ? 'no delta' : `a delta of ${formatNumber(delta)}`}${implied}`;
    });
  return [`${sums.join(' ')}${partly}`, ...lines].join('\n');
}

/** What is breached, in the words of its alert; then what is kept, and what could not be evaluated. */
export function limits(data: Row): string {
  const all = rows(data, 'limits');
  const alerts = rows(data, 'alerts').map((row) => {
    const state = row['is_breached'] === true ? text(row, 'status') : `${text(row, 'status')}, no longer breached`;
    return `- ${text(row, 'message')} (${state}, since ${text(row, 'since')})`;
  });
  const named = (status: string): readonly string[] =>
    all.filter((row) => text(row, 'status') === status).map((row) => text(row, 'limit'));
  const [breached, kept, unknown] = [named('breached'), named('kept'), named('not_evaluated')];
  const said = [
    breached.length > 0 ? `Breached: ${listOf(breached, 'and')}.` : 'No limit is breached.',
    ...(kept.length > 0 ? [`Kept: ${listOf(kept, 'and')}.`] : []),
    ...(unknown.length > 0 ? [`Not evaluated: ${listOf(unknown, 'and')}.`] : []),
  ];
  if (all.length === 0 && alerts.length === 0)
    return 'No limits are set for this portfolio, and there are no open alerts.';
  return [
    all.length === 0 ? 'No limits are set for this portfolio.' : said.join(' '),
    ...(alerts.length > 0 ? ['Open alerts:', ...alerts] : ['There are no open alerts.']),
  ].join('\n');
}

type Fact = (row: Row, name: string) => string;

const told =
  (row: Row, field: string, called: string): Fact =>
  (_row, name) => {
    const value = number(row, field);
    return value === null
      ? `No ${called} of ${name} is stored.`
      : `The ${called} of ${name} is ${formatNumber(value, 1)}.`;
  };

const FACTS: readonly (readonly [RegExp, Fact])[] = [
  [
    /\bsector\b|\bindustry\b/,
    (row, name) => {
      const [sector, industry] = [text(row, 'sector'), text(row, 'industry')];
      if (sector === '') return `No sector of ${name} is stored.`;
      return `${name} belongs to the sector ${sector}${industry === '' ? '' : `, industry ${industry}`}.`;
    },
  ],
  [
    /\bp ?\/ ?e\b|\bpe ratio|price[- ](?:to[- ])?earnings/,
    (row, name) => told(row, 'pe_ratio', 'P/E ratio')(row, name),
  ],
  [
    /forward (?:p ?\/ ?e|pe)\b|\bp ?\/ ?e\b|\bpe ratio/,
    (row, name) => told(row, 'forward_pe', 'forward P/E ratio')(row, name),
  ],
  [
    /market cap|capitali[sz]ation/,
    (row, name) => {
      const cap = number(row, 'market_cap');
      return cap === null
        ? `No market cap of ${name} is stored.`
        : `The market cap of ${name} is ${inBillions(row, cap)}.`;
    },
  ],
  [
    /dividend/,
    (row, name) => {
      const share = number(row, 'dividend_yield');
      return share === null
        ? `No dividend yield of ${name} is stored.`
        : `The dividend yield of ${name} is ${percent(share)}.`;
    },
  ],
  [
    /target|analyst|recommend/,
    (row, name) => {
      const [mean, low, high, count] = [
        'target_mean_price',
        'target_low_price',
        'target_high_price',
        'analyst_count',
      ].map((field) => number(row, field));
      if (mean == null) return `No target price of analysts for ${name} is stored.`;
      const span =
        low == null || high == null
          ? ''
          : `, from a low target of ${price(row, low)} to a high target of ${price(row, high)}`;
      const by = count == null ? '' : ` The analyst count is ${formatNumber(count, 0)}.`;
      return `The mean target price of analysts for ${name} is ${price(row, mean)}${span}.${by}`;
    },
  ],
  [
    /earnings (?:date|report|call)|next earnings|when .*\bearnings\b/,
    (row, name) => {
      const date = text(row, 'next_earnings_date');
      return date === ''
        ? `No date of the next earnings of ${name} is stored.`
        : `The next earnings of ${name} are due on ${date}.`;
    },
  ],
];

/** Words of a description that are repeated. */
const LONGEST_DESCRIPTION = 320;

/** Of each company that is named: the facts that are asked for, or what it does. */
export function companies(data: Row, clause: string): string {
  const unknown = Array.isArray(data['not_known']) ? (data['not_known'] as readonly string[]) : [];
  const said = rows(data, 'companies').map((row) => {
    const name = text(row, 'name') === '' ? text(row, 'symbol') : `${text(row, 'symbol')} (${text(row, 'name')})`;
    const asked = FACTS.filter(([words]) => words.test(clause)).map(([, fact]) => fact(row, name));
    return asked.length > 0 ? asked.join(' ') : doing(row, name);
  });
  const absent =
    unknown.length === 0 ? [] : [`No profile of ${listOf(unknown)} is stored among the companies you hold.`];
  return [...said, ...absent].join('\n');
}

function doing(row: Row, name: string): string {
  const [description, sector] = [text(row, 'description'), text(row, 'sector')];
  if (description === '') {
    return sector === ''
      ? `What ${name} does is not stored.`
      : `What ${name} does is not stored beyond its sector, ${sector}.`;
  }
  const sentences = description.match(/[^.!?]+[.!?]+/g) ?? [description];
  let short = '';
  for (const one of sentences) if (short === '' || short.length + one.length <= LONGEST_DESCRIPTION) short += one;
  return `${name}: ${short.slice(0, 2 * LONGEST_DESCRIPTION).trim()}`;
}

const BILLION = 1e9;

/** Large sums are read in billions. */
function inBillions(row: Row, value: number): string {
  if (Math.abs(value) < BILLION) return price(row, value);
  return `${price(row, value / BILLION)} billion`;
}

function price(row: Row, value: number): string {
  const currency = text(row, 'currency');
  return currency === '' ? formatNumber(value) : formatMoney(value, currency);
}
