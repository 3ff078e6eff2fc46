import { randomUUID } from 'node:crypto';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANONYMOUS, asSystem, isConnectionFault } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { serverUrls } from '../support/templates.js';
import { Units } from '../support/units.js';

const batch = asSystem('batch');
const POOL = 8;

let databases: TestDatabases;
let units: Units;

beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.close());

beforeEach(async () => {
  units = await Units.open('core', databases.addresses.core, POOL);
});
afterEach(() => units.close());

const answers = (howMany: number): Promise<number[]> =>
  Promise.all(
    Array.from({ length: howMany }, (_, index) =>
      units.run(ANONYMOUS, async () => (await units.one<{ n: number }>('SELECT $1::int AS n', [index])).n),
    ),
  );
const expected = (howMany: number): number[] => Array.from({ length: howMany }, (_, index) => index);

describe('an idle connection that has died', () => {
  it('is never given to a request, though the pool has not noticed', async () => {
    for (let round = 0; round < 5; round += 1) {
      await answers(POOL * 2);
      expect(units.cutIdleConnections()).toBe(POOL);
      expect(await answers(20)).toEqual(expected(20));
    }
  });

  it.runIf(serverUrls())('is never given to a request when the server ended it', async () => {
    for (let round = 0; round < 5; round += 1) {
      await answers(POOL * 2);
      const ended = await asOwner(
        databases.addresses.core,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'sigmasight' AND pid <> pg_backend_pid()`,
      );
      // Those of the round before may still be on their way out.
      expect(ended.length).toBeGreaterThanOrEqual(POOL);
      expect(await answers(20)).toEqual(expected(20));
    }
  });
});

describe('a connection that dies inside a unit', () => {
  const cutWhileOpen = async (work: () => Promise<unknown>): Promise<unknown> => {
    const failed = units
      .run(batch, async () => {
        await units.query("INSERT INTO users (email, full_name) VALUES ('half@example.com', 'Half')");
        const client = (await units.manager.queryRunner?.connect()) as { connection: { stream: Socket } };
        client.connection.stream.destroy();
        await work();
      })
      .then(
        () => 'committed',
        (error: unknown) => error,
      );
    return failed;
  };

  it.each([
    ['in the middle of a statement', () => units.query('SELECT 1')],
    ['between two statements', () => pause(50).then(() => units.query('SELECT 1'))],
    ['before the commit', () => pause(50)],
  ])('%s is reported as such, and nothing is kept', async (_name, work) => {
    const error = await cutWhileOpen(work);
    expect(error).toMatchObject({ code: 'core.unavailable' });
    expect(isConnectionFault((error as Error).cause), String(error)).toBe(true);
    expect(await answers(20)).toEqual(expected(20));
    const left = await asOwner(databases.addresses.core, "SELECT FROM users WHERE email = 'half@example.com'");
    expect(left).toEqual([]);
  });
});

describe('a pool that is full', () => {
  it('refuses after one wait, instead of trying again and again', async () => {
    const small = await Units.open('core', databases.addresses.core, 1);
    Object.assign((small.dataSource.driver as unknown as { master: { options: object } }).master.options, {
      connectionTimeoutMillis: 200,
    });
    const opened = vi.spyOn(small.dataSource, 'createQueryRunner');
    let finish = (): void => undefined;
    const holding = small.run(ANONYMOUS, () => new Promise<void>((resolve) => (finish = resolve)));
    await pause(50);
    const error: unknown = await small.run(ANONYMOUS, () => Promise.resolve()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'core.unavailable' });
    expect(isConnectionFault((error as Error).cause), String(error)).toBe(true);
    expect(opened).toHaveBeenCalledTimes(2);
    finish();
    await holding;
    await small.close();
  });
});

describe.runIf(serverUrls())('a connection that a proxy has forgotten', () => {
  let proxy: Server;
  const sockets: Socket[] = [];
  let isSilent = false;

  beforeAll(async () => {
    const target = new URL(databases.addresses.core);
    proxy = createServer((near) => {
      const far = createConnection(Number(target.port || 5432), target.hostname);
      sockets.push(near, far);
      const wasBefore = (): boolean => isSilent && sockets.indexOf(near) < forgotten;
      near.on('data', (data) => wasBefore() || far.write(data));
      far.on('data', (data) => wasBefore() || near.write(data));
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  let forgotten = 0;
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  it('costs a wait and no error', async () => {
    const url = new URL(databases.addresses.core);
    url.host = `127.0.0.1:${(proxy.address() as { port: number }).port}`;
    const behind = await Units.open('core', url.toString(), 2);
    const marker = randomUUID();
    const ask = (): Promise<unknown> =>
      behind.run(ANONYMOUS, () => behind.one<{ marker: string }>('SELECT $1::text AS marker', [marker]));
    await Promise.all([ask(), ask()]);
    forgotten = sockets.length;
    isSilent = true;
    expect(await ask()).toEqual({ marker });
    await behind.close();
  });
});
