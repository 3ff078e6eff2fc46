import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertDeliveryService } from '../../src/core/alerts/delivery/alert-delivery.service.js';
import { MAX_ATTEMPTS } from '../../src/core/alerts/delivery/delivery-pause.kernel.js';
import { AlertDeliveryRepository } from '../../src/core/alerts/delivery/alert-delivery.repository.js';
import { MailSender } from '../../src/core/alerts/delivery/mail.provider.js';
import { WebhookSender } from '../../src/core/alerts/delivery/webhook.provider.js';
import { LimitEvaluationService } from '../../src/core/risk-limits/limit-evaluation.service.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { readEnv } from '../../src/shared/config/env.js';
import { TestApp, TEST_JWT_SECRET, type TestUser } from '../support/app.js';
import { MailReceiver, type ReceivedPost, WebhookReceiver } from '../support/receivers.js';
import { SeededPortfolio } from '../support/seed-figures.js';

type Row = Record<string, unknown>;

describe('the delivery of alerts', () => {
  let app: TestApp;
  let ann: TestUser;
  let hook: WebhookReceiver;
  let mail: MailReceiver;
  let secret: string;
  let channel: string;
  const dates = [
    '2024-11-20',
    '2024-11-21',
    '2024-11-22',
    '2024-11-25',
    '2024-11-26',
    '2024-11-27',
    '2024-11-29',
    '2024-12-02',
  ];

  /** A portfolio of Ann whose limit on beta is breached. */
  async function breach(name = 'Growth'): Promise<{ book: SeededPortfolio; alert: string }> {
    const book = await SeededPortfolio.create(app, ann, { name });
    await book.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await app.post(`/api/v1/portfolios/${book.id}/limits`, { as: ann, body: { kind: 'beta', max: 1.2 } });
    await value(book, 1.5);
    const [alert] = (await app.get(`/api/v1/alerts?portfolio_id=${book.id}`, { as: ann })).body.alerts;
    return { book, alert: alert.id };
  }
  const sessions = new Map<string, number>();
  async function value(book: SeededPortfolio, beta: number): Promise<void> {
    const at = sessions.get(book.id) ?? 0;
    sessions.set(book.id, at + 1);
    await book.snapshot({
      date: dates[at]!,
      cash: 0,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { beta_calculated_90d: beta },
    });
    await app.app.get(LimitEvaluationService, { strict: false }).evaluate([book.id]);
  }
  const drain = () => app.app.get(AlertDeliveryService, { strict: false }).drain();
  /** The same in another program on the same databases. */
  const sender = (webhook: WebhookSender): AlertDeliveryService => {
    const tx = app.app.get(CoreTransactions, { strict: false });
    const mails = app.app.get(MailSender, { strict: false });
    return new AlertDeliveryService(tx, new AlertDeliveryRepository(tx), webhook, mails, app.clock);
  };
  const detail = async (id: string) => (await app.get(`/api/v1/alerts/${id}`, { as: ann })).body;
  const due = () =>
    app.sql(
      'core',
      `UPDATE alert_deliveries SET next_attempt_at = now() WHERE failed_at IS NULL AND delivered_at IS NULL`,
    );
  const delivered = async (id: string, kind: string): Promise<Row[]> =>
    (await detail(id)).deliveries.filter(({ channel_name: name }: Row) => String(name).startsWith(kind));
  /** As docs/operations.md tells receivers to. */
  const isGenuine = ({ headers, body }: ReceivedPost, key: string): boolean => {
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['sigmasight-signature'])) ?? [];
    return (
      v1 ===
      createHmac('sha256', key)
        .update(`${String(t)}.${body}`)
        .digest('hex')
    );
  };

  beforeAll(async () => {
    [hook, mail] = [await WebhookReceiver.start(), await MailReceiver.start()];
    const env = { SMTP_URL: mail.url, SMTP_FROM: 'SigmaSight <alerts@example.com>', WEBHOOK_PRIVATE_NETWORKS: true };
    app = await TestApp.start({ env });
    ann = await app.user();
    const post = async (body: unknown) => (await app.post('/api/v1/alert-channels', { as: ann, body })).body;
    const made = await post({ kind: 'webhook', url: `${hook.url}/alerts`, name: 'hook' });
    [secret, channel] = [made.secret, made.id];
    for (const email of ['ann@example.com', 'unconfirmed@example.com'])
      await post({ kind: 'email', email, name: 'mail' });
    await app.sql('core', `UPDATE alert_channels SET confirmed_at = now() WHERE target = 'ann@example.com'`);
  });
  afterAll(async () => {
    await app.close();
    await hook.close();
    await mail.close();
  });

  it('posts what happened, signed, and mails it, once', async () => {
    const { alert, book } = await breach('Growth\r\nBcc: x@example.com');
    expect(hook.posts).toEqual([]);
    expect(await drain()).toBe(2);
    const [post] = hook.posts;
    expect(post!.path).toBe('/alerts');
    expect(post!.headers['content-type']).toBe('application/json');
    expect(isGenuine(post!, secret)).toBe(true);
    expect(isGenuine(post!, `${secret}x`)).toBe(false);
    expect(isGenuine({ ...post!, body: post!.body.replace('1.5', '1.1') }, secret)).toBe(false);
    expect(JSON.parse(post!.body)).toMatchObject({
      ...{ type: 'alert.raised', occurred_at: '2024-12-02T22:30:00.000Z' },
      alert: { id: alert, portfolio_id: book.id, kind: 'beta', value: 1.5, threshold: 1.2, as_of: '2024-11-20' },
    });
    const [letter] = mail.mails;
    expect(letter).toMatchObject({ from: 'alerts@example.com', to: ['ann@example.com'] });
    expect(letter!.data).toContain('Subject: Limit breached: Growth Bcc: x@example.com');
    expect(letter!.data).toContain('Beta over 90 sessions is 1.5');

    expect(await drain()).toBe(0);
    expect([hook.posts.length, mail.mails.length]).toEqual([1, 1]);
    const { events, deliveries } = await detail(alert);
    expect(events.map(({ event }: Row) => event).sort()).toEqual(['delivered', 'delivered', 'raised']);
    expect(deliveries.map(({ status, attempts, event }: Row) => [status, attempts, event])).toEqual([
      ['delivered', 1, 'raised'],
      ['delivered', 1, 'raised'],
    ]);
    expect(post!.headers['sigmasight-delivery']).toBe(deliveries.find(({ channel_id: id }: Row) => id === channel).id);
  });

  it('tells when a breach is over, and nothing of what lies between', async () => {
    const { alert, book } = await breach();
    await drain();
    const before = hook.posts.length;
    await value(book, 1.6);
    expect(await drain()).toBe(0);
    await value(book, 1);
    expect(await drain()).toBe(2);
    const told = JSON.parse(hook.posts.at(-1)!.body);
    expect(hook.posts).toHaveLength(before + 1);
    expect(told).toMatchObject({ type: 'alert.resolved', alert: { id: alert, status: 'resolved' } });
    expect(mail.mails.at(-1)!.data).toContain('Subject: Limit kept again: Growth');
  });

  it.each([500, 404, 302, null])('tries again later after an answer of %s, with the same body', async (status) => {
    const { alert } = await breach();
    hook.status = status;
    const before = hook.posts.length;
    expect(await drain()).toBe(1);
    const [missed] = await delivered(alert, 'hook');
    expect(missed).toMatchObject({ status: 'pending', attempts: 1, delivered_at: null });
    expect(missed!.last_error).toMatch(status === null ? /could not be reached/ : new RegExp(`answered ${status}`));
    expect(new Date(String(missed!.next_attempt_at)).getTime()).toBeGreaterThan(Date.now());
    expect(await drain()).toBe(0);
    expect(hook.posts).toHaveLength(before + 1);

    hook.status = 204;
    await due();
    expect(await drain()).toBe(1);
    expect(hook.posts).toHaveLength(before + 2);
    expect(hook.posts.at(-1)!.body).toBe(hook.posts.at(-2)!.body);
    expect(hook.posts.at(-1)!.path).toBe('/alerts');
    expect(await delivered(alert, 'hook')).toMatchObject([{ status: 'delivered', attempts: 2, last_error: null }]);
  });

  it('gives up after the last attempt, and the history says so', async () => {
    const { alert } = await breach();
    mail.isFull = true;
    hook.status = 503;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      await due();
      expect(await drain()).toBe(0);
    }
    const { events, deliveries } = await detail(alert);
    expect(deliveries.map(({ status, attempts }: Row) => [status, attempts])).toEqual([
      ['failed', MAX_ATTEMPTS],
      ['failed', MAX_ATTEMPTS],
    ]);
    const failed = events.filter(({ event }: Row) => event === 'failed').map(({ detail: text }: Row) => text);
    expect(failed.sort()).toEqual([
      `raised → hook: given up after ${MAX_ATTEMPTS} attempts. The address answered 503.`,
      expect.stringMatching(/^raised → mail: given up after \d+ attempts\. /),
    ]);
    const before = hook.posts.length;
    await app.sql('core', 'UPDATE alert_deliveries SET next_attempt_at = now()');
    expect(await drain()).toBe(0);
    expect(hook.posts).toHaveLength(before);
    [mail.isFull, hook.status] = [false, 200];
  });

  it('has no unit of work open while it waits, and is taken by nobody else meanwhile', async () => {
    await breach();
    let answer = (): void => undefined;
    hook.hold = new Promise((resolve) => (answer = resolve));
    const before = hook.posts.length;
    const sending = drain();
    while (hook.posts.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.app.get(CoreTransactions, { strict: false }).isOpen).toBe(false);
    const open = await app.sql<{ count: number }>(
      'core',
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()`,
    );
    expect(open[0]!.count).toBe(0);
    // Another program on the same database: an embedded one would wait here for an open transaction.
    const other = sender(app.app.get(WebhookSender, { strict: false }));
    expect(await other.drain()).toBe(0);
    answer();
    await sending;
    hook.hold = Promise.resolve();
    expect(hook.posts).toHaveLength(before + 1);
  });

  it('sends what a killed process had taken, when its lease has ended', async () => {
    const { alert } = await breach();
    // As a process that dies after it has taken them leaves them.
    await app.sql(
      'core',
      `UPDATE alert_deliveries SET next_attempt_at = now() + interval '2 minutes' WHERE alert_id = $1`,
      [alert],
    );
    expect(await drain()).toBe(0);
    await app.sql(
      'core',
      `UPDATE alert_deliveries SET next_attempt_at = now() - interval '1 second' WHERE alert_id = $1`,
      [alert],
    );
    expect(await drain()).toBe(2);
    expect(await delivered(alert, '')).toMatchObject([{ status: 'delivered' }, { status: 'delivered' }]);
  });

  it('checks with every message where the address leads by then', async () => {
    const { alert } = await breach();
    // As a name that led outside when the channel was made.
    await app.sql('core', `UPDATE alert_channels SET target = 'https://0.0.0.0/' WHERE id = $1`, [channel]);
    const strict = sender(
      new WebhookSender(readEnv({}), { ...app.databases, mode: 'server' }, TEST_JWT_SECRET, app.clock),
    );
    const before = hook.posts.length;
    await strict.drain();
    expect(await delivered(alert, 'hook')).toMatchObject([
      { status: 'pending', last_error: expect.stringContaining('private or reserved network') },
    ]);
    expect(hook.posts).toHaveLength(before);
    await app.sql('core', 'UPDATE alert_channels SET target = $2 WHERE id = $1', [channel, `${hook.url}/alerts`]);
    await due();
    expect(await drain()).toBe(1);
  });

  it('signs by a new secret from then on', async () => {
    const { body } = await app.post(`/api/v1/alert-channels/${channel}/secret`, { as: ann });
    await breach();
    await drain();
    expect(isGenuine(hook.posts.at(-1)!, secret)).toBe(false);
    expect(isGenuine(hook.posts.at(-1)!, body.secret)).toBe(true);
  });

  it('sends nothing more over a channel that is deleted', async () => {
    const { alert } = await breach();
    expect((await app.call('DELETE', `/api/v1/alert-channels/${channel}`, { as: ann })).status).toBe(204);
    const before = hook.posts.length;
    expect(await drain()).toBe(1);
    expect(hook.posts).toHaveLength(before);
    expect((await detail(alert)).deliveries).toHaveLength(1);
  });
});
