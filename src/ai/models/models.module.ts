import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { EMBEDDER } from './embedder.js';
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

/** Models by configuration. Nest closes the embedder's thread with the application. */
@Module({
  providers: [
    { provide: EMBEDDER, useFactory: () => new LocalEmbedder() },
    { provide: LANGUAGE_MODEL, inject: [ENV], useFactory: chosenLanguageModel },
  ],
  exports: [EMBEDDER, LANGUAGE_MODEL],
})
export class ModelsModule {}
