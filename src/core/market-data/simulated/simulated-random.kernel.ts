const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const GOLDEN_GAMMA = 0x9e3779b9;
const TWO_TO_32 = 4_294_967_296;

/** MurmurHash3's 32-bit finaliser: a bijection in which every input bit reaches every output bit (Appleby 2011). */
function mix(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over the UTF-16 units of a key, started from the mixed seed, then finalised. An unsigned 32-bit integer. */
function hash(seed: number, key: string): number {
  let h = FNV_OFFSET ^ mix(seed);
  for (let i = 0; i < key.length; i += 1) h = Math.imul(h ^ key.charCodeAt(i), FNV_PRIME);
  return mix(h);
}

/** Uniform in the open interval (0, 1): the half step keeps the logarithm below finite. */
const uniform = (bits: number): number => (mix(bits) + 0.5) / TWO_TO_32;

/**
 * A standard normal number that is a pure function of its arguments: no stream, so any one can be had without the
 * others and none moves when others are added. Two Weyl steps from the hash (as in SplitMix) feed the Box-Muller
 * transform. Its magnitude is below 6.8.
 *
 * @param seed integer; only its low 32 bits count
 * @param name what the number is drawn for, such as a factor or a symbol
 * @param moment when, such as a session `YYYY-MM-DD`
 */
export function standardNormal(seed: number, name: string, moment: string): number {
  const state = hash(seed, `${name}|${moment}`);
  const radius = Math.sqrt(-2 * Math.log(uniform(state + GOLDEN_GAMMA)));
  return radius * Math.cos(2 * Math.PI * uniform(state + 2 * GOLDEN_GAMMA));
}

/** A whole number from 0 to `count` - 1, as pure as the above. */
export const pick = (seed: number, name: string, count: number): number => hash(seed, name) % count;
