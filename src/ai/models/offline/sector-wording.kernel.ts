import { because, listOf, number, percent, type Row, rows, text } from './figure-wording.kernel.js';

/** What belongs to no sector has no benchmark to be compared with. */
const UNCLASSIFIED = 'Unclassified';
/** Differences below a tenth of a per cent are not worth a sentence. */
const NOTABLE = 0.001;
const MOST = 5;
const COMPARES =
  /\b(?:over|under)[- ]?weight|benchmark|\bmarket\b|s&p|\bspy\b|\bindex\b|compar|too (?:much|little)|\btilt/;

/** The weights, largest first; against the benchmark where that is asked for. */
export function sectors(data: Row, clause: string): string {
  const all = rows(data, 'sectors');
  if (all.length === 0) return `There are no sector weights: ${because(data, 'sectors')}.`;
  if (COMPARES.test(clause)) return against(data, all);
  const held = all.filter((row) => (number(row, 'weight') ?? 0) > 0);
  return `By sector, of gross market value:\n${held.map((row) => `- ${text(row, 'name')}: ${share(row, 'weight')}`).join('\n')}`;
}

function against(data: Row, all: readonly Row[]): string {
  const compared = all.filter((row) => text(row, 'name') !== UNCLASSIFIED && number(row, 'active_weight') !== null);
  if (compared.length === 0) return 'I cannot compare your sector weights: those of the benchmark are not known.';
  const active = (row: Row): number => number(row, 'active_weight') ?? 0;
  const sorted = [...compared].sort((a, b) => active(b) - active(a));
  const over = sorted.filter((row) => active(row) >= NOTABLE).slice(0, MOST);
  const under = sorted
    .filter((row) => active(row) <= -NOTABLE)
    .toReversed()
    .slice(0, MOST);
  return [side('overweight', over), side('underweight', under)].join('\n\n');
}

function side(word: string, found: readonly Row[]): string {
  if (found.length === 0) return `Against the benchmark you are ${word} in no sector.`;
  const lines = found.map(
    (row) =>
      `- ${text(row, 'name')}: ${share(row, 'weight')} of gross market value, ${share(row, 'benchmark_weight')} in the benchmark`,
  );
  const names = listOf(
    found.map((row) => text(row, 'name')),
    'and',
  );
  return `Against the benchmark you are ${word} in ${names}:\n${lines.join('\n')}`;
}

const share = (row: Row, field: string): string => percent(number(row, field) ?? 0);
