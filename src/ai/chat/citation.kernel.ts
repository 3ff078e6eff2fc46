const MARKER = /\[(\d{1,3}(?:,\s?\d{1,3})*)\]/g;

/** Numbers that a text cites in brackets, such as `[1]` or `[2, 3]`, in the order they first appear. */
export function citedNumbers(text: string): readonly number[] {
  const groups = [...text.matchAll(MARKER)].map(([, list = '']) => list);
  return [...new Set(groups.flatMap((list) => list.split(',').map(Number)))];
}

/** The text without the brackets, and without the space that kept them apart from a word. */
export const withoutCitations = (text: string): string =>
  text.replace(new RegExp(String.raw`[ \t]*${MARKER.source}`, 'g'), '');
