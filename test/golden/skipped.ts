export interface Skip {
  readonly family: string;
  /** A field of `expected`, at any depth; without it whole cases are skipped. */
  readonly field?: string;
  /** Cases whose id begins so; without it all cases of the family. */
  readonly cases?: string;
  readonly reason: string;
}

/** All that is deliberately not compared. An entry that matches nothing fails the suite. */
export const SKIPPED: readonly Skip[] = [];
