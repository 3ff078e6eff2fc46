//! Codes that are sent to an address, to be told by whoever reads there.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** How long a code can be told. */
export const CODE_LIFE = "interval '24 hours'";
/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 10;

/** Some 50 random bits, in two groups: too many to be guessed within its life. */
export function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** Small letters, blanks and dashes do not matter, and the time that it takes tells nothing. */
export const isSameCode = (told: string, sent: string): boolean => timingSafeEqual(digestOf(told), digestOf(sent));

const digestOf = (code: string): Buffer =>
  createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
    .digest();
