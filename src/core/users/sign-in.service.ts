import { Injectable } from '@nestjs/common';
import { ANONYMOUS } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PasswordService } from './password.service.js';
import { type SessionGrant, SessionService } from './session.service.js';
import { SignInAttempts } from './sign-in-attempts.service.js';
import { IncorrectCredentials } from './user.errors.js';
import { type SignInAccount, UserRepository } from './user.repository.js';

export interface SignInAttempt {
  /** Lower-case. */
  readonly email: string;
  readonly password: string;
  readonly userAgent: string | null;
  /** Where it comes from, for counting failures. */
  readonly address: string | null;
}

@Injectable()
export class SignInService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly users: UserRepository,
    private readonly passwords: PasswordService,
    private readonly attempts: SignInAttempts,
    private readonly sessions: SessionService,
  ) {}

  /** @throws IncorrectCredentials, the same for an unknown account, a wrong password and an inactive account. */
  signIn(attempt: SignInAttempt): Promise<SessionGrant> {
    return this.signInIf(attempt, (account) => account.isActive);
  }

  /** An account that is no administrator's is refused as if it did not exist. */
  signInAdmin(attempt: SignInAttempt): Promise<SessionGrant> {
    return this.signInIf(attempt, (account) => account.isActive && account.role === 'admin');
  }

  private async signInIf(
    attempt: SignInAttempt,
    isAllowed: (account: SignInAccount) => boolean,
  ): Promise<SessionGrant> {
    const account = await this.attempts.count(attempt.email, attempt.address, async () => {
      const found = await this.tx.run(ANONYMOUS, () => this.users.findForSignIn(attempt.email));
      const matches = await this.passwords.matches(found?.passwordHash ?? null, attempt.password);
      return found !== null && matches && isAllowed(found) ? found : null;
    });
    if (account === null) throw new IncorrectCredentials();
    const { id, email, fullName, role } = account;
    return this.sessions.open({ id, email, fullName, role }, attempt.userAgent);
  }
}
