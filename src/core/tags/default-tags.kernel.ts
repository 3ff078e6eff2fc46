/** What a user without tags may begin with: names and colours. */
export const DEFAULT_TAGS: readonly (readonly [name: string, color: string])[] = [
  ['income', '#2E8B57'],
  ['growth', '#4A90E2'],
  ['defensive', '#708090'],
  ['speculative', '#E2504A'],
  ['tech', '#7B61FF'],
  ['finance', '#B8860B'],
  ['healthcare', '#20B2AA'],
  ['energy', '#D2691E'],
  ['options', '#C71585'],
  ['long-term', '#1F4E79'],
];

const PALETTE = ['#4A90E2', '#7B61FF', '#20B2AA', '#2E8B57', '#B8860B', '#D2691E', '#E2504A', '#C71585', '#708090'];

/** The same colour for the same name, whoever asks and whenever. */
export function colorOf(name: string): string {
  let sum = 0;
  for (const letter of name.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return PALETTE[sum % PALETTE.length] ?? '#4A90E2';
}
