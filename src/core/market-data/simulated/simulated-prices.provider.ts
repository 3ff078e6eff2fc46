import { Injectable } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { addSessions, nextSession, sessionsBetween } from '../../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../../core.transactions.js';
import { DailyPriceRepository, type NewPrice } from '../daily-price.repository.js';
import { InstrumentRepository } from '../instrument.repository.js';
import type { PriceSource } from '../price-source.js';
import type { SimulatedMarket } from './simulated-market.entity.js';
import { SimulatedMarketRepository } from './simulated-market.repository.js';
import { simulatedCloses } from './simulated-prices.kernel.js';
import { SIMULATION_SEED } from './simulated-returns.kernel.js';
import { findSimulatedInstrument, SIMULATED_UNIVERSE } from './simulated-universe.kernel.js';
import { VOLATILITY_INDEX, volatilityIndexCloses } from './simulated-volatility-index.kernel.js';

/** Sessions of history before the anchor, so that the longest window is full on the first day of the demo. */
const HISTORY_SESSIONS = 260;

/** A night is one unit of work; a long history is several, so that others get their turn in between. */
const ROWS_A_UNIT = 1_000;

const IDENTITY = asSystem('simulated-prices');

const LISTED = [...SIMULATED_UNIVERSE, VOLATILITY_INDEX];

/** Prices that somebody else has simulated, of an option. */
export interface SimulatedSeries {
  /** An OCC symbol. */
  readonly symbol: string;
  readonly closes: readonly { readonly date: string; readonly close: string }[];
}

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
      await this.instruments.ensureListed(LISTED.map(({ symbol }) => symbol));
      await this.instruments.nameAll(LISTED.map(({ symbol, name }) => ({ symbol, name })));
    });
  }

  /** The session on which every symbol has its entry price; null before the market is opened. */
  async anchorDate(): Promise<string | null> {
    return (await this.find())?.anchorDate ?? null;
  }

  /** What the market hangs on; null before it is opened. */
  find(): Promise<SimulatedMarket | null> {
    return this.tx.run(IDENTITY, () => this.markets.find());
  }

  async extend(to: string): Promise<void> {
    const state = await this.tx.run(IDENTITY, async () => {
      const market = await this.markets.find();
      if (!market) return null;
      return {
        market,
        instruments: await this.instruments.ensureListed(LISTED.map(({ symbol }) => symbol)),
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
    await this.store(missing);
  }

  /**
   * Adds to the market options and what is missing of their prices.
   * @returns the ids of their instruments, by symbol
   */
  async addOptions(series: readonly SimulatedSeries[]): Promise<Map<string, string>> {
    const known = await this.tx.run(IDENTITY, async () => ({
      instruments: await this.instruments.ensureListed(series.map(({ symbol }) => symbol)),
      last: await this.prices.lastSessions('simulated'),
    }));
    const ids = new Map(known.instruments.map(({ symbol, id }) => [symbol, id]));
    await this.store(
      series.flatMap(({ symbol, closes }) => {
        const instrumentId = ids.get(symbol);
        if (instrumentId === undefined) return [];
        const last = known.last.get(instrumentId) ?? '';
        return closes.filter(({ date }) => date > last).map((close) => ({ instrumentId, ...close }));
      }),
    );
    return ids;
  }

  private async store(rows: readonly NewPrice[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_A_UNIT) {
      const part = rows.slice(start, start + ROWS_A_UNIT);
      await this.tx.run(IDENTITY, () => this.prices.store('simulated', 'raw', part));
    }
  }
}

interface Market {
  readonly anchorDate: string;
  readonly seed: number;
  readonly sessions: readonly string[];
}

function missingPrices(instrumentId: string, symbol: string, last: string | null, market: Market): NewPrice[] {
  const from = last === null ? '' : nextSession(last);
  if (symbol === VOLATILITY_INDEX.symbol) {
    const sessions = market.sessions.filter((date) => date >= from);
    return volatilityIndexCloses(sessions, market.seed).map((close) => ({ instrumentId, ...close }));
  }
  if (!findSimulatedInstrument(symbol)) return [];
  // The whole path is computed: a close depends on every return since the anchor.
  const closes = simulatedCloses({
    symbol,
    anchorDate: market.anchorDate,
    sessions: market.sessions,
    seed: market.seed,
  });
  if (!closes.ok) return [];
  return closes.value.filter(({ date }) => date >= from).map((close) => ({ instrumentId, ...close }));
}
