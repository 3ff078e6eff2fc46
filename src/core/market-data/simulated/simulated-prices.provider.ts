import { Injectable } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { addSessions, nextSession, sessionsBetween } from '../../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../../core.transactions.js';
import { DailyPriceRepository, type NewPrice } from '../daily-price.repository.js';
import { InstrumentRepository } from '../instrument.repository.js';
import type { PriceSource } from '../price-source.js';
import { SimulatedMarketRepository } from './simulated-market.repository.js';
import { simulatedCloses } from './simulated-prices.kernel.js';
import { SIMULATION_SEED } from './simulated-returns.kernel.js';
import { findSimulatedInstrument, SIMULATED_UNIVERSE } from './simulated-universe.kernel.js';

/** Sessions of history before the anchor, so that the longest window is full on the first day of the demo. */
const HISTORY_SESSIONS = 260;

/** A night is one unit of work; a long history is several, so that others get their turn in between. */
const ROWS_A_UNIT = 1_000;

const IDENTITY = asSystem('simulated-prices');

/** The market of the demo: made up, deterministic, and marked as such in every row. */
@Injectable()
export class SimulatedPricesProvider implements PriceSource {
  readonly dataset = 'simulated';

  constructor(
    private readonly tx: CoreTransactions,
    private readonly prices: DailyPriceRepository,
    private readonly instruments: InstrumentRepository,
    private readonly markets: SimulatedMarketRepository,
  ) {}

  /** Makes the market: every symbol of the universe has its entry price on the anchor date. */
  async open(anchorDate: string): Promise<void> {
    await this.tx.run(IDENTITY, async () => {
      await this.markets.create(anchorDate, SIMULATION_SEED);
      await this.instruments.ensureListed(SIMULATED_UNIVERSE.map(({ symbol }) => symbol));
      await this.instruments.nameAll(SIMULATED_UNIVERSE.map(({ symbol, name }) => ({ symbol, name })));
    });
  }

  /** The session on which every symbol has its entry price; null before the market is opened. */
  async anchorDate(): Promise<string | null> {
    return (await this.tx.run(IDENTITY, () => this.markets.find()))?.anchorDate ?? null;
  }

  async extend(to: string): Promise<void> {
    const state = await this.tx.run(IDENTITY, async () => {
      const market = await this.markets.find();
      if (!market) return null;
      const symbols = SIMULATED_UNIVERSE.map(({ symbol }) => symbol);
      return {
        market,
        instruments: await this.instruments.ensureListed(symbols),
        last: await this.prices.lastSessions('simulated'),
      };
    });
    if (!state) return; // an installation without a demo
    const { anchorDate, seed } = state.market;
    const start = addSessions(anchorDate, -HISTORY_SESSIONS);
    const sessions = sessionsBetween(start, to);
    const missing = state.instruments.flatMap(({ symbol, id }) => {
      const last = state.last.get(id) ?? null;
      return last !== null && last >= to ? [] : missingPrices(id, symbol, last, { anchorDate, seed, sessions });
    });
    for (let start = 0; start < missing.length; start += ROWS_A_UNIT) {
      const rows = missing.slice(start, start + ROWS_A_UNIT);
      await this.tx.run(IDENTITY, () => this.prices.store('simulated', 'raw', rows));
    }
  }
}

interface Market {
  readonly anchorDate: string;
  readonly seed: number;
  readonly sessions: readonly string[];
}

function missingPrices(instrumentId: string, symbol: string, last: string | null, market: Market): NewPrice[] {
  if (!findSimulatedInstrument(symbol)) return [];
  const from = last === null ? '' : nextSession(last);
  // The whole path is computed: a close depends on every return since the anchor.
  const closes = simulatedCloses({
    symbol,
    anchorDate: market.anchorDate,
    sessions: market.sessions,
    seed: market.seed,
  });
  if (!closes.ok) return [];
  return closes.value.filter(({ date }) => date >= from).map(({ date, close }) => ({ instrumentId, date, close }));
}
