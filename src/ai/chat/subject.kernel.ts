/** Something a result has a row of its own for: a holding by its symbol, a portfolio by its name. */
export interface Subject {
  /** As the row has it. */
  readonly key: string;
  readonly isHolding: boolean;
  readonly names: readonly string[];
}

const LEGAL_FORM =
  /[,.]?\s+(?:inc|incorporated|corp|corporation|company|co|plc|ltd|limited|llc|sa|ag|nv|se|holdings?|group|class [a-c]|trust|etf|fund)\.?$/i;
/** What a beta is measured against is not what the sentence is about. */
const AS_BENCHMARK = /\b(?:against|versus|vs\.?|relative to|beta to|benchmark)\s+(?:the\s+)?$/i;
/** Letters that the words before a benchmark take. */
const BENCHMARK_WORDS = 30;
/** Symbols that are words of English. */
const WORDS = new Set(['A', 'I']);

/** @param row of a result; null when it names nobody */
export function subjectOf(row: Readonly<Record<string, unknown>>): Subject | null {
  const [symbol, name] = [row['symbol'], row['name']].map((value) => (typeof value === 'string' ? value.trim() : ''));
  const key = symbol || name;
  if (key === undefined || key === '') return null;
  const spoken = symbol ? [symbol, symbol.replaceAll(/[_.-]/g, ' '), name ?? '', brandOf(name ?? '')] : [key];
  return { key, isHolding: symbol !== '', names: [...new Set(spoken.filter((word) => word !== ''))] };
}

/** "Berkshire Hathaway Inc. Class B" is called "Berkshire Hathaway". */
function brandOf(name: string): string {
  const shorter = name.replace(LEGAL_FORM, '');
  return shorter === name ? name : brandOf(shorter);
}

/** Whether a text names a subject: as a whole word, with its capitals, and not as the benchmark of a beta. */
export function isNamed(subject: Subject, text: string): boolean {
  return subject.names.some((name) => {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
      if (/[\p{L}\d_]$/u.test(before) || /^[\p{L}\d_]/u.test(after)) continue;
      if (AS_BENCHMARK.test(before.slice(-BENCHMARK_WORDS)) || (WORDS.has(name) && /^\s[a-z]/.test(after))) continue;
      return true;
    }
    return false;
  });
}
