import { spawn } from 'node:child_process';
import type { Server } from './program.js';

/** A command of the README's tour, and what it printed. */
export interface Step {
  readonly command: string;
  output: string;
}

const TOUR = /<!-- tour -->\n([\s\S]*?)<!-- \/tour -->/;
const BLOCK = /```console\n([\s\S]*?)```/g;

/** The commands of the tour, block by block. */
export function readTour(readme: string): Step[] {
  const tour = TOUR.exec(readme)?.[1] ?? '';
  return [...tour.matchAll(BLOCK)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => ({ command: line.slice(2), output: '' })),
  );
}

/** The README with each command followed by a short form of what it printed. */
export function withOutputs(readme: string, steps: readonly Step[]): string {
  let next = 0;
  return readme.replace(TOUR, (whole) =>
    whole.replace(BLOCK, (_, block: string) => {
      const commands = block.split('\n').filter((line) => line.startsWith('$ '));
      const lines = commands.flatMap((line) => {
        const { output } = steps[next++]!;
        return output.trim() === '' ? [line] : [line, shortened(output.trim())];
      });
      return `\`\`\`console\n${lines.join('\n')}\n\`\`\``;
    }),
  );
}

const MARK = '@@next-step@@';

/**
 * Runs the commands in one shell, so that variables live on; the output of each is kept apart.
 * @throws when the shell fails, or has not ended in time: then it is ended, with all that it started.
 */
export async function walk(steps: Step[], address: string, limitMs: number): Promise<void> {
  const script = steps
    .map(({ command }) => `${command}\necho '${MARK}'`)
    .join('\n')
    .replaceAll('http://localhost:3000', address);
  const { code, stdout, stderr } = await runShell(script, limitMs);
  if (code !== 0) {
    const step = steps[stdout.split(`${MARK}\n`).length - 1];
    throw new Error(`the tour's shell ended with ${String(code)} at: ${step?.command ?? ''}\n${stdout}\n${stderr}`);
  }
  stdout
    .split(`${MARK}\n`)
    .slice(0, steps.length)
    .forEach((output, i) => {
      steps[i]!.output = output;
    });
}

/** Ends when all that holds its output has ended. */
async function runShell(script: string, limitMs: number): Promise<{ code: unknown; stdout: string; stderr: string }> {
  // A group of its own, so that what the shell started ends with it.
  const shell = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const closed = new Promise<unknown>((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', (code, signal) => {
      resolve(code ?? signal);
    });
  });
  let stdout = '';
  let stderr = '';
  shell.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  shell.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => {
    endGroup(shell.pid);
  }, limitMs);
  try {
    return { code: await closed, stdout, stderr };
  } finally {
    clearTimeout(timer);
    endGroup(shell.pid);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // All of it has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A server is ready before the demo's older sessions are computed; from here on nothing is computed unasked. */
export async function untilBatchIsIdle(server: Server, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  for (;;) {
    const { components } = (await server.get('/api/v1/health')).body as { components: Component[] };
    const batch = components.find(({ name }) => name === 'batch');
    if (batch?.detail.run === 'idle' && batch.detail.lacking === 0 && batch.detail.stale === 0) return;
    if (performance.now() > until) throw new Error(`the batch is not idle: ${JSON.stringify(batch)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface Component {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const MAX_ITEMS = 2;
const MAX_TEXT = 320;

/** JSON with long lists cut; of a stream, the first event of each kind and the text put together. */
function shortened(output: string): string {
  if (output.includes('event: ')) return shortenedStream(output);
  try {
    return JSON.stringify(cut(JSON.parse(output)), null, 2);
  } catch {
    return output;
  }
}

function cut(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.slice(0, MAX_ITEMS).map(cut);
    return value.length > MAX_ITEMS ? [...kept, `… ${value.length - MAX_ITEMS} more`] : kept;
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item)]));
  return typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)} …` : value;
}

export interface StreamEvent {
  readonly name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read events freely
  readonly data: any;
}

export function eventsOf(stream: string): StreamEvent[] {
  return stream
    .split('\n\n')
    .map((frame) => ({ name: /^event: (.+)$/m.exec(frame)?.[1], data: /^data: (.+)$/m.exec(frame)?.[1] }))
    .filter((frame): frame is { name: string; data: string } => frame.name !== undefined && frame.data !== undefined)
    .map(({ name, data }) => ({ name, data: JSON.parse(data) }));
}

function shortenedStream(output: string): string {
  const shown: string[] = [];
  let isToken = false;
  for (const { name, data } of eventsOf(output)) {
    if (name === 'token') {
      if (!isToken) shown.push(`event: token\ndata: ${JSON.stringify(cut(data))}`, '… more tokens');
      isToken = true;
    } else {
      shown.push(`event: ${name}\ndata: ${JSON.stringify(cut(data), null, name === 'done' ? 2 : 0)}`);
      isToken = false;
    }
  }
  return shown.join('\n\n');
}
