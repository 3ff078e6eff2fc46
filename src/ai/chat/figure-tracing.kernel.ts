import { type ScannedFigure, type ScannedNumber, scanFigures } from './number-scan.kernel.js';

/** What one tool call gave the model. */
export interface TraceableResult {
  readonly resultId: string;
  readonly toolName: string;
  /** Session of the data; a date in the answer may be this one. */
  readonly asOf?: string | null;
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

interface Leaf {
  readonly path: string;
  readonly value: number | string;
  /** Words by which a sentence would call it. */
  readonly words: readonly string[];
  /** Symbol or name of the row it belongs to. */
  readonly owner: string | null;
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

/**
 * Traces every figure of an answer to the leaf of the tool result, or to the cited passage, that it came from.
 *
 * A number matches a leaf when the leaf, rounded to the digits shown, is that number: scaled by k, M or bn; as a ratio
 * when written in per cent or basis points. A written sign must be the leaf's; a number without a sign matches a negative
 * leaf only if its sentence says so in a word ("a loss of"). Among several matches the one whose path or row is named
 * nearest to the number wins, then the smaller rounding error, then the earlier result: the same input gives the same trace.
 * A number in a passage matches exactly. What matches nothing is returned with `traced: false`.
 */
export function traceFigures(answer: string, evidence: Evidence): readonly TracedFigure[] {
  const results = evidence.results.map((result) => ({ result, leaves: leavesOf(result) }));
  const passages = evidence.passages.map((passage) => ({ passage, figures: scanFigures(passage.text) }));
  return scanFigures(answer).map((figure) => {
    const sentence = sentenceAround(answer, figure.start, figure.end);
    const candidates = [
      ...results.flatMap(({ result, leaves }) => leaves.flatMap((leaf) => inResult(figure, leaf, result, sentence))),
      ...passages.flatMap(({ passage, figures }) => inPassage(figure, figures, passage, answer)),
    ];
    const [best] = candidates.sort((a, b) => b.fit - a.fit || a.error - b.error);
    const told = figure.kind === 'date' && (evidence.knownDates ?? []).includes(figure.value);
    const { text, kind, value, start, end } = figure;
    return { text, kind, value, start, end, traced: best !== undefined || told, source: best?.source ?? null };
  });
}

function inResult(figure: ScannedFigure, leaf: Leaf, result: TraceableResult, sentence: Sentence): Candidate[] {
  const error = difference(figure, leaf.value, sentence.text);
  if (error === null) return [];
  const named = leaf.owner !== null && sentence.text.toLowerCase().includes(leaf.owner) ? 1 : 0;
  const fit = SAME_NUMBER + nearness(leaf.words, sentence) + named;
  return [{ source: { resultId: result.resultId, toolName: result.toolName, path: leaf.path }, fit, error }];
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

interface Sentence {
  readonly text: string;
  /** Where the figure lies in it. */
  readonly from: number;
  readonly to: number;
}

function sentenceAround(text: string, start: number, end: number): Sentence {
  const before = text.slice(0, start);
  const from = Math.max(0, ...[...before.matchAll(/[.!?](?=\s)|\n/g)].map(({ index }) => index + 1));
  const after = /[.!?](?=\s|$)|\n/.exec(text.slice(end));
  const to = after ? end + after.index : text.length;
  return { text: text.slice(from, to), from: start - from, to: end - from };
}

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

function leavesOf(result: TraceableResult): readonly Leaf[] {
  const leaves: Leaf[] = [];
  if (typeof result.asOf === 'string') leaves.push({ path: 'as_of', value: result.asOf, words: [], owner: null });
  collect(result.data, '', null, leaves);
  return leaves;
}

function collect(node: unknown, path: string, owner: string | null, leaves: Leaf[]): void {
  if (typeof node === 'number' && Number.isFinite(node))
    leaves.push({ path, value: node, words: wordsOf(path), owner });
  else if (typeof node === 'string') leaves.push({ path, value: node, words: wordsOf(path), owner });
  else if (Array.isArray(node)) {
    node.forEach((item, index) => {
      collect(item, `${path}[${index}]`, owner, leaves);
    });
  } else if (typeof node === 'object' && node !== null) {
    const row = node as Record<string, unknown>;
    const name = [row['symbol'], row['name']].find((value) => typeof value === 'string' && value !== '');
    for (const [key, value] of Object.entries(row)) {
      collect(
        value,
        path === '' ? key : `${path}.${key}`,
        typeof name === 'string' ? name.toLowerCase() : owner,
        leaves,
      );
    }
  }
}

/** The words of the last step of a path: `holdings[3].market_value` is "market" and "value". */
function wordsOf(path: string): readonly string[] {
  const last =
    path
      .replace(/\[\d+\]/g, '')
      .split('.')
      .at(-1) ?? '';
  return last
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
