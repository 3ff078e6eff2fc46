export type ProviderName = 'yahoo' | 'fmp';

/** Why a provider gave nothing. */
export type FailureCode =
  /** It knows no such symbol. */
  | 'unknown-symbol'
  /** It knows the symbol, and has nothing of what was asked for. */
  | 'no-data'
  /** It has no such data at all, such as prices of options. */
  | 'unsupported'
  | 'unauthorized'
  /** Its session has ended; a new one may do. */
  | 'signed-out'
  /** The key is good, its plan does not contain this. */
  | 'not-in-plan'
  | 'rate-limited'
  | 'timed-out'
  /** 5xx, no connection, or given up on for a while. */
  | 'unavailable'
  /** An answer that is not what it should be: cut off, a page instead of data, another shape. */
  | 'unreadable'
  /** This program was told to end. */
  | 'interrupted';
