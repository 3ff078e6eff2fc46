import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ComponentState, HealthRegistry } from './health.registry.js';

const UP: ComponentState = { status: 'up', detail: {} };
const CORE = { name: 'core', isVital: true, about: { database: 'server' } };
const BATCH = { name: 'batch', isVital: false };

let health: HealthRegistry;
let lines: string[];

beforeEach(() => {
  health = new HealthRegistry();
  lines = [];
  for (const level of ['warn', 'log'] as const) {
    vi.spyOn(Logger.prototype, level).mockImplementation((line: unknown) => {
      lines.push(`${level} ${String(line)}`);
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('HealthRegistry', () => {
  it('says of a check that throws that its component is down, without the reason', async () => {
    health.add(BATCH, () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432')));
    health.add(CORE, () => Promise.resolve(UP));
    expect(await health.report()).toEqual({
      status: 'degraded',
      components: [
        { name: 'batch', isVital: false, status: 'down', detail: { error: 'does not answer' } },
        { name: 'core', isVital: true, status: 'up', detail: { database: 'server' } },
      ],
    });
  });

  it('takes a check that throws before it has begun for one that is down', async () => {
    health.add(BATCH, () => {
      throw new Error('not ready');
    });
    expect((await health.report()).components).toMatchObject([{ name: 'batch', status: 'down' }]);
  });

  it('says the same of a check that does not answer', async () => {
    vi.useFakeTimers();
    health.add(CORE, () => new Promise(() => undefined));
    const report = health.report();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await report).toEqual({
      status: 'unhealthy',
      components: [
        { name: 'core', isVital: true, status: 'down', detail: { database: 'server', error: 'does not answer' } },
      ],
    });
  });

  it('logs the reason when a component goes down, and its return, once each', async () => {
    let answer = (): Promise<ComponentState> => Promise.resolve(UP);
    health.add(CORE, () => answer());
    await health.report();
    answer = () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432'));
    await health.report();
    await health.report();
    answer = () => Promise.resolve(UP);
    await health.report();
    await health.report();
    expect(lines).toEqual(['warn core is down: connect ECONNREFUSED 10.1.2.3:5432', 'log core is back']);
  });

  it('is starting while something works, unless something is down', async () => {
    health.add(CORE, () => Promise.resolve(UP));
    health.add(BATCH, () => Promise.resolve({ status: 'working', detail: {} }));
    expect((await health.report()).status).toBe('starting');
    health.add({ name: 'ai', isVital: false }, () => Promise.resolve({ status: 'down', detail: {} }));
    expect((await health.report()).status).toBe('degraded');
  });
});
