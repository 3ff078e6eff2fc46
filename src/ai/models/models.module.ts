import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { EMBEDDER, type Embedder } from './embedder.js';
import { type AnalystModel, LANGUAGE_MODEL } from './language-model.js';
import { LocalEmbedder } from './local-embedder.provider.js';
import { offlineAnalyst } from './offline-analyst.provider.js';

// The SDKs of hosted models are read only where one is configured: reading them takes a tenth of the start.

async function chosenLanguageModel(env: Env): Promise<AnalystModel> {
  if (env.LLM_PROVIDER === 'offline') return offlineAnalyst();
  const { hostedLanguageModel } = await import('./hosted-language-model.provider.js');
  return hostedLanguageModel({
    provider: env.LLM_PROVIDER,
    baseUrl: env.LLM_BASE_URL ?? null,
    apiKey: env.LLM_API_KEY ?? null,
    model: env.LLM_MODEL ?? '',
  });
}

async function chosenEmbedder(env: Env): Promise<Embedder> {
  if (env.EMBEDDER === 'local') return new LocalEmbedder();
  const { HOSTED_DIMENSIONS, HostedEmbedder } = await import('./hosted-embedder.provider.js');
  return new HostedEmbedder({
    baseUrl: env.EMBEDDER_BASE_URL ?? '',
    apiKey: env.EMBEDDER_API_KEY ?? null,
    model: env.EMBEDDER_MODEL,
    dimensions: HOSTED_DIMENSIONS[env.EMBEDDER_MODEL],
  });
}

/** Models by configuration. Nest closes the local embedder's thread with the application. */
@Module({
  providers: [
    { provide: EMBEDDER, inject: [ENV], useFactory: chosenEmbedder },
    { provide: LANGUAGE_MODEL, inject: [ENV], useFactory: chosenLanguageModel },
  ],
  exports: [EMBEDDER, LANGUAGE_MODEL],
})
export class ModelsModule {}
