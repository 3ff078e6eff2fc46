import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { ModelsModule } from '../models/models.module.js';
import { RetrievalService } from './retrieval.service.js';

@Module({ imports: [DocumentsModule, ModelsModule], providers: [RetrievalService], exports: [RetrievalService] })
export class RetrievalModule {}
