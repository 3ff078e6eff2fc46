import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/errors/app-error.js';
import type { Say } from '../../shared/runtime/runtime.js';
import { Clock } from '../../shared/time/clock.js';
import { addSessions, lastCompletedSession, sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { READY_DELAY_MINUTES } from '../batch/batch.service.js';
import type { PriceSource } from '../market-data/price-source.js';
import { simulatedHistory } from '../market-data/simulated/simulated-history.kernel.js';
import { SIMULATION_SEED } from '../market-data/simulated/simulated-returns.kernel.js';
import { SimulatedWorldService } from '../reference-data/simulated/simulated-world.service.js';
import { UserService } from '../users/user.service.js';
import { DemoBookService } from './demo-book.service.js';
import { DemoExtrasService } from './demo-extras.service.js';
import { DemoPolicyService } from './demo-policy.service.js';
import { demoContracts } from './demo-options.kernel.js';
import { DEMO_USERS, demoBook, type DemoPortfolioBook, type DemoUser } from './demo-portfolios.kernel.js';

/** Sessions between the day the demo's holdings are bought and the day it is made. */
const HISTORY_SESSIONS = 259;
export const ADMIN_EMAIL = 'admin@sigmasight.local';

export interface SeededDemo {
  readonly emails: readonly string[];
  readonly password: string;
  /** Only when the account was made now: it is shown once. */
  readonly adminPassword: string | null;
}

/** People, portfolios and prices to look at. Every step finds what an earlier, interrupted one has made. */
@Injectable()
export class DemoService implements PriceSource {
  readonly dataset = 'simulated';

  // eslint-disable-next-line max-params -- each is one part of the demo
  constructor(
    private readonly users: UserService,
    private readonly books: DemoBookService,
    private readonly extras: DemoExtrasService,
    private readonly market: SimulatedWorldService,
    private readonly clock: Clock,
    private readonly policy: DemoPolicyService,
  ) {}

  /** @throws AppError where demo users are not allowed */
  async seed(say: Say): Promise<SeededDemo> {
    const { password } = this.policy;
    if (password === null) {
      throw new AppError(
        'forbidden',
        'demo.not_allowed',
        'There are no demo users here: they are made for embedded databases, or with DEMO_PASSWORD outside production.',
      );
    }
    const today = lastCompletedSession(this.clock.now(), READY_DELAY_MINUTES);
    const anchor = (await this.market.anchorDate()) ?? addSessions(today, -HISTORY_SESSIONS);
    await this.market.open(anchor);
    await this.market.extend(today);
    say('  simulated prices, profiles and statements are up to date');
    for (const user of DEMO_USERS) {
      for (const book of demoBook(user, anchor)) {
        const made = await this.books.seed(await this.userId(user, password), book, sessionsBetween(anchor, today));
        if (made) say(`  ${user.email}: ${book.name}, ${book.lots.length} lots`);
      }
    }
    await this.extend(today);
    await this.giveExtras(sessionsBetween(anchor, today), say);
    return { emails: DEMO_USERS.map(({ email }) => email), password, adminPassword: await this.seedAdmin() };
  }

  /**
   * Marks of private assets, and options with their prices, come with the simulated prices of the others, whether or not new
   * demo users are allowed.
   */
  async extend(to: string): Promise<void> {
    const anchor = await this.market.anchorDate();
    if (anchor === null) return;
    const sessions = sessionsBetween(anchor, to);
    for (const user of DEMO_USERS) {
      const found = await this.users.findByEmail(user.email);
      if (!found) continue;
      for (const book of demoBook(user, anchor)) {
        await this.books.extendMarks(found.id, book, sessions);
        await this.tradeOptions(found.id, book, sessions);
      }
    }
  }

  /** After the options, which are tagged as well. What an interrupted start has not given is given by the next one. */
  private async giveExtras(sessions: readonly string[], say: Say): Promise<void> {
    const due = await this.extras.listDue();
    const [anchor] = sessions;
    if (due.length === 0 || anchor === undefined) return;
    const books = new Map(DEMO_USERS.flatMap((user) => demoBook(user, anchor)).map((book) => [book.accountName, book]));
    const closeOf = (symbol: string): number | null =>
      [...simulatedHistory(symbol, sessions, SIMULATION_SEED).values()].at(-1) ?? null;
    for (const bare of due) {
      const book = books.get(bare.book);
      if (!book) continue;
      await this.extras.give(bare, book, closeOf);
      say(`  tags and target prices: ${book.name}`);
    }
  }

  private async tradeOptions(userId: string, book: DemoPortfolioBook, sessions: readonly string[]): Promise<void> {
    const { options = [] } = book;
    const [entryDate, to] = [sessions[0], sessions.at(-1)];
    if (options.length === 0 || entryDate === undefined || to === undefined) return;
    const closesOf = (symbol: string) => simulatedHistory(symbol, sessions, SIMULATION_SEED);
    const contracts = demoContracts({ options, entryDate, to, seed: SIMULATION_SEED, closesOf });
    const ids = await this.market.addOptions(contracts);
    await this.books.tradeOptions(userId, book, contracts, ids);
  }

  private async userId({ email, fullName }: DemoUser, password: string): Promise<string> {
    const found = await this.users.findByEmail(email);
    const user = found ?? (await this.users.create({ email, fullName, password, role: 'user', isDemo: true }));
    return user.id;
  }

  private async seedAdmin(): Promise<string | null> {
    if (await this.users.findByEmail(ADMIN_EMAIL)) return null;
    const password = randomBytes(12).toString('base64url');
    await this.users.create({ email: ADMIN_EMAIL, fullName: 'Administrator', password, role: 'admin' });
    return password;
  }
}
