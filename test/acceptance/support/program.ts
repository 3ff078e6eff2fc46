import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/*
 * The program as its users have it: built, started as processes, spoken to over HTTP and its command line.
 * Nothing of `src` is imported here on purpose.
 */

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Reply {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read bodies freely
  readonly body: any;
  readonly text: string;
  readonly headers: Headers;
}

const LOCK_FILE = 'server.lock.json';
const START_TIMEOUT_MS = 300_000;

/** One installation: a data folder of its own, or two fresh databases on the servers that the environment names. */
export class Installation {
  private readonly drops: (() => Promise<void>)[] = [];
  private readonly running: ChildProcess[] = [];

  private constructor(
    readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  static async make(extra: Record<string, string> = {}): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'sga-'));
    const env: Record<string, string> = {
      DATA_DIR: join(folder, 'data'),
      PORT: '0',
      LOG_LEVEL: 'warn',
      SKIP_DEMO: 'true',
      // A busy machine is no fault of the program.
      STARTUP_TIMEOUT: '240',
      ...extra,
    };
    const installation = new Installation(folder, env);
    const { TEST_CORE_DATABASE_URL: core, TEST_AI_DATABASE_URL: ai } = process.env;
    if (core && ai) await installation.useServers(core, ai);
    return installation;
  }

  /** Whether the databases are on servers rather than embedded. */
  get isOnServers(): boolean {
    return 'DATABASE_URL' in this.env;
  }

  get dataFolder(): string {
    return this.env.DATA_DIR!;
  }

  /** Options of `pg` for the core database, past the program; embedded ones need a running server. */
  coreConnection(): pg.ClientConfig {
    if (this.isOnServers) return { connectionString: this.env.DATABASE_URL! };
    const { socketFolder } = JSON.parse(readFileSync(join(this.dataFolder, LOCK_FILE), 'utf8')) as {
      socketFolder: string;
    };
    return { host: join(socketFolder, 'core'), user: 'postgres', database: 'postgres', password: 'unused' };
  }

  private async useServers(core: string, ai: string): Promise<void> {
    this.env.DATABASE_URL = await this.database(core, 'core');
    this.env.AI_DATABASE_URL = await this.database(ai, 'ai');
    this.env.JWT_SECRET = randomUUID() + randomUUID();
    for (const chain of ['core', 'ai'] as const) await this.migrate(chain);
  }

  async migrate(chain: 'core' | 'ai'): Promise<void> {
    const { code, stderr } = await this.script('scripts/run.mjs', ['migrate', chain, 'run']);
    if (code !== 0) throw new Error(`migration:${chain} failed: ${stderr}`);
  }

  /** Only on servers. */
  async dropAi(): Promise<void> {
    await statement(process.env.TEST_AI_DATABASE_URL!, `DROP DATABASE ${this.aiName} WITH (FORCE)`);
  }

  /** Empty, as the one that the installation was made with before it was migrated. */
  async createAi(): Promise<void> {
    await statement(process.env.TEST_AI_DATABASE_URL!, `CREATE DATABASE ${this.aiName}`);
  }

  private get aiName(): string {
    return new URL(this.env.AI_DATABASE_URL!).pathname.slice(1);
  }

  private async database(url: string, name: string): Promise<string> {
    const database = `sga_${name}_${randomUUID().slice(0, 8)}`;
    await statement(url, `CREATE DATABASE ${database}`);
    this.drops.push(() => statement(url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
    const made = new URL(url);
    made.pathname = `/${database}`;
    return made.toString();
  }

  /** Runs `npm run cli -- …`. */
  cli(...args: string[]): Promise<Finished> {
    return this.script('dist/bundle/cli.mjs', args);
  }

  cliWithInput(input: string, ...args: string[]): Promise<Finished> {
    return this.script('dist/bundle/cli.mjs', args, input);
  }

  /** A command that the caller may kill. */
  spawnCli(...args: string[]): ChildProcess {
    return this.spawn('dist/bundle/cli.mjs', args);
  }

  async script(entry: string, args: string[], input = ''): Promise<Finished> {
    const child = this.spawn(entry, args);
    let stdout = '';
    let stderr = '';
    child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin!.end(input);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, stdout, stderr };
  }

  private spawn(entry: string, args: string[]): ChildProcess {
    return this.run(process.execPath, [entry, ...args]);
  }

  private run(program: string, args: string[], detached = false): ChildProcess {
    const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
    const child = spawn(program, args, {
      env: { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }), TZ: 'Pacific/Auckland', ...this.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached,
    });
    this.running.push(child);
    return child;
  }

  /** Starts the server and waits until it says that it is ready. */
  async serve(): Promise<Server> {
    const child = this.spawn('dist/bundle/main.mjs', []);
    return Server.whenReady(child);
  }

  /** As a shell starts a command: in a group of processes of its own, to which a terminal sends its signals. */
  async serveInGroup(program: string, ...args: string[]): Promise<Server> {
    return Server.whenReady(this.run(program, args, true));
  }

  /** Whether a program holds the data folder, or has left it without saying so. */
  get isLocked(): boolean {
    return existsSync(join(this.dataFolder, LOCK_FILE));
  }

  async remove(): Promise<void> {
    for (const child of this.running) if (child.exitCode === null) child.kill('SIGKILL');
    for (const drop of this.drops) await drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

export class Server {
  private constructor(
    private readonly child: ChildProcess,
    private readonly said: () => string,
    readonly address: string,
    readonly startMilliseconds: number,
  ) {}

  /** Everything it has said up to now. */
  get output(): string {
    return this.said();
  }

  static whenReady(child: ChildProcess): Promise<Server> {
    const began = performance.now();
    let output = '';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the server did not get ready; it said:\n${output}`));
      }, START_TIMEOUT_MS);
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const address = /Address\s+(http:\S+)/.exec(output)?.[1];
        if (address === undefined || !output.includes('Health ')) return;
        clearTimeout(timer);
        resolve(new Server(child, () => output, address.replace('localhost', '127.0.0.1'), performance.now() - began));
      };
      child.stdout!.on('data', read);
      child.stderr!.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with ${String(code)}; it said:\n${output}`));
      });
    });
  }

  async call(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; form?: FormData } = {},
  ): Promise<Reply> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.form
        ? { body: options.form }
        : options.body === undefined
          ? {}
          : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : null,
      headers: response.headers,
    };
  }

  get(path: string, token?: string): Promise<Reply> {
    return this.call('GET', path, token === undefined ? {} : { token });
  }

  post(path: string, body: unknown, token?: string): Promise<Reply> {
    return this.call('POST', path, { body, ...(token === undefined ? {} : { token }) });
  }

  async signIn(email: string, password: string): Promise<string> {
    const { status, body, text } = await this.post('/api/v1/auth/login', { email, password });
    if (status !== 200) throw new Error(`sign-in answered ${status}: ${text}`);
    return body.access_token as string;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks the program to end, and waits until it has. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.child.once('close', resolve));
    this.child.kill(signal);
    return ended;
  }

  /** What Ctrl-C in a terminal does, pressed more than once: every process of the group is told. Waits for the last one. */
  async interruptGroup(times: number): Promise<number | null> {
    const group = -this.child.pid!;
    const closed = new Promise<number | null>((resolve) => this.child.once('close', resolve));
    for (let i = 0; i < times; i += 1) process.kill(group, 'SIGINT');
    return closed;
  }
}
