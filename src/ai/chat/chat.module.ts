import { Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { MemoriesModule } from '../memories/memories.module.js';
import { ModelsModule } from '../models/models.module.js';
import { RetrievalModule } from '../retrieval/retrieval.module.js';
import { AnswerRunner } from './answer.runner.js';
import { ChatController } from './chat.controller.js';
import { ChatService } from './chat.service.js';
import { NEW_RESULT_ID, type NewResultId, type Tool } from './tools/tool.js';
import { ALL_TOOLS, ToolRegistry, TOOLS } from './tools/tool.registry.js';

const newResultId: NewResultId = () => `result_${randomUUID()}`;

@Module({
  imports: [MemoriesModule, ModelsModule, RetrievalModule],
  controllers: [ChatController],
  providers: [
    ...TOOLS,
    { provide: ALL_TOOLS, inject: [...TOOLS], useFactory: (...tools: Tool[]) => tools },
    { provide: NEW_RESULT_ID, useValue: newResultId },
    ToolRegistry,
    AnswerRunner,
    ChatService,
  ],
  exports: [AnswerRunner],
})
export class ChatModule {}
