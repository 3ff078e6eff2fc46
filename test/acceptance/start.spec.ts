import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lacks } from '../support/skipped.js';
import { Installation, type Server } from './support/program.js';

describe('starting', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make({ SKIP_DEMO: 'false', DEMO_PASSWORD: 'demo12345' });
  });

  afterAll(() => installation.remove());

  it('says what it does, is healthy, and keeps its data for the next start', async () => {
    const first = await installation.serve();
    expect(first.output).toMatch(/Address\s+http:\/\/localhost:\d+/);
    expect(first.output).toContain('/api/docs');
    expect(first.output).toContain('demo_hnw@sigmasight.com');
    const { body: health } = await first.get('/api/v1/health');
    expect(health.status, first.output + JSON.stringify(health)).toBe('healthy');
    expect(health.components.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['core', 'ai', 'batch']),
    );
    const token = await first.signIn('demo_individual@sigmasight.com', 'demo12345');
    const { body: before } = await first.get('/api/v1/data/portfolios', token);
    expect(before[0].net_asset_value).toBeGreaterThan(0);
    expect(await first.stop()).toBe(0);
    expect(installation.isLocked).toBe(false);

    const second = await installation.serve();
    const { body: after } = await second.get('/api/v1/data/portfolios', token);
    expect(after).toEqual(before);
    expect(second.output).not.toContain('shown once');
    console.log(
      `start: first ${Math.round(first.startMilliseconds)} ms, second ${Math.round(second.startMilliseconds)} ms`,
    );
    await second.stop();
  });

  it('closes its databases on Ctrl-C, pressed twice, and finds everything at the next start', async () => {
    const server = await installation.serveInGroup(process.execPath, 'scripts/run.mjs', 'main');
    const token = await server.signIn('demo_individual@sigmasight.com', 'demo12345');
    const { body: before } = await server.get('/api/v1/data/portfolios', token);
    expect(await server.interruptGroup(2)).toBe(0);
    expect(installation.isLocked).toBe(false);

    const again = await installation.serve();
    expect((await again.get('/api/v1/data/portfolios', token)).body).toEqual(before);
    await again.stop();
  });

  it('closes its databases on Ctrl-C when npm started it', async () => {
    const server = await installation.serveInGroup('npm', 'start');
    await server.interruptGroup(1);
    expect(installation.isLocked).toBe(false);
  });

  it('tells a visitor what it is and where the docs are', async () => {
    const server = await installation.serve();
    const { body } = await server.get('/');
    expect(body).toMatchObject({ name: 'SigmaSight', status: 'healthy', docs: '/api/docs' });
    const { status, body: openapi } = await server.get('/api/docs-json');
    expect(status).toBe(200);
    // Joined into one file, classes of one name must not lose it: the types of the API are called by it.
    expect(openapi).toEqual(JSON.parse(await readFile('docs/openapi.json', 'utf8')));
    const { status: page, text } = await server.get('/api/docs');
    expect({ page, isPage: text.includes('<html') || text.includes('<!DOCTYPE html') }).toEqual({
      page: 200,
      isPage: true,
    });
    await server.stop();
  });
});

describe.skipIf(lacks('embedded databases', 'start'))('a server whose embedded databases die', () => {
  let installation: Installation;

  beforeAll(async () => {
    const mortal = resolve(import.meta.dirname, 'support/mortal-threads.mjs');
    installation = await Installation.make({ NODE_OPTIONS: `--import=${mortal}` });
  });
  afterAll(() => installation.remove());

  it('goes on without the one of AI, and ends with a fault without that of core', async () => {
    const server = await installation.serve();
    server.signal('SIGUSR2');
    await vi.waitFor(
      async () => {
        expect((await server.get('/api/v1/health')).body.status).toBe('degraded');
        expect(server.output).toMatch(/data\/ai ended unexpectedly.*\n.*goes on without it/);
      },
      { timeout: 60_000, interval: 100 },
    );
    expect(await server.stop('SIGUSR2')).toBe(1);
    expect(server.output).toMatch(/data\/core ended unexpectedly/);
    expect(installation.isLocked).toBe(false);
  });
});

describe.skipIf(lacks('server databases', 'start'))('a server that starts without its AI database', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make();
    await installation.dropAi();
  });
  afterAll(() => installation.remove());

  const health = async (server: Server): Promise<Record<string, string>> => {
    const { body } = await server.get('/api/v1/health/ready');
    return body.components as Record<string, string>;
  };

  it('says so, serves, and takes it up when it is there and migrated', async () => {
    const server = await installation.serve();
    expect(server.output).toMatch(/ai: the database does not answer \(database "\w+" does not exist\)/);
    expect(server.output).toContain('Serving what is up (degraded)');
    expect(await health(server)).toMatchObject({ core: 'up', ai: 'down', knowledge_base: 'down' });

    await installation.createAi();
    await vi.waitFor(
      () => {
        expect(server.output).toContain('Run: npm run migration:ai');
      },
      { timeout: 120_000, interval: 200 },
    );
    await installation.migrate('ai');
    await vi.waitFor(
      async () => {
        expect(await health(server), server.output).toMatchObject({ ai: 'up', knowledge_base: 'up' });
      },
      // A statement may be silent for two minutes before it counts as lost, and is then tried again.
      { timeout: 400_000, interval: 200 },
    );
    expect(await server.stop()).toBe(0);
  });
});
