import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import { humanLine } from './human-line.js';
import { CENSOR, REDACTED_PATHS, withoutSecrets } from './redaction.js';
import { requestContext } from './request-context.js';

export interface LoggingOptions {
  readonly level: Level;
  /** Text for people instead of JSON; by default where a terminal reads along. */
  readonly human?: boolean;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

/** The one pino of the process: JSON lines with an ISO time, the level by name and the id of the request. */
export function createLog(options: LoggingOptions): Logger {
  // Written at once: a crash loses no line.
  const output = options.destination ?? pino.destination({ fd: 1, sync: true });
  const human = options.human ?? (options.destination === undefined && process.stdout.isTTY);
  const destination = human
    ? {
        write: (line: string) => {
          output.write(humanLine(line));
        },
      }
    : output;
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...REDACTED_PATHS], censor: CENSOR },
      serializers: { err: describeError },
      mixin: () => requestContext.getStore() ?? {},
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}

/** Only these: a failed query carries its parameters, which are somebody's data. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code !== null && { code }),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}

type Fields = Record<string, unknown>;

/** Nest's logger on pino: `new Logger('Batch').log('Night finished', { sessions: 3 })` becomes one line with those fields. */
export class JsonLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(isAboutBootstrap(rest) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const { fields, text } = lineOf(message, rest);
    this.pino[level](fields, text);
  }
}

/** A line for each module and route would bury what the start has to say. */
const BOOTSTRAP = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
const isAboutBootstrap = (rest: readonly unknown[]): boolean => BOOTSTRAP.has(String(rest.at(-1)));

const STACK = /\n\s+at /;

/** Nest passes, in this order and all optional: details, a stack (with `error`), the name of the logger. */
function lineOf(message: unknown, rest: readonly unknown[]): { fields: Fields; text: string } {
  const params = [...rest];
  const fields: Fields = {};
  const last = params.at(-1);
  if (typeof last === 'string' && !STACK.test(last)) {
    fields['context'] = last;
    params.pop();
  }
  const details: unknown[] = [];
  for (const param of params) {
    if (param === undefined || param === null) continue;
    if (param instanceof Error) fields['err'] = param;
    else if (typeof param === 'string' && STACK.test(param)) fields['stack'] = param;
    else if (isFields(param)) Object.assign(fields, param);
    else details.push(param);
  }
  if (details.length > 0) fields['details'] = details;
  return { fields, text: textOf(message, fields) };
}

function textOf(message: unknown, fields: Fields): string {
  if (message instanceof Error) {
    fields['err'] = message;
    return message.message;
  }
  if (typeof message === 'string') return message;
  if (!isFields(message)) return String(message);
  Object.assign(fields, message);
  return '';
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Error);
