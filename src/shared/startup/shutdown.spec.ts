import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Shutdown, ShuttingDown } from './shutdown.js';

let done: string[];
let shutdown: Shutdown;
const complain = (line: string): void => void done.push(line);
const closing =
  (name: string, failure?: Error): (() => Promise<void>) =>
  async () => {
    await Promise.resolve();
    done.push(name);
    if (failure) throw failure;
  };

beforeEach(() => {
  done = [];
  shutdown = new Shutdown(complain, (code) => done.push(`exit ${code}`));
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Shutdown', () => {
  it('lets go of the newest first, then ends the process', async () => {
    shutdown.hold(closing('databases'));
    shutdown.hold(closing('application'));
    await shutdown.end(0);
    expect(done).toEqual(['application', 'databases', 'exit 0']);
  });

  it('closes the databases when the application cannot be closed, and reports it', async () => {
    shutdown.hold(closing('databases'));
    shutdown.hold(closing('application', new Error('a stream hangs')));
    await shutdown.end(0);
    expect(done).toEqual(['application', 'SigmaSight was not closed properly: a stream hangs', 'databases', 'exit 1']);
  });

  it('ends once, however often it is asked', async () => {
    shutdown.hold(closing('databases'));
    await Promise.all([shutdown.end(1), shutdown.end(0), shutdown.end(0)]);
    await shutdown.end(0);
    expect(done).toEqual(['databases', 'exit 1']);
  });

  it('takes nothing on any more while it ends', () => {
    void shutdown.end(0);
    expect(shutdown.isEnding).toBe(true);
    expect(() => {
      shutdown.hold(closing('application'));
    }).toThrow(ShuttingDown);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    shutdown.hold(() => new Promise(() => undefined));
    void shutdown.end(0);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(done).toEqual(['SigmaSight is not closed after 30 s and ends as it is.', 'exit 1']);
  });
});
