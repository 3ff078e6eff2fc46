import type { Reproductions } from './reproductions/explanation-json.js';
import { HOLDING_FIGURES } from './reproductions/holding-figures.js';
import { SAMPLED_FIGURES } from './reproductions/sampled-figures.js';
import { SYMBOL_FIGURES } from './reproductions/symbol-figures.js';

export type { Pair } from './reproductions/explanation-json.js';

/**
 * The figures of each calculation from the JSON of an explanation alone. Nothing of `src` is imported: what cannot be
 * computed from the answer makes a test fail.
 */
export const REPRODUCTIONS: Reproductions = { ...SYMBOL_FIGURES, ...SAMPLED_FIGURES, ...HOLDING_FIGURES };
