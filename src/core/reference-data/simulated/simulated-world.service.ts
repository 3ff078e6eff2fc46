import { Injectable } from '@nestjs/common';
import {
  SimulatedPricesProvider,
  type SimulatedSeries,
} from '../../market-data/simulated/simulated-prices.provider.js';
import { SimulatedReferenceProvider } from './simulated-reference.provider.js';

/** The demo's market with everything that is known of it. */
@Injectable()
export class SimulatedWorldService {
  constructor(
    private readonly prices: SimulatedPricesProvider,
    private readonly reference: SimulatedReferenceProvider,
  ) {}

  /** Makes the market: every symbol of the universe has its entry price on the anchor date. */
  open(anchorDate: string): Promise<void> {
    return this.prices.open(anchorDate);
  }

  /** The session on which every symbol has its entry price; null before the market is opened. */
  anchorDate(): Promise<string | null> {
    return this.prices.anchorDate();
  }

  /** Prices first: the figures of a profile are computed from them. */
  async extend(to: string): Promise<void> {
    await this.prices.extend(to);
    await this.reference.extend(to);
  }

  /**
   * Adds to the market options and what is missing of their prices.
   * @returns the ids of their instruments, by symbol
   */
  addOptions(series: readonly SimulatedSeries[]): Promise<Map<string, string>> {
    return this.prices.addOptions(series);
  }
}
