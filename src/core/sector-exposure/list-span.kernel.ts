/** A dated list and the sessions that it counts for: from `since` to before `until`, PostgreSQL's infinities among them. */
export interface ListSpan {
  readonly asOf: string;
  readonly since: string;
  readonly until: string;
}

/** The newest list that is not after a session counts; before the first one, the first. Days in any order, each once. */
export function listSpans(days: readonly string[]): ListSpan[] {
  const ascending = [...days].sort();
  return ascending.map((asOf, i) => ({
    asOf,
    since: i === 0 ? '-infinity' : asOf,
    until: ascending[i + 1] ?? 'infinity',
  }));
}

/** The list that counts at a session; null without any. */
export const listAt = (spans: readonly ListSpan[], session: string): ListSpan | null =>
  spans.find(
    ({ since, until }) => (since === '-infinity' || since <= session) && (until === 'infinity' || session < until),
  ) ?? null;
