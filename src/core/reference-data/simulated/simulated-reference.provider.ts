import { Injectable } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { closeInstant } from '../../data/session-close.kernel.js';
import { CoreTransactions } from '../../core.transactions.js';
import { InstrumentService } from '../../market-data/instrument.service.js';
import type { PriceSource } from '../../market-data/price-source.js';
import { SimulatedPricesProvider } from '../../market-data/simulated/simulated-prices.provider.js';
import type { SimulatedInstrument } from '../../market-data/simulated/simulated-instrument.kernel.js';
import { SIMULATED_MARKET_SYMBOL, SIMULATED_UNIVERSE } from '../../market-data/simulated/simulated-universe.kernel.js';
import { ReferenceDataRepository, type PriceRange } from '../reference-data.repository.js';
import { type ReferenceData, ReferenceDataService } from '../reference-data.service.js';
import { findSimulatedCompany } from './simulated-company.kernel.js';
import { BENCHMARK_SECTORS, simulatedHoldings } from './simulated-holdings.kernel.js';
import { simulatedEstimates, simulatedProfile, type SimulatedBooks } from './simulated-profile.kernel.js';
import { quarterEnd, quarterOf, simulatedQuarters } from './simulated-quarters.kernel.js';
import { lastReported, reportSession, simulatedPeriods } from './simulated-statements.kernel.js';

const IDENTITY = asSystem('simulated-reference');

/** The S&P 500, as the contract calls it. */
export const BENCHMARK_CODE = 'SP500';

/**
 * Profiles, statements, estimates, fund holdings and sector weights of the demo's market. Everything follows from the
 * seed, the anchor, the calendar and the simulated prices, and is marked as simulated by its dataset.
 */
@Injectable()
export class SimulatedReferenceProvider implements PriceSource {
  readonly dataset = 'simulated';

  constructor(
    private readonly tx: CoreTransactions,
    private readonly market: SimulatedPricesProvider,
    private readonly instruments: InstrumentService,
    private readonly rows: ReferenceDataRepository,
    private readonly reference: ReferenceDataService,
  ) {}

  /** Brings profiles up to a session, and the rest up to what was reported by then. A session that is there costs one read. */
  async extend(to: string): Promise<void> {
    const market = await this.market.find();
    if (!market || to < market.anchorDate) return;
    const asOf = new Date(closeInstant(to));
    await this.tx.run(IDENTITY, async () => {
      const ids = await this.instruments.ensureListed(SIMULATED_UNIVERSE.map(({ symbol }) => symbol));
      const fetched = await this.rows.listFetched(this.dataset);
      const missing = SIMULATED_UNIVERSE.flatMap((instrument) => {
        const id = ids.get(instrument.symbol);
        const at = id === undefined ? undefined : fetched.get(id);
        return id === undefined || (at && at >= asOf) ? [] : [{ instrument, id, at: at ?? null }];
      });
      if (missing.length === 0) return;
      const ranges = await this.rows.listPriceRanges(this.dataset, to);
      const parts = missing.map((one) =>
        partsOf(one, ranges.get(one.id), { anchorDate: market.anchorDate, seed: market.seed, to, asOf }),
      );
      await this.reference.store(this.dataset, merged(parts));
    });
  }
}

interface Missing {
  readonly instrument: SimulatedInstrument;
  readonly id: string;
  /** When its profile was written last. */
  readonly at: Date | null;
}

interface Moment {
  readonly anchorDate: string;
  readonly seed: number;
  readonly to: string;
  readonly asOf: Date;
}

function partsOf({ instrument, id, at }: Missing, range: PriceRange | undefined, moment: Moment): ReferenceData {
  if (!range) return {};
  const { anchorDate, seed, to, asOf: fetchedAt } = moment;
  const [anchorQuarter, last] = [quarterOf(anchorDate), lastReported(to)];
  const facts = findSimulatedCompany(instrument.symbol);
  const books = facts && { facts, anchorQuarter, seed, quarters: simulatedQuarters(facts, seed, anchorQuarter, last) };
  const profiles = [{ instrumentId: id, ...simulatedProfile(instrument, range, books), fetchedAt }];
  const reportedAt = new Date(closeInstant(reportSession(last)));
  if (at && at >= reportedAt) return { profiles };
  const list = { instrumentId: id, asOfDate: quarterEnd(last), fetchedAt: reportedAt };
  return {
    profiles,
    ...(books ? reportsOf(id, books, reportedAt) : {}),
    fundHoldings: simulatedHoldings(instrument.symbol).map((one) => ({
      ...list,
      ...one,
      shares: null,
      marketValue: null,
    })),
    sectorWeights: instrument.symbol === SIMULATED_MARKET_SYMBOL ? sectorWeights(list) : [],
  };
}

function reportsOf(instrumentId: string, books: SimulatedBooks, reportedAt: Date): ReferenceData {
  const { facts, quarters, anchorQuarter, seed } = books;
  const periods = simulatedPeriods(quarters, facts.shares).map(({ period, session, ...statements }) => ({
    key: { instrumentId, ...period, fetchedAt: new Date(closeInstant(session)) },
    ...statements,
  }));
  const last = quarters.at(-1)?.quarter ?? anchorQuarter;
  return {
    incomeStatements: periods.map(({ key, income }) => ({ ...key, ...income })),
    balanceSheets: periods.map(({ key, balance }) => ({ ...key, ...balance })),
    cashFlows: periods.map(({ key, cash }) => ({ ...key, ...cash })),
    estimates: simulatedEstimates(facts, anchorQuarter, last, seed).map((one) => ({
      ...{ instrumentId, ...one },
      fetchedAt: reportedAt,
    })),
  };
}

const sectorWeights = (list: { readonly instrumentId: string; readonly asOfDate: string; readonly fetchedAt: Date }) =>
  Object.entries(BENCHMARK_SECTORS).map(([sector, weight]) => ({
    ...{ ...list, sector, benchmarkCode: BENCHMARK_CODE, weight: weight.toFixed(6) },
    ...{ marketCap: null, numConstituents: null },
  }));

const merged = (parts: readonly ReferenceData[]): ReferenceData => ({
  profiles: parts.flatMap(({ profiles = [] }) => profiles),
  estimates: parts.flatMap(({ estimates = [] }) => estimates),
  incomeStatements: parts.flatMap(({ incomeStatements = [] }) => incomeStatements),
  balanceSheets: parts.flatMap(({ balanceSheets = [] }) => balanceSheets),
  cashFlows: parts.flatMap(({ cashFlows = [] }) => cashFlows),
  fundHoldings: parts.flatMap(({ fundHoldings = [] }) => fundHoldings),
  sectorWeights: parts.flatMap(({ sectorWeights = [] }) => sectorWeights),
});
