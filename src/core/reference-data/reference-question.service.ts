import { Inject, Injectable } from '@nestjs/common';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { LISTING_CURRENCY } from '../market-data/instrument.kernel.js';
import type { MarketDataProvider } from '../market-data/providers/market-data-provider.js';
import { ProviderFailure } from '../market-data/providers/provider.errors.js';
import { MarketDataProviders, NobodyAnswered, type Sourced } from '../market-data/providers/provider.registry.js';
import type { DueSymbol, PartFailure, SymbolAnswer } from './reference-answer.js';
import type { ReferenceData } from './reference-data.service.js';
import {
  balanceRows,
  cashRows,
  estimateRows,
  holdingRows,
  incomeRows,
  profileRow,
  type RowHead,
  sectorRows,
} from './reference-view.kernel.js';

/** The S&P 500, as the contract calls it. */
const BENCHMARK_CODE = 'SP500';
/** A provider that has no such thing is no failure: there is nothing to be had. */
const NOTHING_THERE = new Set(['no-data', 'unsupported', 'not-in-plan']);
const PERIODS = ['annual', 'quarter'] as const;

interface Part {
  readonly name: string;
  readonly ask: (provider: MarketDataProvider, signal: AbortSignal) => Promise<(head: RowHead) => ReferenceData>;
}

/** Asks providers all there is to know of a symbol. Over the network, so outside of any unit of work. */
@Injectable()
export class ReferenceQuestionService {
  constructor(
    private readonly providers: MarketDataProviders,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The profile first: who nobody knows is asked no more questions about, and a fund has holdings instead of statements.
   * @throws ProviderFailure when interrupted
   */
  async ask(due: DueSymbol, signal: AbortSignal): Promise<SymbolAnswer> {
    let isFund = due.isBenchmark;
    const profile = await this.answer(due, signal, {
      name: 'profile',
      ask: async (provider) => {
        const view = await provider.companyProfile(due.symbol, signal);
        isFund ||= view.isEtf === true || view.isFund === true;
        return (head) => ({ profiles: [profileRow(head, view, LISTING_CURRENCY)] });
      },
    });
    if (profile.failures.length > 0) return profile;
    const answers = [profile];
    for (const part of isFund ? this.fundParts(due) : this.companyParts(due)) {
      answers.push(await this.answer(due, signal, part));
    }
    return {
      parts: answers.flatMap(({ parts }) => parts),
      failures: answers.flatMap(({ failures }) => failures),
    };
  }

  private companyParts({ symbol }: DueSymbol): Part[] {
    const statements = PERIODS.flatMap((period): Part[] => [
      {
        name: `income statements (${period})`,
        ask: async (provider, signal) => {
          const views = await provider.incomeStatements(symbol, period, signal);
          return (head) => ({ incomeStatements: incomeRows(head, views) });
        },
      },
      {
        name: `balance sheets (${period})`,
        ask: async (provider, signal) => {
          const views = await provider.balanceSheets(symbol, period, signal);
          return (head) => ({ balanceSheets: balanceRows(head, views) });
        },
      },
      {
        name: `cash flows (${period})`,
        ask: async (provider, signal) => {
          const views = await provider.cashFlows(symbol, period, signal);
          return (head) => ({ cashFlows: cashRows(head, views) });
        },
      },
    ]);
    const estimates: Part = {
      name: 'analyst estimates',
      ask: async (provider, signal) => {
        const views = await provider.analystEstimates(symbol, signal);
        return (head) => ({ estimates: estimateRows(head, views, isoDay(this.clock.now())) });
      },
    };
    return [...statements, estimates];
  }

  private fundParts({ symbol, isBenchmark }: DueSymbol): Part[] {
    const ask: Part['ask'] = async (provider, signal) => {
      const view = await provider.fund(symbol, signal);
      const day = isoDay(this.clock.now());
      return (head) => ({
        fundHoldings: holdingRows(head, view, day),
        sectorWeights: isBenchmark ? sectorRows(head, view, day, BENCHMARK_CODE) : [],
      });
    };
    return [{ name: 'fund holdings', ask }];
  }

  private async answer(
    { symbol, instrumentId }: DueSymbol,
    signal: AbortSignal,
    { name, ask }: Part,
  ): Promise<SymbolAnswer> {
    try {
      const { provider, fetchedAt, value }: Sourced<Awaited<ReturnType<Part['ask']>>> = await this.providers.ask(
        (one) => ask(one, signal),
      );
      return { parts: [{ provider, data: value({ instrumentId, fetchedAt }) }], failures: [] };
    } catch (error) {
      if (!(error instanceof NobodyAnswered)) throw error;
      const failures = name === 'profile' ? error.failures : error.failures.filter(isFailure);
      return { parts: [], failures: failures.slice(0, 1).map((failure) => describe(symbol, name, failure)) };
    }
  }
}

const isFailure = ({ code }: ProviderFailure): boolean => !NOTHING_THERE.has(code);

const describe = (symbol: string, part: string, { code, message }: ProviderFailure): PartFailure => ({
  ...{ symbol, part, code, message },
});
