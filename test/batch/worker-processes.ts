import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { TestDatabases } from '../support/databases.js';

const WORKER = resolve('dist/bundle/worker.mjs');
const READY = 'Worker ready';

/** `npm run worker` as a process of its own. Needs the build, and databases on servers. */
export class WorkerProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static async start({ addresses }: TestDatabases, env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [WORKER], {
      env: {
        ...{ PATH, HOME, TZ: 'Pacific/Auckland', LOG_LEVEL: 'info' },
        ...{ DATABASE_URL: addresses.core, AI_DATABASE_URL: addresses.ai, JWT_SECRET: 'a'.repeat(48) },
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const worker = new WorkerProcess(child);
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', () => {
        if (worker.output.includes(READY)) ready();
      });
      child.once('exit', (code) => {
        fail(new Error(`the worker ended with ${String(code)}: ${worker.output}`));
      });
    });
    return worker;
  }

  /** By which its leases are named; it says so when it starts. */
  get owner(): string {
    const owner = /worker:[\da-f-]{36}/.exec(this.output)?.[0];
    if (owner === undefined) throw new Error(`the worker did not say its name: ${this.output}`);
    return owner;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** Stops where it is, without a word. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** As a service manager does it. @returns its exit code. */
  async end(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }
}
