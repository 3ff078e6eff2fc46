import { Module } from '@nestjs/common';
import { DocumentRepository } from './document.repository.js';
import { DocumentService } from './document.service.js';

@Module({ providers: [DocumentRepository, DocumentService], exports: [DocumentService] })
export class DocumentsModule {}
