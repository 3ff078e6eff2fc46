import { contextOf, type FigureContext, type Sentence } from './figure-context.kernel.js';
import { agreement, callsField, countsField } from './figure-meaning.kernel.js';
import { type ScannedFigure, type ScannedNumber, scanFigures } from './number-scan.kernel.js';
import { type Leaf, leavesOf, subjectsOf } from './result-leaves.kernel.js';

/** What one tool call gave the model. */
export interface TraceableResult {
  readonly resultId: string;
  readonly toolName: string;
  /** Session of the data; a date in the answer may be this one. */
  readonly asOf?: string | null;
  /** Unit by field name, as the tool states it; a field without one is judged by its name. */
  readonly units?: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** A passage the answer cites as `[citation]`. */
export interface TraceablePassage {
  readonly citation: number;
  readonly text: string;
}

export type FigureSource =
  /** Path within the data of the result, such as `holdings[3].market_value`; `as_of` is the date of the result itself. */
  { readonly resultId: string; readonly toolName: string; readonly path: string } | { readonly citation: number };

export interface TracedFigure {
  /** As written, with its sign, currency and suffix. */
  readonly text: string;
  readonly kind: 'number' | 'date';
  /** A number with its suffix applied (per cent as a ratio), null if its digits cannot be read; a date as `YYYY-MM-DD`. */
  readonly value: number | string | null;
  /** Offsets in the answer in UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly traced: boolean;
  readonly source: FigureSource | null;
}

export interface Evidence {
  readonly results: readonly TraceableResult[];
  readonly passages: readonly TraceablePassage[];
  /** Dates the model was told beside the results, such as today. */
  readonly knownDates?: readonly string[];
}

interface Candidate {
  readonly source: FigureSource;
  readonly fit: number;
  readonly error: number;
}

/** A cited passage nearby is better evidence than a number that merely happens to be equal. */
const CITED_NEARBY = 0.5;
const CITED_ELSEWHERE = 0.05;
const SAME_NUMBER = 0.1;

/**
 * Digits from which a number is hardly met by chance among the figures of a whole result: 5 where every holding has some,
 * 4 where a few of the portfolio do, 3 for the numbers of a passage. With fewer it takes the name of the field or holding.
 */
const TELLING_IN_ROWS = 5;
const TELLING = 4;
const TELLING_IN_PASSAGES = 3;

const NEGATIVE =
  /\b(?:loss(?:es)?|los[et]|losing|down|shorts?|negative|minus|fell|fall(?:en)?|drop\w*|declin\w*|decreas\w*|below|debt|ow(?:e[sd]?|ing)|borrow\w*|withdr\w*|overdr\w*|margin|deficit)\b/i;

const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['hhi', ['herfindahl']],
  ['pnl', ['p&l', 'profit', 'loss', 'gain']],
  ['num', ['number']],
  ['concentration', ['share']],
  ['weight', ['share']],
  ['realized', ['realised']],
  ['squared', ['r²']],
  ['nav', ['net asset value']],
]);

/** Of the whole, though a holding is named in the same sentence: "AAPL is 5% of a portfolio of $1.2M". */
const WHOLE = /\b(?:portfolio|market|overall|total|whole|account|net asset value|nav|cash|leverage|exposure|top)\b/i;
const LARGEST = /\b(?:largest|biggest|top|main)\b/i;

/**
 * Traces every figure of an answer to the leaf of the tool result, or to the cited passage, that it came from.
 *
 * A number matches a leaf when three things agree:
 * - the kind: money with money, per cent with a ratio, a number of things with what is counted, a plain number with a field
 *   that is called by its name;
 * - the subject: beside the name of a holding only figures of that holding match. Without a name, and without the name of
 *   the field, it takes as many digits as are hardly met by chance;
 * - the value: the leaf, rounded to the digits shown, is that number, scaled by k, M or bn. A written sign must be the
 *   leaf's; a number without a sign matches a negative leaf only if its sentence says so in a word ("a loss of").
 *
 * Among several matches the one whose path or row is named nearest to the number wins, then the smaller rounding error,
 * then the earlier result: the same input gives the same trace. A number in a passage matches exactly, and one of few
 * digits only where the passage is cited in its line. What matches nothing is returned with `traced: false`.
 */
export function traceFigures(answer: string, evidence: Evidence): readonly TracedFigure[] {
  const results = evidence.results.map((result) => ({ result, leaves: leavesOf(result) }));
  const subjects = subjectsOf(results.flatMap(({ leaves }) => leaves));
  const passages = evidence.passages.map((passage) => ({ passage, figures: scanFigures(passage.text) }));
  return scanFigures(answer).map((figure) => {
    const context = contextOf(answer, figure, subjects);
    const candidates = [
      ...results.flatMap(({ result, leaves }) => leaves.flatMap((leaf) => inResult(figure, leaf, result, context))),
      ...passages.flatMap(({ passage, figures }) => inPassage(figure, figures, passage, answer)),
    ];
    const [best] = candidates.sort((a, b) => b.fit - a.fit || a.error - b.error);
    const told = figure.kind === 'date' && (evidence.knownDates ?? []).includes(figure.value);
    const { text, kind, value, start, end } = figure;
    return { text, kind, value, start, end, traced: best !== undefined || told, source: best?.source ?? null };
  });
}

function inResult(figure: ScannedFigure, leaf: Leaf, result: TraceableResult, context: FigureContext): Candidate[] {
  const { sentence, subjects } = context;
  const error = difference(figure, leaf.value, sentence.text);
  if (error === null || (figure.kind === 'number' && !isMeant(figure, leaf, context))) return [];
  const named = leaf.subject !== null && subjects.has(leaf.subject.key) ? 1 : 0;
  const fit = SAME_NUMBER + nearness(leaf.words, sentence) + named;
  return [{ source: { resultId: result.resultId, toolName: result.toolName, path: leaf.path }, fit, error }];
}

/** Whether a number can be said of a leaf: its kind agrees, and so does what the sentence is about. */
function isMeant(figure: ScannedNumber, leaf: Leaf, context: FigureContext): boolean {
  const agrees = agreement(figure.unit, leaf.kind);
  if (agrees === 'never') return false;
  const isCalled = calls(figure, leaf, context);
  if (agrees === 'named' && !isCalled) return false;
  const { subjects, carried, namesHolding, sentence } = context;
  if (leaf.subject === null || (leaf.isOnlyRow && subjects.size === 0)) {
    if (namesHolding) return isCalled && WHOLE.test(sentence.text);
    return isCalled || figure.significant >= TELLING;
  }
  if (subjects.size > 0) return subjects.has(leaf.subject.key);
  if (carried.has(leaf.subject.key)) return isCalled || figure.significant >= TELLING;
  if (leaf.isFirstRow && LARGEST.test(sentence.text)) return isCalled;
  return figure.significant >= TELLING_IN_ROWS;
}

function calls(figure: ScannedNumber, { field, kind }: Leaf, { sentence, heard }: FigureContext): boolean {
  const [before, after] = [sentence.text.slice(0, sentence.from), sentence.text.slice(sentence.to)];
  const counts = figure.unit === 'plain' ? countsField(field, kind, before, after) : null;
  return counts ?? callsField(field, heard);
}

function inPassage(
  figure: ScannedFigure,
  figures: readonly ScannedFigure[],
  passage: TraceablePassage,
  answer: string,
): Candidate[] {
  const found = figures.some((other) => {
    if (figure.value === null || other.value === null || other.kind !== figure.kind) return false;
    if (figure.kind === 'date' || other.kind === 'date') return figure.value === other.value;
    return figure.unit === other.unit && closeTo(figure.value, other.value);
  });
  if (!found) return [];
  const line = answer.slice(answer.lastIndexOf('\n', figure.start) + 1, lineEnd(answer, figure.end));
  const nearby = new RegExp(String.raw`\[(?:\d+, ?)*${passage.citation}(?:, ?\d+)*\]`).test(line);
  if (!nearby && figure.kind === 'number' && figure.significant < TELLING_IN_PASSAGES) return [];
  return [{ source: { citation: passage.citation }, fit: nearby ? CITED_NEARBY : CITED_ELSEWHERE, error: 0 }];
}

const closeTo = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

/** Distance between what is written and the leaf, or null when the leaf cannot be what is written. */
function difference(figure: ScannedFigure, leaf: number | string, sentence: string): number | null {
  if (figure.kind === 'date') return leaf === figure.value ? 0 : null;
  const number = typeof leaf === 'number' ? leaf : numeric(leaf);
  if (number === null || figure.value === null) return null;
  const written = withSignOf(figure, number, sentence);
  if (written === null) return null;
  const excess = Math.abs(number) - Math.abs(written);
  if ((figure.bound === 'least' && excess < 0) || (figure.bound === 'most' && excess > 0)) return null;
  const error = Math.abs(written - number);
  // The slack covers the last bit of the arithmetic, not another digit.
  return error <= figure.tolerance * (1 + 1e-9) + Math.abs(number) * 1e-14 ? error : null;
}

function withSignOf(figure: ScannedNumber, leaf: number, sentence: string): number | null {
  const size = Math.abs(figure.value ?? 0);
  // What rounds to zero is written without a sign.
  if (size === 0) return 0;
  if (figure.sign === 'plus') return leaf < 0 ? null : size;
  if (figure.sign === 'minus') return leaf > 0 ? null : -size;
  if (leaf >= 0) return size;
  return figure.sign === 'either' || NEGATIVE.test(sentence) ? -size : null;
}

const numeric = (text: string): number | null => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null);

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Mean over the words of how near each stands to the figure: 1 right before it, less with distance, less behind it. */
function nearness(words: readonly string[], sentence: Sentence): number {
  if (words.length === 0) return 0;
  const before = sentence.text.slice(0, sentence.from).toLowerCase();
  const after = sentence.text.slice(sentence.to).toLowerCase();
  const weights = words.map((word) =>
    Math.max(
      ...[word, ...(SYNONYMS.get(word) ?? [])].map((name) => {
        const left = before.lastIndexOf(name);
        const right = after.indexOf(name);
        const behind = left === -1 ? 0 : 1 / (1 + (before.length - left - name.length) / 25);
        return Math.max(behind, right === -1 ? 0 : 0.6 / (1 + right / 25));
      }),
    ),
  );
  return weights.reduce((sum, weight) => sum + weight, 0) / words.length;
}
