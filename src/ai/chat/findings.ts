import { type Citation, type WireFigure, wireFigure } from './chat.events.js';
import { citedNumbers } from './citation.kernel.js';
import { traceFigures } from './figure-tracing.kernel.js';
import type { Transcript } from './transcript.js';

export interface Findings {
  readonly citations: readonly Citation[];
  readonly figures: readonly WireFigure[];
}

/** The passages that the text cites, and each of its figures with its source. */
export function findingsOf({ today }: { readonly today: string }, transcript: Transcript): Findings {
  const cited = citedNumbers(transcript.text).flatMap((index) => {
    const passage = transcript.passages[index - 1];
    return passage ? [{ index, passage }] : [];
  });
  const figures = traceFigures(transcript.text, {
    results: transcript.toolUses.flatMap(({ tool_name: toolName, tool_result: result }) =>
      result === null
        ? []
        : [
            {
              ...{ resultId: result.meta.result_id, toolName, asOf: result.meta.as_of },
              ...{ units: result.meta.units, data: result.data },
            },
          ],
    ),
    passages: cited.map(({ index, passage }) => ({ citation: index, text: passage.content })),
    knownDates: [today],
  });
  return {
    citations: cited.map(({ index, passage: { id, title, sourceKey } }) => ({
      ...{ index, document_id: id, title, source_key: sourceKey },
    })),
    figures: figures.map(wireFigure),
  };
}
