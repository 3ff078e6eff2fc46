import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind.js';

describe('WriteBehind', () => {
  it('lets go on while one write is under way, and begins the next when it is done', async () => {
    const behind = new WriteBehind();
    const order: string[] = [];
    const write = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await setTimeout(5);
      order.push(`${name} ends`);
    };
    await behind.start(write('first'));
    order.push('computing');
    await behind.start(write('second'));
    await behind.settle();
    expect(order).toEqual(['first begins', 'computing', 'first ends', 'second begins', 'second ends']);
  });

  it('waits for each write where it is told to', async () => {
    const behind = new WriteBehind(true);
    let isWritten = false;
    await behind.start(async () => {
      await setTimeout(5);
      isWritten = true;
    });
    expect(isWritten).toBe(true);
    await expect(behind.start(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('begins nothing after a write that failed, and tells everybody who asks', async () => {
    const behind = new WriteBehind();
    await behind.start(() => Promise.reject(new Error('away')));
    let begun = false;
    const next = behind.start(() => {
      begun = true;
      return Promise.resolve();
    });
    await expect(next).rejects.toThrow('away');
    await expect(behind.settle()).rejects.toThrow('away');
    expect(begun).toBe(false);
  });
});
