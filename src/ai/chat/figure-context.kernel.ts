import { isNamed, type Subject } from './subject.kernel.js';

export interface Sentence {
  readonly text: string;
  /** Where the figure lies in it. */
  readonly from: number;
  readonly to: number;
}

/** What the text around a figure says it is a figure of. */
export interface FigureContext {
  readonly sentence: Sentence;
  /** Where names of fields are looked for: the sentence, the one before it, and the heading of its table or list. */
  readonly heard: string;
  /** Keys of the subjects that the sentence names. */
  readonly subjects: ReadonlySet<string>;
  /** Keys of those named nearest before it, if it names none itself: "AAPL is large. It is worth …". */
  readonly carried: ReadonlySet<string>;
  /** Whether it names a holding and not only portfolios. */
  readonly namesHolding: boolean;
}

const NONE: ReadonlySet<string> = new Set();
/** Lines above a figure that may still say whose it is. */
const LINES_CARRIED = 6;

export function contextOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  all: readonly Subject[],
): FigureContext {
  const sentence = sentenceAround(text, start, end);
  const named = all.filter((subject) => isNamed(subject, sentence.text));
  const before = text.slice(0, start - sentence.from);
  return {
    sentence,
    heard: [headingOf(text, start), sentenceBefore(before), sentence.text].join('\n'),
    subjects: new Set(named.map(({ key }) => key)),
    carried: named.length > 0 ? NONE : carriedFrom(before, all),
    namesHolding: named.some(({ isHolding }) => isHolding),
  };
}

function sentenceAround(text: string, start: number, end: number): Sentence {
  const from = startOfSentence(text.slice(0, start));
  const after = /[.!?](?=\s|$)|\n/.exec(text.slice(end));
  const to = after ? end + after.index : text.length;
  return { text: text.slice(from, to), from: start - from, to: end - from };
}

const startOfSentence = (before: string): number =>
  Math.max(0, ...[...before.matchAll(/[.!?](?=\s)|\n/g)].map(({ index }) => index + 1));

/** The sentence before one in the same line; empty at the start of a line. */
function sentenceBefore(before: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/[.!?]\s*$/, '');
  return line.slice(startOfSentence(line));
}

/** The first row of a table, or the line that a list follows. */
function headingOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  const isTable = lines.at(-1)?.trimStart().startsWith('|') === true;
  const isItem = /^\s*(?:[-*•]|\d+[.)])\s/.test(lines.at(-1) ?? '');
  if (!isTable && !isItem) return '';
  const belongs = isTable ? /^\s*\|/ : /^\s*(?:[-*•]|\d+[.)])\s|^\s*$/;
  let index = lines.length - 1;
  while (index > 0 && belongs.test(lines[index - 1] ?? '')) index -= 1;
  return (isTable ? lines[index] : lines[index - 1]) ?? '';
}

function carriedFrom(before: string, all: readonly Subject[]): ReadonlySet<string> {
  const lines = before.split('\n').slice(-LINES_CARRIED);
  const sentences = lines.flatMap((line) => line.split(/(?<=[.!?])\s/));
  for (const sentence of sentences.reverse()) {
    const named = all.filter((subject) => isNamed(subject, sentence));
    if (named.length > 0) return new Set(named.map(({ key }) => key));
  }
  return NONE;
}
