import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of a request carries, however deep it is written. */
export interface RequestContext {
  readonly request_id: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
