import { nextSession, sessionOnOrAfter, sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';

/** Which sessions a run is asked for. */
export interface BatchScope {
  /** Null: from each portfolio's first session. */
  readonly from: string | null;
  readonly to: string;
  /** Sessions that are up to date are computed too. */
  readonly isForced: boolean;
  /** After `to` there may be later snapshots, which a restatement up to `to` leaves stale. */
  readonly lastCompleted: string;
}

export interface PortfolioState {
  /** Session of the first ledger entry that counts; null when there is none. */
  readonly firstSession: string | null;
  readonly staleFrom: string | null;
  /** Sessions that have a snapshot. */
  readonly done: ReadonlySet<string>;
}

export interface PortfolioPlan {
  /** To compute, ascending. */
  readonly sessions: readonly string[];
  /** Snapshots from before the ledger begins (its first entries were reversed), to be taken away. */
  readonly obsolete: readonly string[];
  /** First session to restate, when the plan restates all from there on; otherwise the watermark is left alone. */
  readonly restatesFrom: string | null;
  /** Where the watermark moves although nothing is computed up to the end; undefined where it has nothing to say. */
  readonly settlesAt: string | null | undefined;
}

/** A session is computed when it has no snapshot, when the portfolio is stale from it or earlier, or when forced. */
export function planPortfolio(state: PortfolioState, scope: BatchScope): PortfolioPlan {
  const { firstSession, done } = state;
  const obsolete = [...done].filter((session) => firstSession === null || session < firstSession).sort();
  const settlesAt = settled(state, scope);
  if (firstSession === null) return { sessions: [], obsolete, restatesFrom: null, settlesAt };
  const from = scope.from !== null && scope.from > firstSession ? scope.from : firstSession;
  const stale = firstStale(state.staleFrom, firstSession, scope.to);
  const sessions = sessionsBetween(from, scope.to).filter(
    (session) => scope.isForced || !done.has(session) || (stale !== null && session >= stale),
  );
  const restatesFrom = stale !== null && stale >= from && stale <= scope.to ? stale : null;
  return { sessions, obsolete, restatesFrom, settlesAt };
}

/** Before the ledger begins nothing can be stale once its obsolete snapshots are gone. */
function settled(
  { firstSession, staleFrom }: PortfolioState,
  { to, lastCompleted }: BatchScope,
): string | null | undefined {
  if (staleFrom === null || staleFrom > to) return undefined;
  if (firstSession === null || firstSession > lastCompleted) return null;
  return firstSession > to ? firstSession : undefined;
}

/** First session to restate; null when there is none up to `to`. The day may lie outside of the calendar. */
function firstStale(staleFrom: string | null, firstSession: string, to: string): string | null {
  if (staleFrom === null || staleFrom > to) return null;
  return staleFrom <= firstSession ? firstSession : sessionOnOrAfter(staleFrom);
}

/**
 * Where the watermark moves once a session of the plan is done: undefined leaves it, null means that nothing is stale.
 * `ahead` is a session that was computed out of turn, from the same inputs.
 */
export function watermarkAfter(
  { sessions, restatesFrom }: PortfolioPlan,
  session: string,
  { to, lastCompleted }: BatchScope,
  ahead: string | null,
): string | null | undefined {
  if (restatesFrom === null || session < restatesFrom) return undefined;
  const next = sessions.find((one) => one > session && one !== ahead);
  if (next !== undefined) return next;
  return to < lastCompleted ? nextSession(to) : null;
}

/**
 * The order of work: the newest session of everybody first, so that people see today's figures while the past is
 * computed; then the rest ascending, in groups of about `size` steps whose symbol results are stored together.
 */
export function groupSessions(plans: Iterable<PortfolioPlan>, newest: string, size: number): string[][] {
  const counts = new Map<string, number>();
  for (const { sessions } of plans) {
    for (const session of sessions) counts.set(session, (counts.get(session) ?? 0) + 1);
  }
  const groups: string[][] = counts.delete(newest) ? [[newest]] : [];
  let group: string[] = [];
  let steps = 0;
  for (const [session, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    group.push(session);
    steps += count;
    if (steps >= size) {
      groups.push(group);
      group = [];
      steps = 0;
    }
  }
  return group.length > 0 ? [...groups, group] : groups;
}
