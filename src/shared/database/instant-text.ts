/** SQL of a `timestamptz` as text that a cursor can carry: in UTC, with the microseconds that a `Date` has no room for. */
export const instantText = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
