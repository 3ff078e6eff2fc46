export interface BetaPrior {
  /** Mean and standard deviation of betas in the universe the asset comes from; 1 and about 0.5 for equities. */
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Vasicek's (1973) adjusted beta: the mean of the raw beta and the prior's, each weighted by the inverse of its variance.
 * A beta known exactly stays, one of large error moves to the prior's mean.
 *
 * @throws RangeError for a negative error or deviation, or when both are 0.
 */
export function vasicekAdjustedBeta(beta: number, standardError: number, prior: BetaPrior): number {
  const [sampling, spread] = [standardError ** 2, prior.standardDeviation ** 2];
  if (!(standardError >= 0) || !(prior.standardDeviation >= 0) || !(sampling + spread > 0)) {
    throw new RangeError('errors are not negative, and one is above 0');
  }
  return prior.mean + (spread / (spread + sampling)) * (beta - prior.mean);
}
