import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import type { Call, DoubleDay, DoubleSymbol } from './double-market.js';
import * as fmp from './fmp-answers.js';
import * as yahoo from './yahoo-answers.js';

export { type DoubleDay, GOOD_KEY } from './double-market.js';

/** What to answer instead of the truth. */
export type Mishap = (response: ServerResponse) => void;

export const status =
  (code: number, body = '', headers: Record<string, string> = {}): Mishap =>
  (response) => {
    response.writeHead(code, headers);
    response.end(body);
  };
export const tooMany = (seconds: number): Mishap =>
  status(429, 'Too Many Requests\r\n', { 'retry-after': String(seconds) });
export const page: Mishap = status(200, '<!DOCTYPE html><html><body>Sorry</body></html>', {
  'content-type': 'text/html',
});
export const cutOff: Mishap = status(200, '{"chart":{"result":[{"meta":{"cur', { 'content-type': 'application/json' });
export const hang: Mishap = () => undefined;
export const hangUp: Mishap = (response) => {
  response.destroy();
};

/** A server that plays Yahoo Finance and Financial Modeling Prep on the same small market. */
export class ProviderDouble {
  readonly calls: Call[] = [];
  readonly market = new Map<string, DoubleSymbol>();
  private readonly mishaps: { readonly path: RegExp; readonly mishap: Mishap; left: number }[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request, response);
  });
  url = '';

  static async start(): Promise<ProviderDouble> {
    const double = new ProviderDouble();
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', resolve));
    double.url = `http://127.0.0.1:${(double.server.address() as AddressInfo).port}`;
    return double;
  }

  set(symbol: string, days: readonly DoubleDay[], isEtf = false): void {
    this.market.set(symbol, { symbol, days, isEtf });
  }

  /** The next calls of such a path go wrong, in this order. */
  mishap(path: RegExp, mishap: Mishap, times = 1): void {
    this.mishaps.push({ path, mishap, left: times });
  }

  calm(): void {
    this.mishaps.length = 0;
    this.calls.length = 0;
  }

  callsOf(path: RegExp): Call[] {
    return this.calls.filter((call) => path.test(call.path));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '', this.url);
    this.calls.push({ path, query, headers: request.headers });
    const planned = this.mishaps.find((one) => one.left > 0 && one.path.test(path));
    if (planned) {
      planned.left -= 1;
      planned.mishap(response);
      return;
    }
    const call = { path, query, headers: request.headers };
    const { code, body, headers } = path.startsWith('/stable/')
      ? fmp.answer(call, this.market)
      : yahoo.answer(call, this.market);
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}
