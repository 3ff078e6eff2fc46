import { createHash } from 'node:crypto';

/**
 * A strong entity tag: the same tag means the same representation, byte for byte. Two edits that end in the same
 * representation share a tag, so no clock and no column is needed to tell versions apart.
 */
export function entityTagOf(representation: unknown): string {
  const text = JSON.stringify(representation);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

/** The tags of an `If-Match` or `If-None-Match` header; null for one that is no list of entity tags. */
export function readEntityTags(header: string): readonly string[] | '*' | null {
  const text = header.trim();
  if (text === '*') return '*';
  // The grammar of RFC 9110, 8.8.3: a tag may hold a comma, so the list is not split at commas.
  if (!/^(?:W\/)?"[^"\s]*"(?:\s*,\s*(?:W\/)?"[^"\s]*")*$/.test(text)) return null;
  return text.match(/(?:W\/)?"[^"]*"/g) ?? null;
}

/** For writes: a weak tag never matches, since it promises less than sameness. */
export const matchesStrongly = (tags: readonly string[] | '*', current: string): boolean =>
  tags === '*' || tags.includes(current);

/** For reads. Proxies that compress an answer make its tag weak. */
export const matchesWeakly = (tags: readonly string[] | '*', current: string): boolean =>
  tags === '*' || tags.some((tag) => tag.replace(/^W\//, '') === current);
