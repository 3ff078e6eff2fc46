import { concentration, exposures } from '../../src/core/calculations/concentration/concentration.kernel.js';
import { list, series, statusOf } from './status.js';

interface Inputs {
  readonly market_values: readonly (number | null)[];
}

/** Every market value is an issuer of its own. */
export function concentrationCase({ market_values }: Inputs): unknown {
  const values = series(market_values);
  const outcome = concentration(Array.from(values, (marketValue, i) => ({ issuer: String(i), marketValue })));
  if (!outcome.ok) return { status: statusOf(outcome), n_positions: 0 };
  const { long, short, gross, net } = exposures(values);
  return {
    status: 'ok',
    n_positions: outcome.value.issuers,
    weights_sorted: list(outcome.value.weights),
    hhi: outcome.value.herfindahlIndex / 10_000,
    hhi_points: outcome.value.herfindahlIndex,
    effective_n: outcome.value.effectivePositions,
    normalized_hhi: outcome.value.normalizedHerfindahl,
    entropy: outcome.value.entropy,
    effective_n_entropy: outcome.value.effectivePositionsByEntropy,
    top1_share: outcome.value.top1Share,
    top3_share: outcome.value.top3Share,
    top10_share: outcome.value.top10Share,
    gross_exposure: gross,
    net_exposure: net,
    long_exposure: long,
    short_exposure: short,
  };
}
