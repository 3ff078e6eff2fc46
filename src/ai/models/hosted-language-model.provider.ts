import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type AnalystModel, type LanguageModel } from './language-model.js';

export interface HostedModelOptions {
  readonly provider: 'openai-compatible' | 'anthropic';
  /** Root of the API. Required for openai-compatible; null means Anthropic's own. */
  readonly baseUrl: string | null;
  /** Null for servers that ask for none, such as a local Ollama. */
  readonly apiKey: string | null;
  readonly model: string;
}

/** A model behind an API. Nothing is contacted before the first question. */
export const hostedLanguageModel = (options: HostedModelOptions): AnalystModel => ({
  name: options.model,
  model: options.provider === 'anthropic' ? anthropic(options) : openAiCompatible(options),
});

function anthropic({ baseUrl, apiKey, model }: HostedModelOptions): LanguageModel {
  const address = baseUrl === null ? {} : { baseURL: baseUrl };
  // An empty key rather than none, or the package reads the environment behind the configuration's back.
  return createAnthropic({ ...address, apiKey: apiKey ?? '' })(model);
}

function openAiCompatible({ baseUrl, apiKey, model }: HostedModelOptions): LanguageModel {
  if (baseUrl === null) throw new RangeError('an openai-compatible model needs a base URL');
  const key = apiKey === null ? {} : { apiKey };
  return createOpenAICompatible({ name: 'openai-compatible', baseURL: baseUrl, includeUsage: true, ...key })(model);
}
