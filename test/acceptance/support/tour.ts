import { spawn } from 'node:child_process';

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

/** Runs the commands in one shell, so that variables live on; the output of each is kept apart. */
export async function walk(steps: Step[], address: string): Promise<void> {
  const mark = '@@next-step@@';
  const script = steps
    .map(({ command }) => `${command}\necho '${mark}'`)
    .join('\n')
    .replaceAll('http://localhost:3000', address);
  const shell = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  shell.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  shell.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise((resolve) => shell.on('close', resolve));
  if (code !== 0) throw new Error(`the tour's shell ended with ${String(code)}: ${stderr}`);
  stdout
    .split(`${mark}\n`)
    .slice(0, steps.length)
    .forEach((output, i) => {
      steps[i]!.output = output;
    });
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
