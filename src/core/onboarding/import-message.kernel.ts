export interface ExpiredContract {
  readonly symbol: string;
  /** The close of its underlying at the end, if that left the contract a value; null when it did not, or nobody knows. */
  readonly inTheMoney: { readonly underlyingSymbol: string; readonly close: string; readonly closedOn: string } | null;
}

/** More names than this nobody reads in a message. */
const MAX_NAMED = 10;

/** What was made of the file, in sentences for people. */
export function importMessage(imported: number, expired: readonly ExpiredContract[]): string {
  const created = `The portfolio is created with ${imported === 1 ? 'one position' : `${imported} positions`}.`;
  if (expired.length === 0) return created;
  const isOne = expired.length === 1;
  const count = isOne ? 'One option contract' : `${expired.length} option contracts`;
  const valuable = expired.flatMap(({ symbol, inTheMoney }) => {
    if (inTheMoney === null) return [];
    const { underlyingSymbol, close, closedOn } = inTheMoney;
    return [`${symbol} (${underlyingSymbol} closed at ${close} on ${closedOn})`];
  });
  return [
    created,
    `${count} had expired: ${listed(expired.map(({ symbol }) => symbol))}.`,
    `${isOne ? 'It is' : 'They are'} booked as worthless on the last day; an exercise or assignment is not booked.`,
    ...(valuable.length === 0 ? [] : [`By the prices at hand, this was in the money: ${listed(valuable)}.`]),
    'What had a value then: reverse its expiry and book the sale, or import again with its exit date and price.',
  ].join(' ');
}

function listed(names: readonly string[]): string {
  const others = names.length - MAX_NAMED;
  return names.slice(0, MAX_NAMED).join(', ') + (others > 0 ? ` and ${others} more` : '');
}
