/** Terms of a put, per share; a year is 1, rates are continuously compounded. */
export interface PutTerms {
  readonly spot: number;
  readonly strike: number;
  readonly time: number;
  readonly rate: number;
  readonly carry: number;
  readonly sigma: number;
}

/**
 * An American put by a tree of Leisen and Reimer (1996), written from the paper alone, so that tests have a price that
 * nothing of the product has been near.
 */
export const americanPut = (terms: PutTerms, steps: number): number => americanPutFigures(terms, steps).price;

/** The same with the differences of the first two steps: change of the price per unit of spot, and of that. */
export function americanPutFigures({ spot, strike, time, rate, carry, sigma }: PutTerms, steps: number) {
  const step = time / steps;
  const d1 = (Math.log(spot / strike) + (rate - carry + sigma ** 2 / 2) * time) / (sigma * Math.sqrt(time));
  const inverted = (z: number): number => {
    const share = z / (steps + 1 / 3 + 0.1 / (steps + 1));
    return 0.5 + Math.sign(z) * Math.sqrt(0.25 - 0.25 * Math.exp(-(share ** 2) * (steps + 1 / 6)));
  };
  const [rise, shifted] = [inverted(d1 - sigma * Math.sqrt(time)), inverted(d1)];
  const growth = Math.exp((rate - carry) * step);
  const [up, down] = [(growth * shifted) / rise, (growth * (1 - shifted)) / (1 - rise)];
  const exercise = (ups: number, downs: number): number => Math.max(0, strike - spot * up ** ups * down ** downs);
  const early: number[][] = [];
  let values = Array.from({ length: steps + 1 }, (_, ups) => exercise(ups, steps - ups));
  for (let left = steps - 1; left >= 0; left--) {
    const later = values;
    values = Array.from({ length: left + 1 }, (_, ups) => {
      const held = Math.exp(-rate * step) * (rise * later[ups + 1]! + (1 - rise) * later[ups]!);
      return Math.max(held, exercise(ups, left - ups));
    });
    if (left <= 2) early[left] = values;
  }
  const [[price], one, two] = early as [number[], number[], number[]];
  const between = (of: number[], node: number): number => {
    const spotAt = (ups: number): number => spot * up ** ups * down ** (of.length - 1 - ups);
    return (of[node + 1]! - of[node]!) / (spotAt(node + 1) - spotAt(node));
  };
  const width = (spot * (up ** 2 - down ** 2)) / 2;
  return { price: price!, delta: between(one, 0), gamma: (between(two, 1) - between(two, 0)) / width };
}
