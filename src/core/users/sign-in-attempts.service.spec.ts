import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../shared/time/clock.js';
import { SignInAttempts } from './sign-in-attempts.service.js';

class SetClock extends Clock {
  milliseconds = 1_733_000_000_000;

  now(): Date {
    return new Date(this.milliseconds);
  }
}

const fail = (): Promise<null> => Promise.resolve(null);
const succeed = (): Promise<string> => Promise.resolve('in');

describe('SignInAttempts', () => {
  let clock: SetClock;
  let attempts: SignInAttempts;
  beforeEach(() => {
    clock = new SetClock();
    attempts = new SignInAttempts(clock);
  });

  it('lets an account fail five times a minute', async () => {
    for (let index = 0; index < 5; index += 1) expect(await attempts.count('a', null, fail)).toBeNull();
    await expect(attempts.count('a', null, succeed)).rejects.toMatchObject({ headers: { 'retry-after': '60' } });
    expect(await attempts.count('b', null, succeed)).toBe('in');
    clock.milliseconds += 59_001;
    await expect(attempts.count('a', null, succeed)).rejects.toMatchObject({ headers: { 'retry-after': '1' } });
    clock.milliseconds += 999;
    expect(await attempts.count('a', null, succeed)).toBe('in');
  });

  it('lets an address fail ten times a minute', async () => {
    for (let index = 0; index < 10; index += 1) await attempts.count(`a${index}`, '10.0.0.1', fail);
    await expect(attempts.count('b', '10.0.0.1', succeed)).rejects.toMatchObject({ kind: 'too-many' });
    expect(await attempts.count('b', '10.0.0.2', succeed)).toBe('in');
  });

  it('counts neither successes nor what broke on our side', async () => {
    for (let index = 0; index < 20; index += 1) await attempts.count('a', '10.0.0.1', succeed);
    const broken = (): Promise<null> => Promise.reject(new Error('no database'));
    for (let index = 0; index < 20; index += 1) {
      await expect(attempts.count('a', '10.0.0.1', broken)).rejects.toThrow('no database');
    }
    expect(await attempts.count('a', '10.0.0.1', succeed)).toBe('in');
  });

  it('does not let more through because they come at once', async () => {
    let made = 0;
    const slowFail = async (): Promise<null> => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      return null;
    };
    await Promise.allSettled(Array.from({ length: 50 }, () => attempts.count('a', null, slowFail)));
    expect(made).toBe(5);
  });

  it('runs three at once, the others in turn', async () => {
    let running = 0;
    let most = 0;
    const slow = async (): Promise<string> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return 'in';
    };
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => attempts.count(`a${index}`, null, slow)),
    );
    expect(results).toHaveLength(40);
    expect(most).toBe(3);
  });

  it('lets a bounded number wait', async () => {
    let release = (): void => undefined;
    const gate = new Promise<null>(
      (resolve) =>
        (release = () => {
          resolve(null);
        }),
    );
    const outcomes = Promise.allSettled(
      Array.from({ length: 510 }, (_, index) => attempts.count(`a${index}`, null, () => gate)),
    );
    release();
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(7);
    expect(refused[0]).toMatchObject({ reason: { kind: 'unavailable', code: 'auth.busy' } });
  });
});
