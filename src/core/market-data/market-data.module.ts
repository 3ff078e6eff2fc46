import { Module } from '@nestjs/common';
import { DailyPriceRepository } from './daily-price.repository.js';
import { InstrumentRepository } from './instrument.repository.js';
import { InstrumentService } from './instrument.service.js';
import { PriceImportService } from './price-import.service.js';
import { PRICE_SOURCES } from './price-source.js';
import { PRICE_COMMANDS } from './prices.command.js';
import { SimulatedMarketRepository } from './simulated/simulated-market.repository.js';
import { SimulatedPricesProvider } from './simulated/simulated-prices.provider.js';

@Module({
  providers: [
    InstrumentRepository,
    InstrumentService,
    DailyPriceRepository,
    SimulatedMarketRepository,
    SimulatedPricesProvider,
    PriceImportService,
    ...PRICE_COMMANDS,
    {
      provide: PRICE_SOURCES,
      inject: [SimulatedPricesProvider],
      useFactory: (simulated: SimulatedPricesProvider) => [simulated],
    },
  ],
  exports: [InstrumentService, PriceImportService, SimulatedPricesProvider, PRICE_SOURCES],
})
export class MarketDataModule {}
