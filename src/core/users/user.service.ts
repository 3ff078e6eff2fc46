import { Injectable } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { ANONYMOUS, asSystem, asUser } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PasswordService } from './password.service.js';
import { SessionService } from './session.service.js';
import type { User } from './user.entity.js';
import { UserFieldInvalid, UserNotFound } from './user.errors.js';
import { type Holdings, type SignInAccount, UserRepository } from './user.repository.js';
import { limitsOf, startOfMonth, type TierLimits } from './user-tier.kernel.js';

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly fullName: string;
  readonly role: User['role'];
  readonly isDemo?: boolean;
}

export interface Profile {
  readonly user: User;
  readonly holdings: Holdings;
  readonly limits: TierLimits;
}

/** Nobody is signed in when an account is made or its password forgotten. */
const SYSTEM = asSystem('users');
const MAX_FULL_NAME = 255;
const MAX_EMAIL = 255;

export const normalizedEmail = (email: string): string => email.trim().toLowerCase();

@Injectable()
export class UserService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly users: UserRepository,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /**
   * Not inside a unit of work: it hashes a password. What is done `alongside` is part of the transaction.
   * @throws EmailTaken, UserFieldInvalid
   */
  async create(
    { email, password, fullName, role, isDemo = false }: NewAccount,
    alongside?: (user: User) => Promise<void>,
  ): Promise<User> {
    const values = { email: checkedEmail(email), fullName: checkedName(fullName), role, isDemo };
    const passwordHash = await this.passwords.hash(password);
    return this.tx.run(SYSTEM, async () => {
      const user = await this.users.insert({ ...values, passwordHash });
      await alongside?.(user);
      return user;
    });
  }

  /** The user has shown an invite code. */
  async markInvited(id: string): Promise<void> {
    await this.tx.run(SYSTEM, () => this.users.setInviteValidated(id));
  }

  /** Before anybody is signed in: through the one function that may look up an account. */
  findForSignIn(email: string): Promise<SignInAccount | null> {
    return this.tx.run(ANONYMOUS, () => this.users.findForSignIn(email));
  }

  /** Ends all sessions of the user. */
  async resetPassword(email: string, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await this.tx.run(SYSTEM, async () => {
      const user = await this.users.findByEmail(normalizedEmail(email));
      if (user === null) throw new UserNotFound();
      await this.users.setPasswordHash(user.id, passwordHash);
      await this.sessions.revokeAll(user.id, SYSTEM);
    });
  }

  findById(id: string): Promise<User | null> {
    return this.tx.run(asUser(id), () => this.users.findById(id));
  }

  /** For jobs and commands, which are nobody's request. */
  findByEmail(email: string): Promise<User | null> {
    return this.tx.run(SYSTEM, () => this.users.findByEmail(normalizedEmail(email)));
  }

  me(id: string): Promise<Profile> {
    return this.tx.run(asUser(id), async () => {
      const user = await this.users.findById(id);
      if (user === null) throw new UserNotFound();
      const holdings = await this.users.holdings(id, startOfMonth(this.clock.now()));
      return { user, holdings, limits: limitsOf(user.tier) };
    });
  }
}

function checkedEmail(given: string): string {
  const email = normalizedEmail(given);
  if (isEmail(email) && email.length <= MAX_EMAIL) return email;
  throw new UserFieldInvalid('email', 'is_email', 'email must be an e-mail address, such as name@example.com.');
}

function checkedName(given: string): string {
  const name = given.trim();
  if (name.length >= 1 && name.length <= MAX_FULL_NAME) return name;
  throw new UserFieldInvalid('full_name', 'length', `full_name must have 1 to ${MAX_FULL_NAME} characters.`);
}
