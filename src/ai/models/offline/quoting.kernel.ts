import { type PromptPassage } from '../../chat/prompt.kernel.js';

export interface Quote {
  /** Whole sentences of the passage, in its own order. */
  readonly text: string;
  readonly index: number;
  readonly title: string;
}

export interface QuoteOptions {
  /** How many passages may be quoted. */
  readonly passages: number;
  /** Longest quote of one passage. */
  readonly characters: number;
}

const STOP = new Set(
  'the and for that this with from are was what does how why when which who can could would should has have had you your mine our not but its into than then them they there about tell explain mean means meaning please give show much many just also will more most some any all get out use used one two'.split(
    ' ',
  ),
);
/** Words are compared by their first letters: "concentrated" and "concentration" are the same word here. */
const STEM = 6;
/** A shared word in the title says more than one in the text. */
const TITLE_WEIGHT = 2;
const MINIMUM_SCORE = 2;
/** A further passage is quoted only if it is nearly as much about the question as the best. */
const NEARLY_AS_GOOD = 0.75;

/**
 * The passages that share words with the question, best first, and of each the run of sentences that shares most.
 * A passage that shares too little is not quoted: the retriever's best hit may still be about something else.
 */
export function quotePassages(
  question: string,
  passages: readonly PromptPassage[],
  options: QuoteOptions,
): readonly Quote[] {
  const wanted = stemsOf(question);
  const ranked = passages
    .map((passage) => ({ passage, score: relevance(wanted, passage) }))
    .sort((a, b) => b.score - a.score || a.passage.index - b.passage.index);
  const enough = Math.max(MINIMUM_SCORE, (ranked[0]?.score ?? 0) * NEARLY_AS_GOOD);
  return ranked
    .filter(({ score }) => score >= enough)
    .slice(0, options.passages)
    .map(({ passage }) => ({
      index: passage.index,
      title: passage.title,
      text: bestRun(sentencesOf(passage), wanted, options.characters).join(' '),
    }))
    .filter(({ text }) => text !== '');
}

function relevance(wanted: ReadonlySet<string>, { title, content }: PromptPassage): number {
  const inTitle = stemsOf(title);
  const inContent = stemsOf(content);
  return [...wanted].reduce(
    (score, stem) => score + (inTitle.has(stem) ? TITLE_WEIGHT : Number(inContent.has(stem))),
    0,
  );
}

/**
 * Neighbouring sentences within the limit that share most words with the question. The opening of a passage says what its
 * subject is, so it has a head start; of equals the earliest wins.
 */
function bestRun(sentences: readonly string[], wanted: ReadonlySet<string>, limit: number): readonly string[] {
  const shared = sentences.map((sentence) => [...stemsOf(sentence)].filter((stem) => wanted.has(stem)).length);
  let best: { readonly run: readonly string[]; readonly score: number } = { run: [], score: -1 };
  sentences.forEach((_, start) => {
    let length = 0;
    let end = start;
    while (end < sentences.length && length + (sentences[end]?.length ?? 0) <= limit) {
      length += (sentences[end]?.length ?? 0) + 1;
      end += 1;
    }
    const score = shared.slice(start, end).reduce((sum, count) => sum + count, start === 0 ? 1 : 0);
    if (end > start && score > best.score) best = { run: sentences.slice(start, end), score };
  });
  return best.run;
}

/** Sentences and list items without their Markdown, and without the title that leads a chunk. */
function sentencesOf({ title, content }: PromptPassage): readonly string[] {
  const body = content.startsWith(title) ? content.slice(title.length) : content;
  return body
    .split(/\n(?:[ \t]*\n|[ \t]*(?:[-*]|\d+\.)[ \t])/)
    .map((block) => block.replace(/^[ \t]*(?:[-*]|\d+\.)[ \t]+/, '').replace(/^#+.*$/gm, ''))
    .flatMap((block) => block.replace(/\s+/g, ' ').split(/(?<=[.!?:])\s+(?=[\p{Lu}\d"`*])/u))
    .map((sentence) => sentence.replace(/\*\*|`/g, '').trim())
    .filter((sentence) => sentence !== '');
}

const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}&]{3,}/gu) ?? [])
      .filter((word) => !STOP.has(word))
      .map((word) => word.replace(/(?:'s|ies|s)$/, '').slice(0, STEM)),
  );
