import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { TestProject } from 'vitest/node';
import { aiDataSourceOptions } from '../../src/ai/ai.data-source.js';
import { coreDataSourceOptions } from '../../src/core/core.data-source.js';
import { EmbeddedDatabases } from '../../src/shared/database/embedded/embedded-databases.js';
import { runMigrations } from '../../src/shared/database/migrations.js';
import { admin } from './databases.js';
import { serverUrls, templateFolder, templateName } from './templates.js';

async function migrate(options: DataSourceOptions): Promise<void> {
  const dataSource = await new DataSource(options).initialize();
  await runMigrations(dataSource);
  await dataSource.destroy();
}

const run = randomUUID().slice(0, 8);

/** Migrates once, from an empty database; every suite starts from a copy. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('templateRun', run);
  if (serverUrls() === null) await makeTemplateFolder();
  else await makeTemplateDatabases();
}

export async function teardown(): Promise<void> {
  const urls = serverUrls();
  if (urls === null) return;
  for (const name of ['core', 'ai'] as const) {
    await admin(urls[name], `DROP DATABASE IF EXISTS ${templateName(name, run)} WITH (FORCE)`);
  }
}

async function makeTemplateFolder(): Promise<void> {
  if (existsSync(templateFolder())) return;
  const folder = await mkdtemp(join(tmpdir(), 'sgt-template-'));
  const databases = await EmbeddedDatabases.start(folder);
  await Promise.all([
    migrate(coreDataSourceOptions(databases.addresses.core)),
    migrate(aiDataSourceOptions(databases.addresses.ai)),
  ]);
  await databases.close();
  try {
    await rename(folder, templateFolder());
  } catch (error) {
    if (!existsSync(templateFolder())) throw error; // another test run was faster
    await rm(folder, { recursive: true });
  }
}

async function makeTemplateDatabases(): Promise<void> {
  const urls = serverUrls()!;
  for (const name of ['core', 'ai'] as const) {
    const url = new URL(urls[name]);
    url.pathname = `/${templateName(name, run)}`;
    await admin(urls[name], `CREATE DATABASE ${templateName(name, run)}`);
    await migrate(name === 'core' ? coreDataSourceOptions(url.toString()) : aiDataSourceOptions(url.toString()));
  }
}
