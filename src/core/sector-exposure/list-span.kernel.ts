/** A dated list. */
export interface Dated {
  readonly asOf: string;
}

/** The sessions that it counts for: from `since` to before `until`, PostgreSQL's infinities among them. */
export interface Span {
  readonly since: string;
  readonly until: string;
}

/** The newest list that is not after a session counts; before the first one, the first. In any order, each day once. */
export function listSpans<T extends Dated>(lists: readonly T[]): (T & Span)[] {
  const ascending = [...lists].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
  return ascending.map((list, i) => ({
    ...list,
    since: i === 0 ? '-infinity' : list.asOf,
    until: ascending[i + 1]?.asOf ?? 'infinity',
  }));
}

/** The list that counts at a session; null without any. As texts, too, the infinities lie before and after all days. */
export const listAt = <T extends Span>(spans: readonly T[], session: string): T | null =>
  spans.find(({ since, until }) => since <= session && session < until) ?? null;
