/** What went wrong, seen from whoever asked. The filter turns each kind into one HTTP status. */
export type ErrorKind =
  | 'invalid'
  /** Like `invalid`, on routes of the contract that answer 400 for a broken rule. */
  | 'refused'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'precondition'
  | 'too-many'
  | 'unavailable';

/** One fault of the input. */
export interface InputFault {
  /** JSON pointer into the body (RFC 6901): `/positions/0/quantity`. */
  readonly pointer?: string;
  /** Dotted name: of a body field, or of a query or path parameter. */
  readonly field?: string;
  /** Row of an uploaded file as the user counts it: the header is row 1. */
  readonly row?: number;
  readonly code: string;
  readonly message: string;
}

export interface AppErrorOptions {
  /** Facts for the client, in the `details` member of the body. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly InputFault[];
  /** Further members of the body, for clients that expect another shape. They cannot replace a standard member. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Such as `{ 'retry-after': '30' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An expected failure. Each feature has its own in `x.errors.ts`; services throw them and know nothing of HTTP.
 * The message, the code and everything in the options but the cause reach the client.
 */
export class AppError extends Error {
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly InputFault[];
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  /** @param code stable and dotted, such as `portfolio.not_found`; or a code that the contract gives. */
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.details = options.details ?? null;
    this.errors = options.errors ?? [];
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }
}
