import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/chat.module.js';
import { InsightGenerationController } from './insight-generation.controller.js';
import { InsightGenerationService } from './insight-generation.service.js';

@Module({
  imports: [ChatModule],
  controllers: [InsightGenerationController],
  providers: [InsightGenerationService],
})
export class InsightGenerationModule {}
