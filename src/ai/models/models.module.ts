import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { EMBEDDER, type Embedder } from './embedder.js';
import { HOSTED_DIMENSIONS, HostedEmbedder } from './hosted-embedder.provider.js';
import { hostedLanguageModel } from './hosted-language-model.provider.js';
import { type AnalystModel, LANGUAGE_MODEL } from './language-model.js';
import { LocalEmbedder } from './local-embedder.provider.js';
import { offlineAnalyst } from './offline-analyst.provider.js';

function chosenLanguageModel(env: Env): AnalystModel {
  if (env.LLM_PROVIDER === 'offline') return offlineAnalyst();
  return hostedLanguageModel({
    provider: env.LLM_PROVIDER,
    baseUrl: env.LLM_BASE_URL ?? null,
    apiKey: env.LLM_API_KEY ?? null,
    model: env.LLM_MODEL ?? '',
  });
}

function chosenEmbedder(env: Env): Embedder {
  if (env.EMBEDDER === 'local') return new LocalEmbedder();
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
