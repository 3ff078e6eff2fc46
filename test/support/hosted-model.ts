import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

interface SentMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** Answers one call of the model. */
export type Script = (reply: ModelReply, sent: readonly SentMessage[]) => void;

/** One reply in the manner of OpenAI's stream. */
export class ModelReply {
  constructor(private readonly response: ServerResponse) {}

  refuse(status: number, message: string): void {
    this.response.writeHead(status, { 'content-type': 'application/json' });
    this.response.end(JSON.stringify({ error: { message } }));
  }

  say(content: string): this {
    return this.chunk({ role: 'assistant', content });
  }

  /** In place of text. */
  breakWith(error: unknown): void {
    this.write({ error });
    this.response.end();
  }

  cut(): void {
    this.response.destroy();
  }

  call(name: string, args: unknown): void {
    const made = { name, arguments: JSON.stringify(args) };
    this.chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: made }] });
    this.end('tool_calls');
  }

  end(reason = 'stop'): void {
    this.chunk({}, reason);
    this.write({ choices: [], usage: { prompt_tokens: 70, completion_tokens: 9, total_tokens: 79 } });
    this.response.end('data: [DONE]\n\n');
  }

  private chunk(delta: object, finish_reason: string | null = null): this {
    this.write({ choices: [{ index: 0, delta, finish_reason }] });
    return this;
  }

  private write(body: object): void {
    if (!this.response.headersSent) this.response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.response.write(`data: ${JSON.stringify({ id: '1', model: 'm', ...body })}\n\n`);
  }
}

/** A server that plays a hosted model: what it does is looked up by the user's last question. */
export class HostedModel {
  /** What each call was sent, newest last. */
  readonly calls: (readonly SentMessage[])[] = [];
  private readonly server = createServer((call, response) => {
    let text = '';
    call.on('data', (part: Buffer) => (text += part.toString()));
    call.on('end', () => {
      const { messages } = JSON.parse(text) as { messages: SentMessage[] };
      this.calls.push(messages);
      const question = messages.findLast(({ role }) => role === 'user')?.content ?? '';
      const script = this.scripts[question];
      if (script) script(new ModelReply(response), messages);
      else new ModelReply(response).refuse(400, `no script for ${question}`);
    });
  });

  constructor(private readonly scripts: Readonly<Record<string, Script>>) {}

  /** @returns the root of its API. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
