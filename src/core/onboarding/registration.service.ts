import { Inject, Injectable } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { ENV, type Env } from '../../shared/config/env.js';
import { ActivityService } from '../activity/activity.service.js';
import { EmailTaken, UserFieldInvalid } from '../users/user.errors.js';
import { type User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { passwordFaults } from './password-rule.kernel.js';
import { InviteCodeInvalid, RegistrationClosed, RegistrationRefused } from './registration.errors.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly fullName: string;
  readonly inviteCode: string | null;
}

/**
 * Accounts that people make for themselves. With INVITE_CODE set, whoever knows it may; without one nobody may on a
 * server, and everybody where the databases are embedded, which is one person's own machine.
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UserService,
    private readonly activity: ActivityService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws RegistrationClosed, RegistrationRefused */
  async register(registration: Registration): Promise<User> {
    await this.activity.recordAlone({ type: 'onboarding.register_start', userId: null });
    return this.activity.watch({ type: 'onboarding.register_error', userId: null }, () => this.create(registration));
  }

  /** @throws InviteCodeInvalid */
  async validateInvite(userId: string, code: string): Promise<void> {
    if (!this.admits(code)) throw new InviteCodeInvalid();
    await this.users.markInvited(userId);
  }

  /** The code comes first: without it nobody learns which addresses have accounts. */
  private async create({ email, password, fullName, inviteCode }: Registration): Promise<User> {
    if (this.env.INVITE_CODE === undefined && !this.isOpen) throw new RegistrationClosed();
    if (!this.admits(inviteCode ?? '')) {
      const message = 'invite_code is not valid: check it, or ask whoever invited you.';
      throw new RegistrationRefused('unauthenticated', 'ERR_INVITE_001', 'invite_code', message);
    }
    const faults = passwordFaults(password);
    if (faults) throw new RegistrationRefused('invalid', 'ERR_USER_003', 'password', faults.reason, { ...faults });
    try {
      return await this.users.create({ email, password, fullName, role: 'user' }, ({ id }) =>
        this.activity.record({ type: 'onboarding.register_complete', userId: id }),
      );
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private get isOpen(): boolean {
    return this.env.DATABASE_URL === undefined;
  }

  /** In any case, and in the same time for every wrong one. */
  private admits(code: string): boolean {
    if (this.env.INVITE_CODE === undefined) return this.isOpen;
    return timingSafeEqual(digestOf(code), digestOf(this.env.INVITE_CODE));
  }
}

const digestOf = (code: string): Buffer => createHash('sha256').update(code.trim().toLowerCase()).digest();

function refusalOf(error: unknown): unknown {
  if (error instanceof EmailTaken) {
    return new RegistrationRefused(
      'conflict',
      'ERR_USER_001',
      'email',
      'There is an account with this email: sign in.',
    );
  }
  if (!(error instanceof UserFieldInvalid)) return error;
  const [fault] = error.errors;
  const code = fault?.field === 'email' ? 'ERR_USER_002' : 'ERR_USER_004';
  return new RegistrationRefused('invalid', code, fault?.field ?? 'email', error.message);
}
