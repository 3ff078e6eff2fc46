import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { coreDataSourceOptions } from './src/core/core.data-source.js';
import { loadEnvFile, readDatabaseEnv } from './src/shared/config/env.js';
import { serverAddresses } from './src/shared/database/databases.js';
import { forMigrations } from './src/shared/database/migrations.js';

loadEnvFile();
export default new DataSource(forMigrations(coreDataSourceOptions(serverAddresses(readDatabaseEnv()).core)));
