/** More names than this nobody reads in a message. */
const MAX_NAMED = 10;

/**
 * What was made of the file, in sentences for people.
 * @param expired symbols of the options that are held past their last day
 */
export function importMessage(imported: number, expired: readonly string[]): string {
  const created = `The portfolio is created with ${imported === 1 ? 'one position' : `${imported} positions`}.`;
  if (expired.length === 0) return created;
  const isOne = expired.length === 1;
  return [
    created,
    `${isOne ? 'One option contract' : `${expired.length} option contracts`} had expired: ${listed(expired)}.`,
    `${isOne ? 'It is' : 'They are'} left open: the next calculation settles ${isOne ? 'it' : 'them'} on the last day, at the`,
    'intrinsic value by the close of the underlying, or as worthless.',
    'What was exercised or assigned: book that, or reverse the settlement and then book it.',
  ].join(' ');
}

function listed(names: readonly string[]): string {
  const others = names.length - MAX_NAMED;
  return names.slice(0, MAX_NAMED).join(', ') + (others > 0 ? ` and ${others} more` : '');
}
