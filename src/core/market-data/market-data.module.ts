import { Module } from '@nestjs/common';
import { DailyPriceRepository } from './daily-price.repository.js';
import { DatasetPolicyService } from './dataset-policy.service.js';
import { InstrumentRepository } from './instrument.repository.js';
import { InstrumentService } from './instrument.service.js';
import { PriceImportService } from './price-import.service.js';
import { PriceSources } from './price-source.registry.js';
import { PRICE_COMMANDS } from './prices.command.js';
import { PriceFetchRepository } from './providers/price-fetch.repository.js';
import { PriceFetchService } from './providers/price-fetch.service.js';
import { MarketDataProviders } from './providers/provider.registry.js';
import { SimulatedMarketRepository } from './simulated/simulated-market.repository.js';
import { SimulatedPricesProvider } from './simulated/simulated-prices.provider.js';

@Module({
  providers: [
    InstrumentRepository,
    InstrumentService,
    DatasetPolicyService,
    DailyPriceRepository,
    SimulatedMarketRepository,
    SimulatedPricesProvider,
    MarketDataProviders,
    PriceFetchRepository,
    PriceFetchService,
    PriceSources,
    PriceImportService,
    ...PRICE_COMMANDS,
  ],
  exports: [
    InstrumentService,
    DatasetPolicyService,
    PriceImportService,
    SimulatedPricesProvider,
    PriceSources,
    MarketDataProviders,
    PriceFetchService,
  ],
})
export class MarketDataModule {}
