/** What is held of one instrument. */
export interface SectorLot {
  readonly instrumentId: string;
  readonly marketValue: number;
  /** Whose sector counts, and for how much: of an option, its underlying's at its delta. */
  readonly bearerId: string;
  readonly exposure: number;
}
