import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ComponentState, HealthRegistry } from '../health/health.registry.js';
import { untilSettled } from './until-settled.js';

let health: HealthRegistry;
let said: string[];
const say = (line: string): void => void said.push(line);
const add = (name: string, ...states: ComponentState[]): void => {
  let n = 0;
  health.add({ name, isVital: name === 'core' }, () => {
    const state = states[Math.min(n, states.length - 1)]!;
    n += 1;
    return Promise.resolve(state);
  });
};
const settled = async (timeoutSeconds = 600): Promise<void> => {
  const waiting = untilSettled(health, timeoutSeconds, say);
  await vi.runAllTimersAsync();
  await waiting;
};
const UP: ComponentState = { status: 'up', detail: {} };
const working = (progress?: string): ComponentState => ({
  status: 'working',
  detail: progress === undefined ? {} : { progress },
});

beforeEach(() => {
  vi.useFakeTimers();
  for (const level of ['warn', 'log'] as const) vi.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  health = new HealthRegistry();
  said = [];
  add('core', UP);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('untilSettled', () => {
  it('reports progress until nothing is at work any more', async () => {
    add('batch', working(), working('1 of 2 sessions'), working('1 of 2 sessions'), UP);
    await settled();
    expect(said).toEqual(['  batch: working', '  batch: 1 of 2 sessions']);
  });

  it('does not wait for what is down, and says what that is', async () => {
    add('core_events', { status: 'down', detail: { given_up: 1 } });
    add('knowledge_base', { status: 'down', detail: { error: 'not up to date' } });
    await settled();
    expect(said).toEqual([
      '  core_events is down',
      '  knowledge_base is down: not up to date',
      'Serving what is up (degraded). See /api/v1/health.',
    ]);
  });

  it('looks again before it takes a late answer for a fault', async () => {
    add('batch', working(), { status: 'down', detail: {} }, working(), UP);
    await settled();
    expect(said).toEqual(['  batch: working', '  batch: working']);
  });

  it('waits for what is at work beside something that is down', async () => {
    add('core_events', { status: 'down', detail: {} });
    add('batch', working('0 of 1'), UP);
    await settled();
    expect(said.slice(0, 2)).toEqual(['  batch: 0 of 1', '  core_events is down']);
  });

  it('serves what there is when it takes too long', async () => {
    add('batch', working());
    await settled(2);
    expect(said).toEqual([
      '  batch: working',
      'Not everything is ready after 2 s.',
      'Serving what is up (starting). See /api/v1/health.',
    ]);
  });

  it('outlives a check that throws', async () => {
    health.add({ name: 'batch', isVital: false }, () => Promise.reject(new Error('gone')));
    await settled();
    expect(said[0]).toBe('  batch is down: does not answer');
  });
});
