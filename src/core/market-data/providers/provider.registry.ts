import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../shared/config/env.js';
import { Clock, isoDay } from '../../../shared/time/clock.js';
import { FmpProvider } from './fmp/fmp.provider.js';
import type { MarketDataProvider } from './market-data-provider.js';
import { REAL_PAUSE } from './pause.js';
import type { ProviderName } from './provider-failure.kernel.js';
import { ProviderFailure } from './provider.errors.js';
import { YahooProvider } from './yahoo/yahoo.provider.js';

/** Something that a provider told, with who it was. */
export interface Sourced<T> {
  readonly provider: ProviderName;
  readonly fetchedAt: Date;
  readonly value: T;
  /** Those that were asked before and had nothing. */
  readonly passedOver: readonly ProviderFailure[];
}

export class NobodyAnswered extends Error {
  constructor(readonly failures: readonly ProviderFailure[]) {
    const said = failures.map(({ message }) => message).join('; ');
    super(said === '' ? 'FUNDAMENTALS_PROVIDERS names no provider' : said);
    this.name = 'NobodyAnswered';
  }
}

/** The providers of this installation. One of each, so that its rate and its failures are counted in one place. */
@Injectable()
export class MarketDataProviders {
  private readonly byName: Readonly<Record<ProviderName, MarketDataProvider>>;
  private readonly order: readonly ProviderName[];

  constructor(
    @Inject(ENV) env: Env,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    const timeoutMs = env.PROVIDER_TIMEOUT * 1_000;
    const yahoo = { baseUrl: env.YAHOO_BASE_URL, cookieUrl: env.YAHOO_COOKIE_URL };
    const fmp = { baseUrl: env.FMP_BASE_URL, apiKey: env.FMP_API_KEY ?? null };
    this.byName = {
      yahoo: new YahooProvider({ ...yahoo, perMinute: env.YAHOO_REQUESTS_PER_MINUTE, timeoutMs }, REAL_PAUSE, () =>
        isoDay(clock.now()),
      ),
      fmp: new FmpProvider({ ...fmp, perMinute: env.FMP_REQUESTS_PER_MINUTE, timeoutMs }, REAL_PAUSE),
    };
    this.order = env.FUNDAMENTALS_PROVIDERS.length > 0 ? env.FUNDAMENTALS_PROVIDERS : ownOf(env.PRICE_DATASET);
  }

  /** Whether anybody is asked for what is not prices. */
  get knowsCompanies(): boolean {
    return this.order.length > 0;
  }

  /** For prices: whose dataset it is, and nobody else. */
  get(name: ProviderName): MarketDataProvider {
    return this.byName[name];
  }

  /**
   * For what is not spliced over time (profiles, statements, estimates, funds): the first provider, in the order of the
   * settings, that has it. Outside of any unit of work.
   * @throws NobodyAnswered with what each of them said; ProviderFailure when interrupted.
   */
  async ask<T>(question: (provider: MarketDataProvider) => Promise<T>): Promise<Sourced<T>> {
    const passedOver: ProviderFailure[] = [];
    for (const name of this.order) {
      try {
        const value = await question(this.byName[name]);
        return { provider: name, fetchedAt: this.clock.now(), value, passedOver };
      } catch (error) {
        if (!(error instanceof ProviderFailure) || error.code === 'interrupted') throw error;
        passedOver.push(error);
      }
    }
    throw new NobodyAnswered(passedOver);
  }
}

const ownOf = (dataset: Env['PRICE_DATASET']): ProviderName[] =>
  dataset === 'yahoo' || dataset === 'fmp' ? [dataset] : [];
