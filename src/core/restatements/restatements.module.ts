import { Module } from '@nestjs/common';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { RestatementRecorder } from './restatement-recorder.service.js';
import { RestatementController } from './restatement.controller.js';
import { RestatementRepository } from './restatement.repository.js';
import { RestatementService } from './restatement.service.js';

@Module({
  imports: [PortfoliosModule],
  controllers: [RestatementController],
  providers: [RestatementService, RestatementRecorder, RestatementRepository],
  exports: [RestatementService, RestatementRecorder],
})
export class RestatementsModule {}
