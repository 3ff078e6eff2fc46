import { STATUS_CODES } from 'node:http';
import { type AppError, type ErrorKind, type InputFault } from './app-error.js';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** A kind without a status does not compile. */
export const STATUS_OF_KIND = {
  invalid: 422,
  refused: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  precondition: 412,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

/** The body of every error (RFC 9457), with our `code`, `request_id` and `errors`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Always there: older clients show nothing else. */
  readonly detail: string;
  /** Path of the request, without its query, which may hold secrets. */
  readonly instance: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors: readonly InputFault[];
  readonly details?: Readonly<Record<string, unknown>>;
  /** Only for a fault of ours: the same id is in the log. */
  readonly error_id?: string;
  readonly [extension: string]: unknown;
}

/** What is to be answered, before it is tied to a request. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly InputFault[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProblemContext {
  /** As received, with its query. */
  readonly url: string;
  readonly requestId: string;
}

export function problemDetails(problem: Problem, context: ProblemContext): ProblemDetails {
  return {
    // First, so that an extension never replaces a member that clients rely on.
    ...problem.extensions,
    type: `/problems/${encodeURIComponent(problem.code)}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.detail,
    instance: pathOf(context.url),
    code: problem.code,
    request_id: context.requestId,
    errors: problem.errors ?? [],
  };
}

export function problemOfAppError(error: AppError): Problem {
  return {
    status: STATUS_OF_KIND[error.kind],
    code: error.code,
    detail: error.message,
    errors: error.errors,
    extensions: error.details === null ? error.extensions : { ...error.extensions, details: error.details },
    headers: error.headers,
  };
}

export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url;
