import { type LanguageModel as AnyLanguageModel } from 'ai';

/** A model of the AI SDK's current interface; every provider we use speaks it. */
export type LanguageModel = Extract<AnyLanguageModel, { specificationVersion: 'v3' }>;
export type ModelCall = Parameters<LanguageModel['doStream']>[0];
export type ModelStream = Awaited<ReturnType<LanguageModel['doStream']>>;
export type ModelStreamPart = ModelStream['stream'] extends ReadableStream<infer Part> ? Part : never;
export type ModelReply = Awaited<ReturnType<LanguageModel['doGenerate']>>;

/** The model that answers, and the name under which answers and the API speak of it. */
export interface AnalystModel {
  readonly name: string;
  readonly model: LanguageModel;
}

export const LANGUAGE_MODEL = Symbol('LanguageModel');
