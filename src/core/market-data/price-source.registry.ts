import { Injectable } from '@nestjs/common';
import type { PriceSource } from './price-source.js';
import { SimulatedPricesProvider } from './simulated/simulated-prices.provider.js';

/** Everything that can bring a dataset up to a session. A feature may add what its portfolios need beside the closes. */
@Injectable()
export class PriceSources {
  private readonly sources: PriceSource[];

  constructor(simulated: SimulatedPricesProvider) {
    this.sources = [simulated];
  }

  add(source: PriceSource): void {
    this.sources.push(source);
  }

  /** In the order in which they were added; outside of any unit of work. */
  async extend(datasets: readonly string[], to: string): Promise<void> {
    for (const source of this.sources) {
      if (datasets.includes(source.dataset)) await source.extend(to);
    }
  }
}
