import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfirmationDeliveryService } from '../../src/core/alerts/confirmation/confirmation-delivery.service.js';
import { TestApp, type TestUser } from '../support/app.js';
import { MailReceiver } from '../support/receivers.js';

const URL = '/api/v1/alert-channels';
const CODE = /[2-9A-Z]{5}-[2-9A-Z]{5}/;

describe('a channel of e-mail', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let mail: MailReceiver;

  const drain = () => app.app.get(ConfirmationDeliveryService, { strict: false }).drain();
  const create = async (): Promise<string> => {
    const email = `${randomUUID()}@example.com`;
    const { status, body } = await app.post(URL, { as: ann, body: { kind: 'email', email } });
    expect([status, body.is_confirmed]).toEqual([201, false]);
    return body.id;
  };
  const confirm = (id: string, code: string, as: TestUser | null = ann) =>
    app.post(`${URL}/${id}/confirm`, { as, body: { code } });
  const again = (id: string, as: TestUser | null = ann) => app.post(`${URL}/${id}/code`, { as });
  const mailed = (): string => CODE.exec(mail.mails.at(-1)?.data ?? '')?.[0] ?? '';
  const change = (id: string, set: string) => app.sql('core', `UPDATE alert_channels SET ${set} WHERE id = $1`, [id]);

  beforeAll(async () => {
    mail = await MailReceiver.start();
    app = await TestApp.start({ env: { SMTP_URL: mail.url, SMTP_FROM: 'alerts@example.com' } });
    bob = await app.user();
  });
  beforeEach(async () => {
    ann = await app.user();
    mail.mails.length = 0;
    mail.isFull = false;
  });
  afterAll(async () => {
    await app.close();
    await mail.close();
  });

  it('is confirmed by the code that is mailed to it, once', async () => {
    const id = await create();
    expect([await drain(), await drain()]).toEqual([1, 0]);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]!.data).toContain('without the code nothing more is sent');
    const [row] = await app.sql('core', 'SELECT to_jsonb(c)::text AS stored FROM alert_channels c WHERE id = $1', [id]);
    expect(row!.stored).not.toContain(mailed());

    const wrong = await confirm(id, 'AAAAA-22222');
    expect([wrong.status, wrong.body.errors[0]]).toMatchObject([422, { field: 'code', code: 'wrong_code' }]);
    const told = await confirm(id, mailed().toLowerCase().replace('-', ' '));
    expect([told.status, told.body]).toMatchObject([200, { id, is_confirmed: true }]);
    expect((await app.get(`${URL}/${id}`, { as: ann })).body).toEqual(told.body);
    expect((await confirm(id, 'whatever')).body).toEqual(told.body);
    const another = await again(id);
    expect([another.status, another.body.code]).toEqual([409, 'alert_channel.confirmed']);
  });

  it('is mailed another code, a minute later, and the one before is worth nothing then', async () => {
    const id = await create();
    await drain();
    const first = mailed();
    const hasty = await again(id);
    expect([hasty.status, hasty.body.code]).toEqual([409, 'alert_channel.code_too_soon']);
    await change(id, "code_asked_at = now() - interval '61 seconds'");
    expect((await again(id)).status).toBe(202);
    await drain();
    expect(mailed()).not.toBe(first);
    expect((await confirm(id, first)).body.errors[0].code).toBe('wrong_code');
    expect((await confirm(id, mailed())).status).toBe(200);
  });

  it('takes no code that has expired, and none is mailed any more', async () => {
    const id = await create();
    await drain();
    await change(id, "code_expires_at = now() - interval '1 second', code_due_at = now()");
    const late = await confirm(id, mailed());
    expect([late.status, late.body.errors[0].code]).toEqual([422, 'expired_code']);
    expect(await drain()).toBe(0);
  });

  it('gets its code when the mail server takes mail again', async () => {
    const id = await create();
    mail.isFull = true;
    expect(await drain()).toBe(0);
    mail.isFull = false;
    expect(await drain()).toBe(0);
    const [row] = await app.sql(
      'core',
      'SELECT code_attempts, code_due_at > now() AS later FROM alert_channels WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ code_attempts: 1, later: true });
    await change(id, 'code_due_at = now()');
    expect(await drain()).toBe(1);
    expect((await confirm(id, mailed())).status).toBe(200);
  });

  it('is not made and taken away again to write to people without end', async () => {
    const make = (kind: string) => app.post(URL, { as: ann, body: { kind, email: 'victim@example.com' } });
    for (let i = 0; i < 40; i += 1) expect((await make('pager')).status).toBe(422);
    const late = await make('email');
    expect([late.status, late.body.code]).toEqual([429, 'request.too_many']);
    expect(await drain()).toBe(0);
  });

  it('is nobody else’s to confirm, and a webhook has nothing to', async () => {
    const id = await create();
    await drain();
    for (const call of [(as: TestUser | null) => confirm(id, mailed(), as), (as: TestUser | null) => again(id, as)]) {
      expect((await call(null)).status).toBe(401);
      const foreign = await call(bob);
      expect([foreign.status, foreign.body.code]).toEqual([404, 'alert_channel.not_found']);
    }
    expect((await app.get(`${URL}/${id}`, { as: ann })).body.is_confirmed).toBe(false);
    const hook = await app.post(URL, { as: ann, body: { kind: 'webhook', url: 'https://8.8.8.8/' } });
    expect(hook.body.is_confirmed).toBe(true);
    for (const answer of [await again(hook.body.id), await confirm(hook.body.id, 'x')]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'alert_channel.nothing_to_confirm']);
    }
    for (const body of [{}, { code: '' }, { code: 7 }, { code: 'x'.repeat(41) }, { code: 'x', kind: 'email' }]) {
      expect((await app.post(`${URL}/${id}/confirm`, { as: ann, body })).status).toBe(422);
    }
  });
});
