import { Injectable } from '@nestjs/common';
import type { PriceSource, SourceScope } from './price-source.js';
import type { FetchReport } from './providers/price-fetch.kernel.js';
import { PriceFetchService } from './providers/price-fetch.service.js';
import { SimulatedPricesProvider } from './simulated/simulated-prices.provider.js';

/** Everything that can bring a dataset up to a session. A feature may add what its portfolios need beside the closes. */
@Injectable()
export class PriceSources {
  private readonly sources: PriceSource[];

  constructor(simulated: SimulatedPricesProvider, fetcher: PriceFetchService) {
    this.sources = [simulated, fetcher.source('yahoo'), fetcher.source('fmp')];
  }

  add(source: PriceSource): void {
    this.sources.push(source);
  }

  /** In the order in which they were added; outside of any unit of work. */
  async extend(datasets: readonly string[], to: string, scope: Partial<SourceScope> = {}): Promise<FetchReport[]> {
    const { portfolioId = null, signal = new AbortController().signal } = scope;
    const reports: FetchReport[] = [];
    for (const source of this.sources) {
      if (!datasets.includes(source.dataset)) continue;
      const report = await source.extend(to, { portfolioId, signal });
      if (report) reports.push(report);
    }
    return reports;
  }
}
