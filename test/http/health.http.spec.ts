import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { HealthRegistry } from '../../src/shared/health/health.registry.js';
import { TestApp } from '../support/app.js';

let app: TestApp;

interface Component {
  readonly name: string;
}

const byName = (components: readonly Component[]): Record<string, Component> =>
  Object.fromEntries(components.map((component) => [component.name, component]));

beforeAll(async () => {
  app = await TestApp.start();
  // As the scheduler of a server adds it; the thread that it starts too is not needed here.
  const due = app.app.get(BatchDueService, { strict: false });
  app.app.get(HealthRegistry).add({ name: 'batch', isVital: false }, () => due.health());
});
afterAll(() => app.close());

describe('health with both databases', () => {
  it('names them, and tells anybody no more of them than their kind', async () => {
    const { status, body } = await app.get('/api/v1/health');
    expect({ status, health: body.status }).toEqual({ status: 200, health: 'healthy' });
    const { core, ai } = byName(body.components);
    for (const database of [core, ai]) {
      expect(database).toMatchObject({ status: 'up', detail: { database: app.databases.kind, pending_migrations: 0 } });
    }
    expect(core).toMatchObject({ is_vital: true });
    expect(ai).toMatchObject({ is_vital: false });
  });
});

describe('while the core database is away', () => {
  beforeAll(() => app.databases.stop('core'));

  it('health answers 503 and names what is down, without saying where it is', async () => {
    const { status, body, text } = await app.get('/api/v1/health');
    expect(status).toBe(503);
    expect(body.status).toBe('unhealthy');
    expect(byName(body.components)).toEqual({
      core: {
        name: 'core',
        status: 'down',
        is_vital: true,
        detail: { database: app.databases.kind, error: 'does not answer' },
      },
      ai: expect.objectContaining({ status: 'up' }),
      core_events: { name: 'core_events', status: 'down', is_vital: false, detail: { error: 'does not answer' } },
      batch: { name: 'batch', status: 'down', is_vital: false, detail: { error: 'does not answer' } },
    });
    const { hostname, pathname } = new URL(app.databases.addresses.core);
    for (const secret of [hostname, pathname]) if (secret !== '') expect(text).not.toContain(secret);
  });

  it('is not ready, and alive', async () => {
    const { status, body } = await app.get('/api/v1/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'unhealthy', components: { core: 'down', batch: 'down', ai: 'up' } });
    expect((await app.get('/api/v1/health/live')).status).toBe(200);
  });

  it('tells a visitor how it is doing', async () => {
    const { status, body } = await app.get('/');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'SigmaSight', status: 'unhealthy', health: '/api/v1/health' });
  });
});

describe('when the core database is back', () => {
  it('is healthy again', async () => {
    await app.databases.restart('core');
    expect((await app.get('/api/v1/health')).body.status).toBe('healthy');
  });
});
