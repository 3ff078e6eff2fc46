import { mapOutcome, type Outcome } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { exposedBook, type ExposedBook } from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { type Concentration, concentration } from './concentration.kernel.js';

/** Concentration of gross exposure by issuer: lots are netted, and so are an option's shares with the rest of their name. */
export const portfolioConcentration = calculation({
  name: 'concentration',
  version: 2,
  subject: 'portfolio',
  after: [optionGreeks.name],
  columns: ['hhi', 'effective_num_positions', 'top_3_concentration', 'top_10_concentration'],
  compute: (book: PortfolioBook, earlier: Results) => concentrationOf(exposedBook(book, earlier)),
  figures: (result) => ({
    hhi: mapOutcome(result, ({ herfindahlIndex }) => herfindahlIndex),
    effective_num_positions: mapOutcome(result, ({ effectivePositions }) => effectivePositions),
    top_3_concentration: mapOutcome(result, ({ top3Share }) => top3Share),
    top_10_concentration: mapOutcome(result, ({ top10Share }) => top10Share),
  }),
});

/** Cash is not a holding. */
export const concentrationOf = ({ bearers, exposures }: ExposedBook): Outcome<Concentration> =>
  concentration(bearers.map((issuer, i) => ({ issuer, marketValue: exposures[i] ?? Number.NaN })));
