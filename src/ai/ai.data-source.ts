import type { DataSourceOptions } from 'typeorm';
import { AI_MIGRATIONS } from '../migrations-ai/index.js';
import { poolOptions } from '../shared/database/database-address.js';
import { KnowledgeDocument } from './documents/document.entity.js';
import { EmbeddingModel } from './documents/embedding-model.entity.js';
import { InboxEvent } from './events/inbox-event.entity.js';
import { Tombstone } from './events/tombstone.entity.js';
import { Feedback } from './feedback/feedback.entity.js';
import { Memory } from './memories/memory.entity.js';

/** Name of the DataSource. Only `src/ai` may know it. */
export const AI = 'ai';

/** Every table of the AI database. */
export const AI_ENTITIES = [EmbeddingModel, KnowledgeDocument, Feedback, Memory, InboxEvent, Tombstone];

export const aiDataSourceOptions = (address: string, poolSize = 5): DataSourceOptions => ({
  type: 'postgres',
  ...poolOptions(address, poolSize),
  entities: AI_ENTITIES,
  migrations: AI_MIGRATIONS,
  migrationsTableName: 'ai_migrations',
  synchronize: false,
  installExtensions: false,
  uuidExtension: 'pgcrypto',
});
