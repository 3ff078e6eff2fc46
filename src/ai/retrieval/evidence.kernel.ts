/** The best scores of the two search legs for one question; 0 when a leg found nothing. */
export interface BestScores {
  /** Cosine similarity of question and passage; null when the question has no vector. */
  readonly similarity: number | null;
  /** Mean over the question's words of how well the passage has them, 0 to 1. */
  readonly text: number;
}

/** Hits of a leg below these say nothing. */
export const MINIMUM_SIMILARITY = 0.3;
export const MINIMUM_TEXT_SCORE = 0.05;

/*
 * Neither leg can be trusted alone: short questions are near to anything ("what is quantum entanglement" is as similar
 * to a definition as "what is leverage"), and common words ("tell", "fix") stand in titles. The bounds separate 31
 * questions about portfolios from 16 about other things, asked of the packaged passages and the local embedding model.
 */
const BOTH_AGREE = { similarity: 0.25, text: 0.1 };
const MEANING_WITH_A_WORD = { similarity: 0.33, text: 0.02 };
const MEANING_ALONE = 0.5;
const WORDS_ALONE = 0.2;

/** Whether the knowledge base has anything on the question; if not, nothing is quoted and nothing cited. */
export function isCovered({ similarity, text }: BestScores): boolean {
  if (similarity === null) return text >= WORDS_ALONE;
  return (
    similarity >= MEANING_ALONE ||
    [BOTH_AGREE, MEANING_WITH_A_WORD].some((bound) => similarity >= bound.similarity && text >= bound.text)
  );
}
