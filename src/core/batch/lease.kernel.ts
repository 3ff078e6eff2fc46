/**
 * When the work of a process counts as left behind: conditions of SQL on `batch_run_tracking` and `batch_pieces`, by the
 * clock of the database alone. `seconds` without a heartbeat end a lease; a whole number, which is put into the text.
 */
export interface Leases {
  /** A run whose process has died. */
  readonly isDead: string;
  /** A run that waits, or whose process lives. */
  readonly isLive: string;
  /** A run of which somebody has a piece in hand, though it may be queued itself: its coordinator was told to end. */
  readonly isWorkedAt: string;
  /** A piece, by the name of `piece`, whose worker has died. */
  readonly isExpired: string;
}

export function leasesOf(seconds: number): Leases {
  if (!Number.isInteger(seconds)) throw new RangeError(`a lease is of whole seconds, not ${seconds}`);
  const oldest = `now() - interval '${seconds} seconds'`;
  return {
    isDead: `status = 'running' AND heartbeat_at < ${oldest}`,
    isLive: `(status = 'queued' OR (status = 'running' AND heartbeat_at >= ${oldest}))`,
    isWorkedAt: `EXISTS (SELECT FROM batch_pieces piece
                          WHERE piece.run_id = batch_run_tracking.id AND piece.status = 'running'
                            AND piece.heartbeat_at >= ${oldest})`,
    isExpired: `piece.status = 'running' AND piece.heartbeat_at < ${oldest}`,
  };
}
