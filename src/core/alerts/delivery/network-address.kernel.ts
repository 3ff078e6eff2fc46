/**
 * Whether a program that calls this address on behalf of a stranger would reach what the stranger could not: loopback,
 * private and link-local networks (the metadata services of clouds among them), and everything else that the registries of
 * special-purpose addresses keep from being global (RFC 6890, and the IANA registries that update it). What is no address
 * counts as inside.
 */
export function isInside(address: string): boolean {
  const v4 = bytesOfV4(address);
  if (v4 !== null) return isInsideV4(v4);
  const v6 = groupsOfV6(address);
  return v6 === null || isInsideV6(v6);
}

export const isLoopback = (address: string): boolean =>
  bytesOfV4(address)?.[0] === 127 || groupsOfV6(address)?.join() === '0,0,0,0,0,0,0,1';

type Prefix = readonly [bytes: readonly number[], bits: number];

/** First bytes and how many bits of them count. */
const INSIDE_V4: readonly Prefix[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 3],
];

function isInsideV4(bytes: readonly number[]): boolean {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return INSIDE_V4.some(([start, bits]) => {
    const first = [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (start[i] ?? 0), 0);
    return value >= first && value < first + 2 ** (32 - bits);
  });
}

/** Outside is 2000::/3 alone, without the parts of it that lead back inside or are for examples. */
function isInsideV6(groups: readonly number[]): boolean {
  const [first = 0, second = 0, third = 0] = groups;
  const embedded = (at: number): readonly number[] => {
    const [high = 0, low = 0] = groups.slice(at, at + 2);
    return [high >> 8, high & 255, low >> 8, low & 255];
  };
  // 64:ff9b::/96, a translator's: as the address it stands for.
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0))
    return isInsideV4(embedded(6));
  if ((first & 0xe000) !== 0x2000) return true;
  // 6to4 carries an address of IPv4; Teredo, benchmarking, ORCHID and others share 2001::/23; 2001:db8::/32 and 3fff::/20 are examples.
  if (first === 0x2002) return isInsideV4([second >> 8, second & 255, third >> 8, third & 255]);
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return true;
  return first === 0x3fff && second < 0x1000;
}

function bytesOfV4(address: string): number[] | null {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.some((byte) => byte > 255) ? null : bytes;
}

/** Eight groups of 16 bits; a zone is left out, and the last two may be written as an address of IPv4. */
function groupsOfV6(address: string): number[] | null {
  const text = (address.split('%')[0] ?? '').toLowerCase();
  if (!text.includes(':')) return null;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  let plain = text;
  if (tail) {
    const bytes = bytesOfV4(tail[2] ?? '');
    if (bytes === null) return null;
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    plain = `${tail[1] ?? ''}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], rest = []] = groups;
  const missing = 8 - head.length - rest.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? all.map((group) => Number.parseInt(group, 16)) : null;
}
