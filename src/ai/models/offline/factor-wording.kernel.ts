import { formatNumber } from '../../chat/format.kernel.js';
import { because, moneyIn, number, type Row, rows, sentence, text } from './figure-wording.kernel.js';

const SHOWN = 5;
const RATES = /\brates?\b|\bbonds\b|treasur|yield|duration/;

/** Words of a question that single factors out, by the beginning of the factor's name. */
const NAMED: readonly (readonly [string, RegExp])[] = [
  ['Value', /\bvalue\b/],
  ['Growth', /\bgrowth\b/],
  ['Momentum', /\bmomentum\b/],
  ['Quality', /\bquality\b/],
  ['Size', /\bsize\b|\b(?:small|large)[- ]cap/],
  ['Low Volatility', /\blow[- ]vol/],
];

/** The factors that are named, or the strongest styles and all spreads; rates where they are asked for, or with everything. */
export function factors(data: Row, clause: string): string {
  const wantsRates = RATES.test(clause);
  const asked = NAMED.filter(([, words]) => words.test(clause)).map(([name]) => name);
  const rate = sentence(data, 'interest_rate_beta', 'interest rate beta', (value) => formatNumber(value));
  const meaning = 'It is the return of the portfolio per return of long Treasury bonds, which lose when rates rise.';
  const rates = number(data, 'interest_rate_beta') === null ? rate : `${rate} ${meaning}`;
  if (wantsRates && asked.length === 0) return rates;
  const all = rows(data, 'factors');
  if (all.length === 0) return `There are no factor exposures: ${because(data, 'interest_rate_beta')}.`;
  const bySize = all.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const chosen =
    asked.length > 0 ? bySize.filter((row) => asked.some((name) => nameOf(row).startsWith(name))) : mostOf(bySize);
  return [
    'An exposure says how much of the return of a factor reaches the portfolio while the others stand still. The strongest first:',
    ...chosen.map((row) => line(row, data)),
    ...(asked.length > 0 && !wantsRates ? [] : ['', rates]),
  ].join('\n');
}

const nameOf = (row: Row): string => text(row, 'factor');
const sizeOf = (row: Row): number => Math.abs(number(row, 'factor_exposure') ?? -1);

/** Styles by size; spreads are not added to them, since they say the same in another way. */
function mostOf(bySize: readonly Row[]): readonly Row[] {
  return [
    ...bySize.filter((row) => text(row, 'kind') === 'style').slice(0, SHOWN),
    ...bySize.filter((row) => text(row, 'kind') === 'spread'),
  ];
}

function line(row: Row, data: Row): string {
  const exposure = number(row, 'factor_exposure');
  if (exposure === null) return `- ${nameOf(row)}: no exposure, ${because(row, 'factor_exposure')}`;
  const amount = number(row, 'factor_amount');
  const money = amount === null ? '' : `, an amount of ${moneyIn(data)(amount)}`;
  return `- ${nameOf(row)}: an exposure of ${formatNumber(exposure)}${money}`;
}
