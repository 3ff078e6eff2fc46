import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind.js';

const away = (): Promise<void> => Promise.reject(new Error('away'));

describe('WriteBehind', () => {
  const order: string[] = [];
  const write = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await setTimeout(5);
    order.push(`${name} ends`);
  };
  const written = (): string[] => order.splice(0);

  it('lets go on while writes are under way, so many at once', async () => {
    const behind = new WriteBehind(2);
    await behind.start('a', write('first'));
    await behind.start('b', write('second'));
    order.push('computing');
    await behind.start('c', write('third'));
    await behind.settle();
    expect(written().slice(0, 4)).toEqual(['first begins', 'second begins', 'computing', 'first ends']);
  });

  it('writes of one subject in the order in which they were started', async () => {
    const behind = new WriteBehind(2);
    await behind.start('a', write('first'));
    await behind.start('a', write('second'));
    await behind.settle();
    expect(written()).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('waits for each write where it is told to', async () => {
    const behind = new WriteBehind(0);
    await behind.start('a', write('only'));
    expect(written()).toEqual(['only begins', 'only ends']);
    await expect(behind.start('a', away)).rejects.toThrow('away');
  });

  it('begins nothing after a write that failed, and tells everybody who asks', async () => {
    const behind = new WriteBehind(2);
    const { end } = await behind.start('a', away);
    await expect(end).rejects.toThrow('away');
    await expect(behind.start('a', write('next'))).rejects.toThrow('away');
    await expect(behind.settle()).rejects.toThrow('away');
    expect(written()).toEqual([]);
  });

  it('settles when the last write is over, also after one that failed', async () => {
    const behind = new WriteBehind(2);
    await behind.start('a', write('slow'));
    await behind.start('b', away);
    await expect(behind.settle()).rejects.toThrow('away');
    expect(written()).toEqual(['slow begins', 'slow ends']);
  });
});
