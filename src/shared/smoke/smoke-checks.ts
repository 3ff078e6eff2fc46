import { at, lastEvent, type SmokeClient, SmokeFailure, textAt } from './smoke-client.js';

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** Why a check could not be made; it counts as nothing. */
export class Skipped extends Error {}

export interface Check {
  readonly name: string;
  /** @returns what was found, in a few words. @throws SmokeFailure, Skipped */
  run(): Promise<string>;
}

const QUESTION = 'What is my portfolio risk?';
const BATCH_PATIENCE_MS = 900_000;
const POLL_MS = 1_000;

export function healthCheck(client: SmokeClient): Check {
  return {
    name: 'health',
    run: async () => {
      const { body } = await client.expect(200, 'GET', '/api/v1/health');
      return textAt(body, 'status');
    },
  };
}

/** What one user does, in order; a step that lacks what one before it should have found is skipped. */
export function userChecks(client: SmokeClient, account: Account): Check[] {
  const found: { token?: string; portfolio?: string; conversation?: string; message?: string } = {};
  const signedIn = (): SmokeClient => client.as(needed(found.token, 'nobody is signed in'));
  /** What an earlier step has found; without a sign-in that is the reason, whatever else is missing. */
  const earlier = (value: string | undefined, why: string): string => {
    signedIn();
    return needed(value, why);
  };
  const step = (name: string, run: () => Promise<string>): Check => ({ name: `${account.email}: ${name}`, run });
  return [
    step('sign-in', async () => {
      found.token = await signIn(client, '/api/v1/auth/login', account);
      const { body } = await signedIn().expect(200, 'GET', '/api/v1/data/portfolios');
      found.portfolio = textAt(body, '0.id');
      return `${Array.isArray(body) ? body.length : 0} portfolios`;
    }),
    step('/complete', async () => {
      const id = earlier(found.portfolio, 'there is no portfolio');
      const { body } = await signedIn().expect(200, 'GET', `/api/v1/data/portfolio/${id}/complete`);
      if (textAt(body, 'portfolio.id') !== id) throw new SmokeFailure('the answer is about another portfolio');
      const holdings = at(body, 'holdings');
      return `${Array.isArray(holdings) ? holdings.length : 0} holdings`;
    }),
    step('conversation', async () => {
      const { body } = await signedIn().expect(201, 'POST', '/api/v1/chat/conversations', { title: 'Smoke test' });
      found.conversation = textAt(body, 'id');
      return 'begun';
    }),
    step(`"${QUESTION}"`, async () => {
      const url = `/api/v1/chat/conversations/${earlier(found.conversation, 'there is no conversation')}`;
      const { text } = await signedIn().expect(200, 'POST', `${url}/send`, { content: QUESTION });
      const said = tracedFigures(text);
      const { body } = await signedIn().expect(200, 'GET', `${url}/messages`);
      found.message = Array.isArray(body) ? textAt(body.at(-1), 'id') : '';
      return said;
    }),
    step('rating', async () => {
      const id = earlier(found.message, 'there is no answer');
      await signedIn().expect(200, 'POST', `/api/v1/chat/messages/${id}/feedback`, { rating: 'up' });
      return 'kept';
    }),
    step('clean-up', async () => {
      const id = earlier(found.conversation, 'there is no conversation');
      await signedIn().expect(204, 'DELETE', `/api/v1/chat/conversations/${id}`);
      return 'conversation deleted';
    }),
  ];
}

export function batchChecks(client: SmokeClient, admin: Account | null): Check[] {
  const run = async (): Promise<string> => {
    if (admin === null) throw new Skipped('--admin-email and --admin-password are not given');
    const signedIn = client.as(await signIn(client, '/api/v1/admin/auth/login', admin));
    const { body } = await signedIn.expect(202, 'POST', '/api/v1/admin/batch/run', { force: true });
    return untilEnded(signedIn, textAt(body, 'batch_run_id'));
  };
  return [{ name: 'batch run (administrator)', run }];
}

async function untilEnded(admin: SmokeClient, id: string): Promise<string> {
  const until = performance.now() + BATCH_PATIENCE_MS;
  for (;;) {
    const { body } = await admin.expect(200, 'GET', `/api/v1/admin/batch/history/${id}`);
    const status = textAt(body, 'status');
    if (status === 'completed') return status;
    if (status !== 'running') throw new SmokeFailure(`the run ended as ${status}`);
    if (performance.now() > until) throw new SmokeFailure('the run has not ended in 15 minutes');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function signIn(client: SmokeClient, path: string, account: Account): Promise<string> {
  const { body } = await client.expect(200, 'POST', path, account);
  const token = textAt(body, 'access_token');
  if (token === '') throw new SmokeFailure('there is no token in the answer');
  return token;
}

function tracedFigures(stream: string): string {
  const failed = lastEvent(stream, 'error');
  if (failed !== undefined) throw new SmokeFailure(`the answer failed: ${textAt(failed, 'data.message')}`);
  const done = lastEvent(stream, 'done');
  if (done === undefined) throw new SmokeFailure('the stream broke off');
  const figures = at(done, 'data.figures');
  const count = Array.isArray(figures) ? figures.length : 0;
  if (count === 0) throw new SmokeFailure('the answer has no figure');
  const untraced = at(done, 'data.untraced_count');
  if (untraced !== 0) throw new SmokeFailure(`${String(untraced)} of ${count} figures are not traced`);
  return `${count} figures, all traced`;
}

function needed(value: string | undefined, otherwise: string): string {
  if (value === undefined || value === '') throw new Skipped(otherwise);
  return value;
}
