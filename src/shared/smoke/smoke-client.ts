/** Longer than an answer of a hosted model takes. */
const PATIENCE_MS = 180_000;

export interface SmokeAnswer {
  readonly status: number;
  readonly text: string;
  /** Undefined where there is no JSON. */
  readonly body: unknown;
}

/** A check that did not hold; its message is printed, so it never holds a body or a token. */
export class SmokeFailure extends Error {}

/** Speaks to a server as any client does. */
export class SmokeClient {
  constructor(
    private readonly url: string,
    private readonly token: string | null = null,
  ) {}

  as(token: string): SmokeClient {
    return new SmokeClient(this.url, token);
  }

  async call(method: string, path: string, body?: unknown): Promise<SmokeAnswer> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: response.status, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
  }

  /** @throws SmokeFailure for another status, with what the problem says */
  async expect(status: number, method: string, path: string, body?: unknown): Promise<SmokeAnswer> {
    const answer = await this.call(method, path, body);
    if (answer.status === status) return answer;
    const said = [textAt(answer.body, 'code'), textAt(answer.body, 'detail')].filter(Boolean).join(': ');
    throw new SmokeFailure(`${method} ${path} answered ${answer.status}, not ${status}${said && ` (${said})`}`);
  }

  private async fetch(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), {
        method,
        headers: {
          ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      const reason =
        error instanceof Error && error.name === 'TimeoutError' ? 'gave no answer in time' : 'is not reachable';
      throw new SmokeFailure(`${method} ${path}: the server ${reason}`);
    }
  }
}

/** What is at a dotted path, such as `portfolio.id` or `0.id`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inside, name) =>
        typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[name] : undefined,
      value,
    );
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** The data of the last event of that name in a stream. */
export function lastEvent(stream: string, name: string): unknown {
  const block = stream.split('\n\n').findLast((one) => one.split('\n').includes(`event: ${name}`));
  const data = block?.split('\n').find((line) => line.startsWith('data: '));
  return data === undefined ? undefined : (JSON.parse(data.slice(6)) as unknown);
}
