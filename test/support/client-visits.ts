import { expect } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { DemoService } from '../../src/core/demo/demo.service.js';
import { type Answer, TestApp, type TestUser } from './app.js';
import { type ClientCall, ClientProxy } from './client-proxy.js';
import { faultsOf, type Shape, Sightings } from './contract-shape.js';

const PASSWORD = 'demo12345';
const DEMO = ['individual', 'hnw', 'hedgefundstyle', 'familyoffice'].map((name) => `demo_${name}@sigmasight.com`);

export interface Visitor {
  readonly email: string;
  readonly proxy: ClientProxy;
  readonly portfolios: readonly string[];
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The demo, valued at the last session and at those before the month, and its users signed in as the web client does. */
export class ClientVisits {
  readonly seen = new Sightings();

  private constructor(
    readonly app: TestApp,
    readonly admin: TestUser,
    readonly visitors: readonly Visitor[],
  ) {}

  static async start(): Promise<ClientVisits> {
    const app = await TestApp.start({ env: { DEMO_PASSWORD: PASSWORD, SKIP_DEMO: false } });
    await app.app.get(DemoService, { strict: false }).seed(() => undefined);
    const admin = await app.user({ role: 'admin' });
    for (const query of ['force_rerun=true&start_date=2024-10-30&end_date=2024-10-31', '']) {
      const { status, body } = await app.post(`/api/v1/admin/batch/run?${query}`, { as: admin });
      expect({ status, body }).toMatchObject({ status: 202 });
      await app.app.get(BatchRunner, { strict: false }).take(body.batch_run_id as string, 'worker:test');
    }
    const visitors: Visitor[] = [];
    for (const email of DEMO) {
      const proxy = await ClientProxy.signIn(app, email, PASSWORD);
      const { body } = await proxy.call('GET', 'data/portfolios');
      visitors.push({ email, proxy, portfolios: (body as { id: string }[]).map(({ id }) => id) });
    }
    return new ClientVisits(app, admin, visitors);
  }

  /** Calls as the page does, and compares the answer with the contract. */
  async visit(
    proxy: ClientProxy,
    method: Method,
    path: string,
    shape: Shape | null,
    { status = 200, ...call }: ClientCall & { readonly status?: number } = {},
  ): Promise<Answer> {
    const answer = await proxy.call(method, path, call);
    const name = `${method} ${nameOf(path)}`;
    const said = answer.status === status ? '' : answer.text.slice(0, 600);
    expect({ call: name, status: answer.status, said }).toEqual({ call: name, status, said: '' });
    if (shape !== null) expect(faultsOf(shape, answer.body, name, this.seen)).toEqual([]);
    return answer;
  }

  async everyPortfolio(work: (visitor: Visitor, portfolioId: string) => Promise<void>): Promise<void> {
    for (const visitor of this.visitors) for (const id of visitor.portfolios) await work(visitor, id);
  }
}

const nameOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{id}')
    .replace(/(fundamentals|benchmark|validate-symbol)\/[A-Z]+/, '$1/{symbol}');
