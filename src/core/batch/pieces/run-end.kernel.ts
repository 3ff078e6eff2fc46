/** A step that was not computed, and why. */
interface Problem {
  readonly portfolioId: string;
  readonly date: string;
  readonly reason: string;
}

/** A piece that has ended: done, or given up with its error. */
export interface EndedPiece<P extends Problem> {
  readonly status: string;
  readonly completedSteps: number;
  readonly blockedSteps: number;
  readonly problems: readonly P[];
  readonly error: string | null;
}

export interface RunEnd<P extends Problem> {
  readonly status: 'completed' | 'partial' | 'failed';
  readonly problems: readonly P[];
  readonly error: string | null;
}

/** Of sessions before the last one; every portfolio that is blocked at the last one is named. */
export const MAX_EARLIER_PROBLEMS = 100;

/**
 * How a run ended, from its pieces in the order of their numbers. What was done before an error stays done, hence 'partial'.
 * What kept steps from being done comes first: it also says which portfolios are blocked.
 */
export function endOf<P extends Problem>(
  pieces: readonly EndedPiece<P>[],
  newest: string,
  notes: readonly P[],
): RunEnd<P> {
  const dead = pieces.filter(({ status }) => status === 'dead');
  const hasCompleted = pieces.some(({ completedSteps }) => completedSteps > 0);
  const isBlocked = pieces.some(({ blockedSteps }) => blockedSteps > 0);
  const error = errorOf(dead, pieces.length);
  const afterError = hasCompleted ? 'partial' : 'failed';
  const status = error !== null ? afterError : isBlocked ? 'partial' : 'completed';
  return { status, error, problems: [...limited(pieces, newest), ...notes] };
}

function errorOf(dead: readonly EndedPiece<Problem>[], pieces: number): string | null {
  const [first] = dead;
  if (!first) return null;
  const why = first.error ?? 'it failed without saying why';
  return pieces === 1 ? why : `${dead.length} of ${pieces} pieces failed: ${why}`;
}

function limited<P extends Problem>(pieces: readonly EndedPiece<P>[], newest: string): P[] {
  let earlier = 0;
  return pieces
    .flatMap(({ problems }) => problems)
    .filter(({ date }) => {
      if (date === newest) return true;
      earlier += 1;
      return earlier <= MAX_EARLIER_PROBLEMS;
    });
}
