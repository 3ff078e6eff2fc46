/** Numbers that a text cites in brackets, such as `[1]` or `[2, 3]`, in the order they first appear. */
export function citedNumbers(text: string): readonly number[] {
  const groups = [...text.matchAll(/\[(\d{1,3}(?:,\s?\d{1,3})*)\]/g)].map(([, list = '']) => list);
  return [...new Set(groups.flatMap((list) => list.split(',').map(Number)))];
}
