/** A provider that can bring a dataset's history up to a session. Imported files are no source: they end where they end. */
export interface PriceSource {
  readonly dataset: string;
  /** Adds what is missing up to and including `to`; never changes what is there. Outside of any unit of work. */
  extend(to: string): Promise<void>;
}
