import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthRegistry } from '../../shared/health/health.registry.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { KnowledgeStartupService } from './knowledge-startup.service.js';
import { type KnowledgeService, type SyncReport } from './knowledge.service.js';

const REPORT: SyncReport = { documents: 2, passages: 3, embedded: 3, removed: 0 };
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  Logger.overrideLogger(false);
});
afterEach(() => {
  vi.useRealTimers();
  Logger.overrideLogger(true);
});

/** A server whose knowledge base cannot be brought up to date as often as told. */
async function started(failures: number) {
  const health = new HealthRegistry();
  const startup = new StartupService();
  const attempts: number[] = [];
  const sync = (): Promise<SyncReport> => {
    attempts.push(attempts.length + 1);
    return attempts.length <= failures ? Promise.reject(new Error('away')) : Promise.resolve(REPORT);
  };
  const service = new KnowledgeStartupService({ sync } as unknown as KnowledgeService, startup, health);
  service.onModuleInit();
  await startup.run('follow', () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  const state = async () => (await health.report()).components[0];
  return { service, attempts, state };
}

describe('KnowledgeStartupService', () => {
  it('tries again until the knowledge base is up to date, with growing pauses', async () => {
    const { attempts, state } = await started(3);
    expect(attempts).toHaveLength(1);
    expect(await state()).toMatchObject({ status: 'down' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(attempts).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(attempts).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await state()).toMatchObject({ status: 'up', detail: { documents: 2, passages: 3 } });
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(attempts).toHaveLength(4);
  });

  it('goes on every five minutes when it takes long', async () => {
    const { attempts } = await started(Infinity);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    const before = attempts.length;
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(attempts.length - before).toBe(12);
  });

  it('stops with the program', async () => {
    const { service, attempts } = await started(Infinity);
    service.onModuleDestroy();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(attempts).toHaveLength(1);
  });
});
