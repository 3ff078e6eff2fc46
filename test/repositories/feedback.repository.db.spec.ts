import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aiDataSourceOptions } from '../../src/ai/ai.data-source.js';
import { AiTransactions } from '../../src/ai/ai.transactions.js';
import { FeedbackRepository, type GivenFeedback } from '../../src/ai/feedback/feedback.repository.js';
import { asSystem, asUser } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';

const USER = 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01';
const CONVERSATION = '51134ffd-2f13-49bd-b1f5-0c327e801b69';

let databases: TestDatabases;
let dataSource: DataSource;
let tx: AiTransactions;
let feedback: FeedbackRepository;

beforeAll(async () => {
  databases = await freshDatabases();
  dataSource = await new DataSource(aiDataSourceOptions(databases.addresses.ai)).initialize();
  tx = new AiTransactions(dataSource);
  feedback = new FeedbackRepository(tx);
});
afterAll(async () => {
  await dataSource.destroy();
  await databases.close();
});

const given = (messageId: string, rating: 'up' | 'down', givenAt: string): GivenFeedback => ({
  ...{ messageId, conversationId: CONVERSATION, userId: USER, rating, editedText: null, comment: null, givenAt },
});
const give = (one: GivenFeedback): Promise<void> => tx.run(asUser(USER), () => feedback.give(one));
const late = (work: () => Promise<void>): Promise<void> => tx.run(asSystem('relay'), work);
const ratingOf = async (messageId: string): Promise<string | undefined> =>
  (await tx.run(asUser(USER), () => feedback.findOwned(USER, messageId)))?.rating;

/** Core's clock is years ahead of this database's, or behind it: no more than the order of core's own instants counts. */
describe.each([
  ['ahead', '2999-01-01T12:00'],
  ['behind', '1999-01-01T12:00'],
])('feedback by a clock of core that is %s', (_, minute) => {
  const id = (): string => crypto.randomUUID();

  it('given now stays when an older withdrawal arrives, and goes when a newer one does', async () => {
    const message = id();
    await give(given(message, 'up', `${minute}:01.000002Z`));
    await late(() => feedback.withdrawLate(USER, message, `${minute}:01.000001Z`));
    expect(await ratingOf(message)).toBe('up');
    await late(() => feedback.withdrawLate(USER, message, `${minute}:01.000003Z`));
    expect(await ratingOf(message)).toBeUndefined();
  });

  it('given now stays when older feedback arrives, and gives way when newer feedback does', async () => {
    const message = id();
    await give(given(message, 'up', `${minute}:01.000002Z`));
    await late(() => feedback.giveLate(given(message, 'down', `${minute}:01.000001Z`)));
    expect(await ratingOf(message)).toBe('up');
    await late(() => feedback.giveLate(given(message, 'down', `${minute}:01.000003Z`)));
    expect(await ratingOf(message)).toBe('down');
  });
});
