import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { aiDataSourceOptions } from './src/ai/ai.data-source.js';
import { loadEnvFile, readDatabaseEnv } from './src/shared/config/env.js';
import { serverAddresses } from './src/shared/database/databases.js';
import { forMigrations } from './src/shared/database/migrations.js';

loadEnvFile();
export default new DataSource(forMigrations(aiDataSourceOptions(serverAddresses(readDatabaseEnv()).ai)));
