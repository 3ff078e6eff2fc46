import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { ModelsModule } from '../models/models.module.js';
import { KNOWLEDGE_COMMANDS } from './knowledge.command.js';
import { KnowledgeStartupService } from './knowledge-startup.service.js';
import { KnowledgeService } from './knowledge.service.js';

@Module({
  imports: [DocumentsModule, ModelsModule],
  providers: [KnowledgeService, KnowledgeStartupService, ...KNOWLEDGE_COMMANDS],
  exports: [KnowledgeService],
})
export class KnowledgeModule {}
