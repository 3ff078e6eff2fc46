import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { ModelsModule } from '../models/models.module.js';
import { RECALL_PATIENCE_MS, RetrievalService } from './retrieval.service.js';

@Module({
  imports: [DocumentsModule, ModelsModule],
  providers: [
    RetrievalService,
    { provide: RECALL_PATIENCE_MS, inject: [ENV], useFactory: (env: Env) => env.RECALL_TIMEOUT * 1000 },
  ],
  exports: [RetrievalService],
})
export class RetrievalModule {}
