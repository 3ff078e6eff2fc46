import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AiTransactions } from '../../src/ai/ai.transactions.js';
import { EventEffectsService } from '../../src/ai/events/event-effects.service.js';
import { FeedbackRepository } from '../../src/ai/feedback/feedback.repository.js';
import type { CoreEvent } from '../../src/contracts/core-events.js';
import { asSystem, asUser, type Identity } from '../../src/shared/database/transactions.js';
import { TestApp } from '../support/app.js';
import { lacks } from '../support/skipped.js';

interface Answer {
  readonly messageId: string;
  readonly conversationId: string;
  readonly userId: string;
}

/** How each of the three disappears. */
const ENDS: readonly [string, (answer: Answer) => Pick<CoreEvent, 'type' | 'aggregateId' | 'payload'>][] = [
  ['message', ({ messageId }) => ({ type: 'message.deleted', aggregateId: messageId, payload: {} })],
  [
    'conversation',
    ({ conversationId, messageId }) => ({
      type: 'conversation.deleted',
      aggregateId: conversationId,
      payload: { message_ids: [messageId] },
    }),
  ],
  ['user', ({ userId }) => ({ type: 'user.erased', aggregateId: userId, payload: {} })],
];

/** An embedded database has one backend: there one of the two is over before the other begins. */
describe.skipIf(lacks('server databases', 'tombstones'))('feedback given while its', () => {
  let app: TestApp;
  let tx: AiTransactions;
  let feedback: FeedbackRepository;
  let effects: EventEffectsService;
  let events = 0;

  beforeAll(async () => {
    app = await TestApp.start();
    tx = app.app.get(AiTransactions, { strict: false });
    feedback = app.app.get(FeedbackRepository, { strict: false });
    effects = app.app.get(EventEffectsService, { strict: false });
  });
  afterAll(() => app.close());

  const newAnswer = (): Answer => ({ messageId: randomUUID(), conversationId: randomUUID(), userId: randomUUID() });
  const stored = ({ messageId }: Answer) => app.sql('ai', 'SELECT FROM ai_feedback WHERE message_id = $1', [messageId]);
  const bury = (end: Pick<CoreEvent, 'type' | 'aggregateId' | 'payload'>): Promise<void> =>
    effects.apply({
      ...end,
      ...{ id: String((events += 1)), eventId: randomUUID(), userId: null, occurredAt: '2024-12-02T00:00:00Z' },
    });
  const give = (answer: Answer): Promise<void> =>
    feedback.give({ ...answer, rating: 'up', editedText: null, comment: null, givenAt: '2024-12-01T00:00:00Z' });

  /** Until somebody waits for the other. */
  async function untilOneWaits(): Promise<void> {
    for (;;) {
      const waiting = await app.sql(
        'ai',
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
      );
      if (waiting.length > 0) return;
      await pause(5);
    }
  }

  /** A unit of work that has done its work and waits to be told to commit. */
  async function uncommitted(identity: Identity, work: () => Promise<void>): Promise<{ commit(): Promise<void> }> {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let ended: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      ended = tx.run(identity, async () => {
        await work();
        resolve();
        await gate;
      });
      ended.catch(reject);
    });
    return {
      commit: () => {
        open();
        return ended;
      },
    };
  }

  it.each(ENDS)('%s goes is erased with it', async (_name, end) => {
    const answer = newAnswer();
    const giving = await uncommitted(asUser(answer.userId), () => give(answer));
    const burying = bury(end(answer));
    await Promise.race([untilOneWaits(), burying]);
    await giving.commit();
    await burying;
    expect(await stored(answer)).toEqual([]);
  });

  it.each(ENDS)('%s is on its way out is refused', async (_name, end) => {
    const answer = newAnswer();
    const burying = await uncommitted(asSystem('relay'), () => bury(end(answer)));
    const giving = tx.run(asUser(answer.userId), () => give(answer)).catch((error: unknown) => error);
    await Promise.race([untilOneWaits(), giving]);
    await burying.commit();
    expect(await giving).toMatchObject({ code: 'message.not_found' });
    expect(await stored(answer)).toEqual([]);
  });
});
