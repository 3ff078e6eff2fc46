import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web server on this machine that keeps what is posted to it. */
export class WebhookReceiver {
  readonly posts: ReceivedPost[] = [];
  /** Of the next answers; null is no answer at all. */
  status: number | null = 200;
  /** What is awaited before an answer. */
  hold: Promise<void> = Promise.resolve();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '', headers } = request;
        receiver.posts.push({ path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
        void receiver.hold.then(() => {
          if (receiver.status === null) request.socket.destroy();
          else if (receiver.status === 302) response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
          else response.writeHead(receiver.status).end('{"answer":"not read"}');
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** As much of a mail server (RFC 5321) as it takes to be given a mail. */
export class MailReceiver {
  readonly mails: ReceivedMail[] = [];
  /** Refuses recipients when set. */
  isFull = false;
  private readonly sockets = new Set<Socket>();
  private readonly server = createTcpServer((socket) => {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    this.talk(socket);
  });

  static async start(): Promise<MailReceiver> {
    const receiver = new MailReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `smtp://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    let buffer = '';
    let mail = { from: '', to: [] as string[] };
    let isData = false;
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('220 mail.example.com');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      buffer += chunk.toString('utf8');
      for (;;) {
        const end = isData ? '\r\n.\r\n' : '\r\n';
        const at = buffer.indexOf(end);
        if (at < 0) return;
        const part = buffer.slice(0, at);
        buffer = buffer.slice(at + end.length);
        if (isData) {
          this.mails.push({ ...mail, data: part });
          isData = false;
          mail = { from: '', to: [] };
          say('250 taken');
          continue;
        }
        const verb = part.slice(0, 4).toUpperCase();
        const address = /<(.*?)>/.exec(part)?.[1] ?? '';
        if (verb === 'MAIL') mail.from = address;
        if (verb === 'RCPT' && !this.isFull) mail.to.push(address);
        isData = verb === 'DATA';
        if (verb === 'RCPT' && this.isFull) say('452 the mailbox is full');
        else say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 mail.example.com');
      }
    });
  }
}
