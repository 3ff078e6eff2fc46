import { APICallError, RetryError } from 'ai';
import { inspect } from 'node:util';
import { AppError } from '../../shared/errors/app-error.js';
import type { Failed } from './chat.events.js';

export class ChatConversationNotFound extends AppError {
  constructor() {
    super('missing', 'conversation.not_found', 'There is no such conversation.');
  }
}

export class ChatPortfolioNotFound extends AppError {
  constructor() {
    super('missing', 'portfolio.not_found', 'There is no such portfolio.');
  }
}

export class TooManyStreams extends AppError {
  constructor(limit: number) {
    const message = `At most ${limit} answers are written for you at a time. Wait until one has ended.`;
    super('too-many', 'chat.too_many_streams', message, { headers: { 'retry-after': '5' } });
  }
}

/** The program is ending; another one, or this one in a moment, can answer. */
export class ChatClosing extends AppError {
  constructor() {
    const message = 'The service is being restarted. Ask again in a moment.';
    super('unavailable', 'chat.closing', message, { headers: { 'retry-after': '5' } });
  }
}

/** The model ended without a word. */
export class EmptyAnswer extends Error {
  override readonly name = 'EmptyAnswer';
}

/** The model's side broke: no answer, an error in place of text, or a stream that was cut. What it was is the cause. */
export class ModelFailed extends Error {
  override readonly name = 'ModelFailed';
  constructor(cause: unknown) {
    super('the language model failed', { cause });
  }
}

/** Why an answer under way was given up. */
export type Interruption = 'left' | 'timeout' | 'shutdown';

export class AnswerInterrupted extends Error {
  override readonly name = 'AnswerInterrupted';
  constructor(readonly interruption: Interruption) {
    super(interruption);
  }
}

export interface ChatFailure extends Failed {
  /** A bug or an outage of ours: worth a line in the log. */
  readonly isOurs: boolean;
}

const failure = (
  code: string,
  error_type: Failed['error_type'],
  error: string,
  { retryable = true, isOurs = false } = {},
): ChatFailure => ({ code, error_type, error, retryable, isOurs });

/** What the user is told. Texts of providers may hold keys and addresses, so none is passed on. */
export function describeFailure(error: unknown): ChatFailure {
  if (error instanceof AnswerInterrupted) return INTERRUPTIONS[error.interruption];
  if (error instanceof EmptyAnswer) {
    return failure('model.empty_answer', 'SERVER_ERROR', 'The language model gave no answer. Ask again.');
  }
  if (error instanceof ModelFailed) return describeModel(error.cause);
  return failure('chat.failed', 'SERVER_ERROR', 'Something went wrong on our side. Ask again.', { isOurs: true });
}

const INTERRUPTIONS: Readonly<Record<Interruption, ChatFailure>> = {
  left: failure('chat.aborted', 'NETWORK_ERROR', 'The answer was stopped because the connection was closed.'),
  timeout: failure('chat.timeout', 'SERVER_ERROR', 'The answer took too long and was stopped.'),
  shutdown: failure('chat.stopped', 'SERVER_ERROR', 'The answer was stopped by a restart of the service. Ask again.'),
};

function describeModel(cause: unknown): ChatFailure {
  if (RetryError.isInstance(cause)) return describeModel(cause.lastError);
  return describeCall(APICallError.isInstance(cause) ? cause.statusCode : undefined);
}

function describeCall(status: number | undefined): ChatFailure {
  if (status === 401 || status === 403) {
    const message = 'The language model refused the key of this installation. Tell whoever runs it.';
    return failure('model.unauthorized', 'FATAL_ERROR', message, { retryable: false, isOurs: true });
  }
  if (status === 429) {
    return failure('model.rate_limited', 'RATE_LIMITED', 'The language model is busy. Ask again in a minute.');
  }
  // Below 400 it had begun to answer, and broke off.
  if (status === undefined || status < 400 || status >= 500) {
    return failure('model.unavailable', 'NETWORK_ERROR', 'The language model does not answer. Ask again in a minute.', {
      isOurs: true,
    });
  }
  const message = 'The language model did not accept the request.';
  return failure('model.refused', 'SERVER_ERROR', message, { retryable: false, isOurs: true });
}

const STORY_CHARACTERS = 500;

/** For the log: what failed, and what that was caused by. Providers throw things that are no errors, too. */
export function storyOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error).slice(0, STORY_CHARACTERS);
  const story = error.stack ?? error.message;
  return error.cause === undefined ? story : `${story}\ncaused by: ${storyOf(error.cause)}`;
}
