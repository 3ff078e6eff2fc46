import { Injectable } from '@nestjs/common';
import type { PriceSource, SourceReport, SourceScope } from './price-source.js';
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
  async extend(datasets: readonly string[], to: string, scope: Partial<SourceScope> = {}): Promise<SourceReport[]> {
    const { portfolioId = null, signal = new AbortController().signal } = scope;
    const reports: SourceReport[] = [];
    for (const source of this.sources) {
      if (!serves(source, datasets)) continue;
      const report = await source.extend(to, { portfolioId, signal });
      if (report) reports.push(report);
    }
    return reports;
  }
}

const serves = ({ dataset }: PriceSource, datasets: readonly string[]): boolean =>
  dataset === null ? datasets.some((one) => one !== 'simulated') : datasets.includes(dataset);
