/** Who knows the sectors of companies. Works inside the caller's unit of work. */
export interface SectorSource {
  /** Of the symbols whose sector is known in the portfolio's world of data. */
  sectorsOf(portfolioId: string, symbols: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export const SECTOR_SOURCE = Symbol('SectorSource');
