//! Log lines for a person at a terminal.

const KNOWN = new Set(['level', 'time', 'context', 'msg', 'err', 'stack']);
const COLORS: Readonly<Record<string, number>> = { trace: 90, debug: 90, info: 36, warn: 33, error: 31, fatal: 35 };

const colored = (text: string, color: number): string => `\u001B[${String(color)}m${text}\u001B[0m`;

/** `09:30:00 INFO  [Batch] Night finished sessions=3`; a stack follows on lines of its own. */
export function humanLine(json: string): string {
  const line = parsed(json);
  if (line === null) return json;
  const level = textOf(line['level']);
  const extra = Object.entries(line).filter(([key]) => !KNOWN.has(key));
  const parts = [
    colored(clockTime(textOf(line['time'])), 90),
    colored(level.toUpperCase().padEnd(5), COLORS[level] ?? 0),
    line['context'] === undefined ? '' : colored(`[${textOf(line['context'])}]`, 33),
    textOf(line['msg']),
    extra.length === 0 ? '' : colored(extra.map(([key, value]) => `${key}=${textOf(value)}`).join(' '), 90),
  ];
  const stack = stackOf(line);
  return `${parts.filter((part) => part !== '').join(' ')}\n${stack === '' ? '' : `${stack}\n`}`;
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    // Not ours: shown as it is rather than lost.
    return null;
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** In the time zone of the reader. */
function clockTime(iso: string): string {
  const instant = new Date(iso);
  return Number.isNaN(instant.getTime()) ? iso : instant.toTimeString().slice(0, 8);
}

function stackOf(line: Record<string, unknown>): string {
  const { err, stack } = line;
  if (typeof err === 'object' && err !== null && 'stack' in err) return textOf(err.stack);
  return textOf(stack);
}
