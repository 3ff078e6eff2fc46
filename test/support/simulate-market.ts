import { SimulatedWorldService } from '../../src/core/reference-data/simulated/simulated-world.service.js';
import type { TestApp } from './app.js';

/** The session that the clock of a test stands after. */
export const MARKET_SESSION = '2024-12-02';

/** The market of the demo with all that is known of it, without users and books. */
export async function simulateMarket(app: TestApp): Promise<void> {
  const world = app.app.get(SimulatedWorldService, { strict: false });
  await world.open('2023-11-20');
  await world.extend(MARKET_SESSION);
}
