import { Module } from '@nestjs/common';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PriceHistoryController } from './price-history.controller.js';
import { PriceHistoryRepository } from './price-history.repository.js';
import { PriceHistoryService } from './price-history.service.js';

@Module({
  imports: [MarketDataModule],
  controllers: [PriceHistoryController],
  providers: [PriceHistoryRepository, PriceHistoryService],
})
export class PriceHistoryModule {}
