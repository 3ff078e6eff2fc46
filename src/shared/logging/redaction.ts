//! What never reaches a log, whoever writes it.

const SECRET_NAMES = [
  ['password', 'current_password', 'new_password', 'passwordHash', 'password_hash', 'secret', 'jwtSecret'],
  ['token', 'accessToken', 'access_token', 'refreshToken', 'refresh_token', 'idToken', 'id_token', 'invite_code'],
  ['authorization', 'Authorization', 'cookie', 'cookies', 'set-cookie', 'apiKey', 'api_key', 'x-api-key'],
].flat();

const quoted = (name: string): string => `["${name}"]`;

/** Paths for pino: each name at the top of a line's fields and up to two levels down. */
export const REDACTED_PATHS: readonly string[] = SECRET_NAMES.flatMap((name) => [
  quoted(name),
  `*${quoted(name)}`,
  `*.*${quoted(name)}`,
]);

export const CENSOR = '[redacted]';

const URL_PASSWORD = /(\w:\/\/[^\s:/@"]*:)[^\s@"/]+@/g;
const BEARER = /\b(Bearer )[\w.~+/-]+=*/g;
const QUERY_SECRET = /([?&](?:\w*token|code|key|password|secret|signature)=)[^\s&"]+/gi;

/** Secrets inside a text: passwords in connection strings, bearer tokens, secret query parameters. */
export const withoutSecrets = (text: string): string =>
  text.replace(URL_PASSWORD, `$1${CENSOR}@`).replace(BEARER, `$1${CENSOR}`).replace(QUERY_SECRET, `$1${CENSOR}`);
