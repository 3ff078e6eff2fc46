import { formatNumber, formatQuantity } from '../../chat/format.kernel.js';
import {
  because,
  type Format,
  listOf,
  moneyIn,
  number,
  percent,
  type Row,
  rows,
  text,
} from './figure-wording.kernel.js';

/** A trade that somebody supposes, as the tool takes it. */
export interface SupposedTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell' | 'short' | 'cover';
  readonly quantity?: number;
  readonly fraction?: number;
}

const FRACTIONS: readonly (readonly [RegExp, number])[] = [
  [/\bhalf\b|\bhalve/, 0.5],
  [/\ba third\b/, 1 / 3],
  [/\ba quarter\b/, 0.25],
];
const PERCENT = /(\d+(?:\.\d+)?) ?(?:%|per ?cent)/;
const FALL = /\b(?:drop|f[ae]ll|los[et]|declin|crash|sink|slump|plung|tumbl|go(?:es)? down|halv|down)/;

/** What trades a clause, in lower case, supposes in these holdings. */
export function tradesIn(clause: string, names: readonly string[]): readonly SupposedTrade[] {
  const side = /\bshort/.test(clause)
    ? 'short'
    : /\bcover/.test(clause)
      ? 'cover'
      : /\b(?:buy|bought|add|added|double)/.test(clause)
        ? 'buy'
        : 'sell';
  return names.map((symbol) => ({ symbol, side, ...sizeIn(clause) }));
}

function sizeIn(clause: string): { quantity?: number; fraction?: number } {
  const [, share] = PERCENT.exec(clause) ?? [];
  if (share !== undefined) return { fraction: Number(share) / 100 };
  const named = FRACTIONS.find(([words]) => words.test(clause));
  if (named) return { fraction: named[1] };
  if (/\bdouble/.test(clause)) return { fraction: 1 };
  const [, digits] = /(?<![\p{L}\d.])(\d[\d,]*(?:\.\d+)?)(?![\p{L}\d])/u.exec(clause) ?? [];
  return digits === undefined ? {} : { quantity: Number(digits.replaceAll(',', '')) };
}

/** The move of a price that a clause supposes, as a ratio; null when it does not say by how much. */
export function moveIn(clause: string): number | null {
  const [, share] = PERCENT.exec(clause) ?? [];
  if (share !== undefined) return (FALL.test(clause) ? -1 : 1) * (Number(share) / 100);
  if (/\bhalv/.test(clause)) return -0.5;
  return /\bdoubl/.test(clause) ? 1 : null;
}

const COMPARED: readonly (readonly [string, string, Format | null])[] = [
  ['net_asset_value', 'net asset value', null],
  ['cash', 'cash', null],
  ['gross_exposure', 'gross exposure', null],
  ['beta_90d', '90-day market beta', formatNumber],
  ['realized_volatility_21d', '21-day realised volatility', (value) => `${percent(value)} a year`],
  ['hhi', 'concentration (HHI)', (value) => formatNumber(value, 0)],
];

/** What was booked, and each figure before and after. */
export function supposedTrades(data: Row): string {
  const money = moneyIn(data);
  const [before, after] = [data['before'] as Row, data['after'] as Row];
  const booked = rows(data, 'trades').map((row) => {
    const price = money(number(row, 'price') ?? 0);
    return `${text(row, 'side')} a quantity of ${formatQuantity(number(row, 'quantity') ?? 0)} ${text(row, 'symbol')} at a price of ${price}`;
  });
  const lines = COMPARED.map(([field, name, format]) => {
    const [old, next] = [number(before, field), number(after, field)];
    const write = format ?? money;
    if (old === null) return `- ${name}: none before, as ${because(before, field)}.`;
    if (next === null) return `- ${name}: ${write(old)} before, none after, as ${because(after, field)}.`;
    return `- ${name}: ${write(old)} before, ${write(next)} after`;
  });
  return [`Supposing that you ${listOf(booked, 'and')}; nothing is traded:`, ...lines].join('\n');
}

/** What a move of one price does, by the position itself. */
export function priceMove(data: Row): string {
  const missing = Array.isArray(data['not_held']) ? (data['not_held'] as readonly string[]) : [];
  if (missing.length > 0) return `I find no open position in ${listOf(missing)}; ask for it by its symbol.`;
  const money = moneyIn(data);
  return rows(data, 'moves')
    .map((row) => {
      const [move, amount, share] = ['move', 'impact_amount', 'impact_return'].map((field) => number(row, field));
      const symbol = text(row, 'symbol');
      if (move == null) return SAY_HOW_MUCH;
      if (amount == null) return `What a move of ${symbol} would do is not known: ${because(row, 'impact_amount')}.`;
      const relative = share == null ? '' : ` (${percent(share)} of net asset value)`;
      const without = number(row, 'options_without_delta') ?? 0;
      return [
        `A move of ${symbol} by ${percent(move)} would have an impact of ${money(amount)}${relative} on the portfolio.`,
        `That is the position in ${symbol} itself, options on it by their delta; I do not move anything else with it.`,
        ...(without > 0 ? ['Options without a delta are left out.'] : []),
      ].join(' ');
    })
    .join('\n');
}

export const SAY_HOW_MUCH = 'Say by how much it moves, such as "what if Apple falls 20%?".';
