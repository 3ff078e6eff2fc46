import { mapOutcome } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook } from '../calculation.js';
import { concentration } from './concentration.kernel.js';

/** Concentration of gross market value by symbol, lots of one symbol netted; cash is not a holding. */
export const portfolioConcentration = calculation({
  name: 'concentration',
  version: 1,
  subject: 'portfolio',
  after: [],
  columns: ['hhi', 'effective_num_positions', 'top_3_concentration', 'top_10_concentration'],
  compute: ({ instrumentIds, marketValues }: PortfolioBook) =>
    concentration(instrumentIds.map((issuer, i) => ({ issuer, marketValue: marketValues[i] ?? Number.NaN }))),
  figures: (result) => ({
    hhi: mapOutcome(result, ({ herfindahlIndex }) => herfindahlIndex),
    effective_num_positions: mapOutcome(result, ({ effectivePositions }) => effectivePositions),
    top_3_concentration: mapOutcome(result, ({ top3Share }) => top3Share),
    top_10_concentration: mapOutcome(result, ({ top10Share }) => top10Share),
  }),
});
