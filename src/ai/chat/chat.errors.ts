import { APICallError, RetryError } from 'ai';
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

/** The model ended without a word. */
export class EmptyAnswer extends Error {
  override readonly name = 'EmptyAnswer';
}

/** Why an answer under way was given up. */
export type Interruption = 'left' | 'timeout';

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
  if (error instanceof AnswerInterrupted) {
    return error.interruption === 'left'
      ? failure('chat.aborted', 'NETWORK_ERROR', 'The answer was stopped because the connection was closed.')
      : failure('chat.timeout', 'SERVER_ERROR', 'The answer took too long and was stopped.');
  }
  if (error instanceof EmptyAnswer) {
    return failure('model.empty_answer', 'SERVER_ERROR', 'The language model gave no answer. Ask again.');
  }
  if (RetryError.isInstance(error)) return describeFailure(error.lastError);
  if (APICallError.isInstance(error)) return describeCall(error.statusCode);
  return failure('chat.failed', 'SERVER_ERROR', 'Something went wrong on our side. Ask again.', { isOurs: true });
}

function describeCall(status: number | undefined): ChatFailure {
  if (status === 401 || status === 403) {
    const message = 'The language model refused the key of this installation. Tell whoever runs it.';
    return failure('model.unauthorized', 'FATAL_ERROR', message, { retryable: false, isOurs: true });
  }
  if (status === 429) {
    return failure('model.rate_limited', 'RATE_LIMITED', 'The language model is busy. Ask again in a minute.');
  }
  if (status === undefined || status >= 500) {
    return failure('model.unavailable', 'NETWORK_ERROR', 'The language model does not answer. Ask again in a minute.', {
      isOurs: true,
    });
  }
  const message = 'The language model did not accept the request.';
  return failure('model.refused', 'SERVER_ERROR', message, { retryable: false, isOurs: true });
}
