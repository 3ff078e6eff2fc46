import { moneyIn, number, percent, type Row, sentence } from './figure-wording.kernel.js';
import { type Request } from './intent.kernel.js';

const UNTIL_NOW = ['daily_pnl', 'cumulative_pnl'];
const NAMES: Readonly<Record<string, string>> = {
  daily_pnl: 'P&L of the last session',
  month_to_date_pnl: 'P&L of the month to date',
  year_to_date_pnl: 'P&L of the year to date',
  cumulative_pnl: 'P&L since the start',
  unrealized_pnl: 'unrealised P&L of the open positions',
  realized_pnl: 'realised P&L of closed positions since the start',
};

const YES_OR_NO = /^\W*(?:am|are|did|do|does|have|has|is|was)\b/;

export interface Days {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly asOf: string | null;
}

/** P&L of the spans that are asked for: yes or no first where that is the question. */
export function pnl(data: Row, { fields, clause }: Pick<Request, 'fields' | 'clause'>, days: Days): string {
  const isVerdict = YES_OR_NO.test(clause);
  const asked = fields.length > 0 ? fields : isVerdict ? [...UNTIL_NOW].reverse() : UNTIL_NOW;
  const sentences = asked.map((field) =>
    field === 'daily_pnl' ? ofSession(data, days.asOf) : sentence(data, field, NAMES[field] ?? 'P&L', moneyIn(data)),
  );
  const asksForRatio = /\breturns?\b|%|per ?cent|\broi\b|perform/.test(clause);
  const isRatioKnown = asked.every((field) => field === 'daily_pnl');
  return [
    otherDay(clause, days),
    verdict(clause, number(data, asked[0] ?? '')) + sentences.join(' '),
    asksForRatio && !isRatioKnown ? 'Beyond the last session I have it in money, not as a return in per cent.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function ofSession(data: Row, asOf: string | null): string {
  const [gain, ratio] = [number(data, 'daily_pnl'), number(data, 'daily_return')];
  if (gain === null) return sentence(data, 'daily_pnl', 'P&L of the last session', String);
  const day = asOf === null ? '' : `, ${asOf},`;
  const share = ratio === null ? '' : `, a return of ${percent(ratio)}`;
  return `The P&L of the last session${day} is ${moneyIn(data)(gain)}${share}.`;
}

/** The newest session need not be the day that is asked for. */
function otherDay(clause: string, { today, asOf }: Days): string {
  if (asOf === null || today === '') return '';
  if (/\btoday\b/.test(clause) && asOf !== today) return `There are no figures of today, ${today}, yet.`;
  if (/\byesterday\b/.test(clause) && asOf === today)
    return 'I can look up the last session only, which is that of today.';
  if (/\byesterday\b/.test(clause) && asOf !== dayBefore(today)) return 'Yesterday has no figures.';
  return '';
}

const dayBefore = (day: string): string => {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(instant) ? '' : new Date(instant - 86_400_000).toISOString().slice(0, 10);
};

/** To a question that asks for yes or no, or for up or down. */
export function verdict(clause: string, gain: number | null): string {
  if (gain === null || gain === 0 || !YES_OR_NO.test(clause)) return '';
  if (/\bup or down\b|\bdown or up\b/.test(clause)) return gain > 0 ? 'Up. ' : 'Down. ';
  const asksForLoss = /\blos[et]|\blosing|\blosses|\bdown\b|\bin the red\b|\bbehind\b/.test(clause);
  return gain > 0 === !asksForLoss ? 'Yes. ' : 'No. ';
}
