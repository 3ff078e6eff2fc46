import { parseArgs } from 'node:util';
import { errorText } from '../errors/error-text.js';
import type { Say } from '../runtime/runtime.js';
import { type Account, batchChecks, type Check, healthCheck, Skipped, userChecks } from './smoke-checks.js';
import { SmokeClient } from './smoke-client.js';

const DEMO_PASSWORD = 'demo12345';
const DEMO_EMAILS = ['demo_individual@sigmasight.com', 'demo_hnw@sigmasight.com'];

const USAGE = `Usage: npm run cli -- smoke --url URL [--email E --password P] [--admin-email E --admin-password P]

Checks a running server from outside: health, then for each user sign-in, /complete, a conversation, a streamed answer whose
figures are traced, and its rating; at last a batch run to its end. Without --email both demo users, with --password or
their usual one. The exit code is 0 when everything that could be checked holds.`;

const OPTIONS = {
  url: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  'admin-email': { type: 'string' },
  'admin-password': { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Needs no database and no settings: all it knows of the server is its address. @returns the exit code */
export async function smoke(args: readonly string[], say: Say): Promise<number> {
  let given;
  try {
    given = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    say(`${errorText(error)}\n\n${USAGE}`);
    return 2;
  }
  if (given.help === true || given.url === undefined || !URL.canParse(given.url)) {
    say(USAGE);
    return given.help === true ? 0 : 2;
  }
  const client = new SmokeClient(given.url);
  const password = given.password ?? DEMO_PASSWORD;
  const emails = given.email === undefined ? DEMO_EMAILS : [given.email];
  const admin = accountOf(given['admin-email'], given['admin-password']);
  return report(
    [
      healthCheck(client),
      ...emails.flatMap((email) => userChecks(client, { email, password })),
      ...batchChecks(client, admin),
    ],
    say,
  );
}

const accountOf = (email?: string, password?: string): Account | null =>
  email === undefined || password === undefined ? null : { email, password };

/** A line for each check. */
async function report(checks: readonly Check[], say: Say): Promise<number> {
  const counts = { ok: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    const { name } = check;
    const [outcome, why] = await outcomeOf(() => check.run());
    counts[outcome] += 1;
    say(`${outcome.padEnd(8)} ${name}${why === '' ? '' : ` (${why})`}`);
  }
  say(`${counts.ok} ok, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 && counts.ok > 0 ? 0 : 1;
}

async function outcomeOf(run: () => Promise<string>): Promise<readonly ['ok' | 'failed' | 'skipped', string]> {
  try {
    return ['ok', await run()];
  } catch (error) {
    return [error instanceof Skipped ? 'skipped' : 'failed', errorText(error)];
  }
}
