/** Closes of the S&P 500 at the turn into a bear market and out of it; without dividends. */
export interface BearMarket {
  readonly peak: { readonly date: string; readonly close: number };
  readonly trough: { readonly date: string; readonly close: number };
  /** Where each of the two closes was published. */
  readonly sources: readonly string[];
}

export const BEAR_MARKETS = {
  dotcom: {
    peak: { date: '2000-03-24', close: 1527.46 },
    trough: { date: '2002-10-09', close: 776.76 },
    sources: [
      'https://www.latimes.com/archives/la-xpm-2005-mar-24-fi-sppeak24-story.html',
      'https://bogleheads.org/wiki/Bear_market',
    ],
  },
  financialCrisis: {
    peak: { date: '2007-10-09', close: 1565.15 },
    trough: { date: '2009-03-09', close: 676.53 },
    sources: [
      'https://bogleheads.org/wiki/Bear_market',
      'https://en.wikipedia.org/wiki/Closing_milestones_of_the_S%26P_500',
    ],
  },
  covid: {
    peak: { date: '2020-02-19', close: 3386.15 },
    trough: { date: '2020-03-23', close: 2237.4 },
    sources: [
      'https://en.wikipedia.org/wiki/Closing_milestones_of_the_S%26P_500',
      'https://www.rocketnews.com/2023/03/market-extra-the-stock-market-hit-a-pandemic-bottom-3-years-ago-heres-how-it-has-performed-since-then/',
    ],
  },
} as const satisfies Readonly<Record<string, BearMarket>>;

/** Simple return of the index from peak to trough, to four digits: -0.4915 is a fall of 49.15 %. */
export const fallOf = ({ peak, trough }: BearMarket): number =>
  Math.round((trough.close / peak.close - 1) * 10_000) / 10_000;
