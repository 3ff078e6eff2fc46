import { Injectable } from '@nestjs/common';
import { ActivityService } from '../activity/activity.service.js';
import { PasswordService } from './password.service.js';
import { type SessionGrant, SessionService } from './session.service.js';
import { SignInAttempts } from './sign-in-attempts.service.js';
import { IncorrectCredentials } from './user.errors.js';
import { type SignInAccount } from './user.repository.js';
import { UserService } from './user.service.js';

export interface SignInAttempt {
  /** Lower-case. */
  readonly email: string;
  readonly password: string;
  readonly userAgent: string | null;
  /** Where it comes from, for counting failures. */
  readonly address: string | null;
}

/** Nothing of what was typed: it may be the password. */
const INCORRECT = { code: 'auth.incorrect_credentials', message: 'Incorrect Credentials' };

@Injectable()
export class SignInService {
  constructor(
    private readonly users: UserService,
    private readonly passwords: PasswordService,
    private readonly attempts: SignInAttempts,
    private readonly sessions: SessionService,
    private readonly activity: ActivityService,
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
      const found = await this.users.findForSignIn(attempt.email);
      const matches = await this.passwords.matches(found?.passwordHash ?? null, attempt.password);
      return found !== null && matches && isAllowed(found) ? found : null;
    });
    if (account === null) {
      await this.activity.recordAlone({ type: 'onboarding.login_error', userId: null, error: INCORRECT });
      throw new IncorrectCredentials();
    }
    const { id, email, fullName, role } = account;
    return this.sessions.open({ id, email, fullName, role }, attempt.userAgent, () =>
      this.activity.record({ type: 'onboarding.login_success', userId: id }),
    );
  }
}
