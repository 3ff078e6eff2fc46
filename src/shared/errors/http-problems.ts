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
  415: {
    code: 'request.unsupported_media_type',
    detail: 'This content type is not accepted. Send application/json, or a file as multipart/form-data.',
  },
  422: { code: 'input.invalid', detail: 'The input is not valid.' },
  429: { code: 'request.too_many', detail: 'Too many requests.' },
  501: { code: 'server.not_implemented', detail: 'This is not offered.' },
  502: { code: 'server.bad_gateway', detail: 'A service that this one needs gave no usable answer. Try again later.' },
  503: { code: 'server.unavailable', detail: 'The service cannot answer now. Try again later.' },
  504: { code: 'server.timeout', detail: 'A service that this one needs took too long. Try again later.' },
};

/** More exact than the status, by the code of the Fastify error. */
const FASTIFY_WORDING: Readonly<Record<string, Wording>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'request.empty_body',
    detail: 'The body is empty although its content type is application/json. Send {} or leave the content type out.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'request.malformed',
    detail: 'The size of the body is not what its Content-Length says.',
  },
  FST_ERR_BAD_URL: { code: 'request.malformed_url', detail: 'The address contains a malformed escape sequence.' },
  FST_REQ_FILE_TOO_LARGE: { code: 'request.file_too_large', detail: 'The uploaded file is too large.' },
};

/** What a request said of its body. */
export interface SentBody {
  readonly method: string;
  /** Of the header; null without one. */
  readonly contentType: string | null;
  /** Of the header; null without one. */
  readonly bytes: number | null;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';
const LONGEST_TYPE = 100;

/** A content type as it may be repeated: its name without parameters, if it is one. */
function namedType(contentType: string | null): string {
  if (contentType === null || contentType.trim() === '') return 'no content type';
  const [name = ''] = contentType.split(';', 1);
  const type = name.trim().slice(0, LONGEST_TYPE);
  return /^[\w.+/*-]+$/.test(type) ? `"${type}"` : 'a content type that is none';
}

/** 415: what was sent, what is accepted, and what to do. */
export function unsupportedMediaType({ method, contentType }: SentBody, accepted = JSON_TYPE): Problem {
  const instead = accepted === FORM_TYPE ? 'the file' : 'the body';
  const also = accepted === JSON_TYPE ? `; only uploads of files are ${FORM_TYPE}` : '';
  return {
    status: 415,
    code: 'request.unsupported_media_type',
    detail:
      `The body was sent with ${namedType(contentType)}, and this ${method} accepts ${accepted}${also}: ` +
      `send ${instead} as ${accepted} and name it in the Content-Type header.`,
    errors: [
      {
        pointer: '',
        field: 'Content-Type',
        code: 'media_type',
        message: `Content-Type is ${accepted}, not ${namedType(contentType)}.`,
      },
    ],
    extensions: { accepted: [accepted] },
    headers: { accept: accepted },
  };
}

/** 400: what was sent is not repeated, for it may hold a password. */
export function malformedJson({ contentType, bytes }: SentBody): Problem {
  const size = bytes === null ? 'The body' : `The body of ${String(bytes)} bytes`;
  return {
    status: 400,
    code: 'request.malformed_json',
    detail:
      `${size}, sent with ${namedType(contentType)}, is not valid JSON. Accepted is one JSON value as of ` +
      'RFC 8259: check for a missing quote, comma or bracket and a comma at the end, and send it again.',
    errors: [{ pointer: '', field: 'body', code: 'json', message: 'The body is valid JSON.' }],
  };
}

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
export function problemOfFastify(code: string, status: number, sent: SentBody): Problem | null {
  if (status < 400 || status >= 500) return null;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType(sent);
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return unsupportedMediaType(sent, FORM_TYPE);
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return malformedJson(sent);
  const wording = FASTIFY_WORDING[code];
  return wording === undefined ? problemOfStatus(status) : { status, ...wording };
}
