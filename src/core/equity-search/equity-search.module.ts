import { Module } from '@nestjs/common';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { EquitySearchController } from './equity-search.controller.js';
import { EquitySearchRepository } from './equity-search.repository.js';
import { EquitySearchService } from './equity-search.service.js';

@Module({
  imports: [MarketDataModule],
  controllers: [EquitySearchController],
  providers: [EquitySearchRepository, EquitySearchService],
})
export class EquitySearchModule {}
