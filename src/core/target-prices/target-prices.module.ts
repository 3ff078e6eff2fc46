import { Module } from '@nestjs/common';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { TargetPriceBulkService } from './target-price-bulk.service.js';
import { TargetPriceController } from './target-price.controller.js';
import { TargetPriceRepository } from './target-price.repository.js';
import { TargetPriceService } from './target-price.service.js';
import { TargetPriceWriter } from './target-price-writer.service.js';
import { TargetReturnService } from './target-return.service.js';

@Module({
  imports: [PortfoliosModule],
  controllers: [TargetPriceController],
  providers: [
    TargetPriceBulkService,
    TargetPriceRepository,
    TargetPriceService,
    TargetPriceWriter,
    TargetReturnService,
  ],
  exports: [TargetReturnService, TargetPriceService, TargetPriceWriter],
})
export class TargetPricesModule {}
