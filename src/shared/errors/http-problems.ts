//! Problems that come from the framework, before or beside our own code: routing, body parsing, throttling.
import { type Problem } from './problem-details.js';

interface Wording {
  readonly code: string;
  readonly detail: string;
}

const WORDING: Readonly<Record<number, Wording>> = {
  400: { code: 'request.malformed', detail: 'The request could not be understood.' },
  401: { code: 'auth.unauthenticated', detail: 'Sign in first: send the access token as "Authorization: Bearer …".' },
  403: { code: 'auth.forbidden', detail: 'This account may not do that.' },
  404: { code: 'request.not_found', detail: 'There is nothing here.' },
  405: { code: 'request.method_not_allowed', detail: 'This method is not offered here.' },
  406: { code: 'request.not_acceptable', detail: 'None of the accepted formats is offered here.' },
  408: { code: 'request.timeout', detail: 'The request took too long to arrive. Send it again.' },
  409: { code: 'request.conflict', detail: 'The request conflicts with the current state.' },
  412: { code: 'request.precondition_failed', detail: 'The resource has changed since it was read. Read it again.' },
  413: { code: 'request.too_large', detail: 'The request body is too large.' },
  414: { code: 'request.uri_too_long', detail: 'The address is too long.' },
  415: { code: 'request.unsupported_media_type', detail: 'This content type is not accepted. Send application/json.' },
  422: { code: 'input.invalid', detail: 'The input is not valid.' },
  429: { code: 'request.too_many', detail: 'Too many requests.' },
  501: { code: 'server.not_implemented', detail: 'This is not offered.' },
  502: { code: 'server.bad_gateway', detail: 'A service that this one needs gave no usable answer. Try again later.' },
  503: { code: 'server.unavailable', detail: 'The service cannot answer now. Try again later.' },
  504: { code: 'server.timeout', detail: 'A service that this one needs took too long. Try again later.' },
};

/** More exact than the status, by the code of the Fastify error. */
const FASTIFY_WORDING: Readonly<Record<string, Wording>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'request.malformed_json', detail: 'The body is not valid JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'request.empty_body',
    detail: 'The body is empty although its content type is application/json. Send {} or leave the content type out.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'request.malformed',
    detail: 'The size of the body is not what its Content-Length says.',
  },
  FST_ERR_BAD_URL: { code: 'request.malformed_url', detail: 'The address contains a malformed escape sequence.' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    code: 'request.unsupported_media_type',
    detail: 'Send the file as multipart/form-data.',
  },
  FST_REQ_FILE_TOO_LARGE: { code: 'request.file_too_large', detail: 'The uploaded file is too large.' },
};

/** JSON.parse quotes what it stumbled over, which may be a password: its message is never passed on. */
export const malformedJson: Problem = {
  status: 400,
  code: 'request.malformed_json',
  detail: 'The body is not valid JSON.',
};

export const nothingAt = (method: string, path: string): Problem => ({
  status: 404,
  code: 'request.not_found',
  detail: `There is no ${method} ${path}.`,
});

export function tooManyRequests(retryAfterSeconds: number | null): Problem {
  const wait = retryAfterSeconds === null ? 'Wait a while' : `Wait ${String(retryAfterSeconds)} s`;
  return { status: 429, code: 'request.too_many', detail: `Too many requests. ${wait} and try again.` };
}

/** @param message wording of whoever threw; null when it says nothing beyond the status. */
export function problemOfStatus(status: number, message: string | null = null): Problem {
  const wording = WORDING[status];
  return {
    status,
    code: wording?.code ?? `http.${String(status)}`,
    detail: message ?? wording?.detail ?? 'The request could not be served.',
  };
}

/** Null for an error that is not the client's doing. */
export function problemOfFastify(code: string, status: number): Problem | null {
  if (status < 400 || status >= 500) return null;
  const wording = FASTIFY_WORDING[code];
  return wording === undefined ? problemOfStatus(status) : { status, ...wording };
}
