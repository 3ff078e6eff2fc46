import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import { EmailTaken } from './user.errors.js';
import { User } from './user.entity.js';

/** What a sign-in needs to know of an account. */
export interface SignInAccount {
  readonly id: string;
  readonly email: string;
  readonly fullName: string;
  readonly role: User['role'];
  readonly passwordHash: string | null;
  readonly isActive: boolean;
}

export interface NewUser {
  readonly email: string;
  readonly passwordHash: string;
  readonly fullName: string;
  readonly role: User['role'];
  readonly isDemo: boolean;
}

/** What a user owns, counted. */
export interface Holdings {
  readonly portfolioId: string | null;
  readonly portfolioCount: number;
  readonly aiMessages: number;
  readonly lastSignInAt: Date | null;
}

@Injectable()
export class UserRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** As the anonymous identity, which sees no table: through the one function that may look up an account. */
  async findForSignIn(email: string): Promise<SignInAccount | null> {
    const [account] = await this.tx.manager.query<SignInAccount[]>(
      `SELECT id, email, full_name AS "fullName", role, password_hash AS "passwordHash", is_active AS "isActive"
         FROM find_user_for_sign_in($1)`,
      [email],
    );
    return account ?? null;
  }

  findById(id: string): Promise<User | null> {
    return this.tx.manager.getRepository(User).findOneBy({ id });
  }

  /** Not scoped: for system identities, who look up anybody. */
  findByEmail(email: string): Promise<User | null> {
    return this.tx.manager.getRepository(User).findOneBy({ email });
  }

  async insert(values: NewUser): Promise<User> {
    const users = this.tx.manager.getRepository(User);
    try {
      return await users.save(users.create(values));
    } catch (error) {
      if (isEmailConflict(error)) throw new EmailTaken(error);
      throw error;
    }
  }

  async setInviteValidated(id: string): Promise<void> {
    await this.tx.manager.getRepository(User).update({ id }, { inviteValidated: true });
  }

  async setPasswordHash(id: string, passwordHash: string): Promise<void> {
    await this.tx.manager.getRepository(User).update({ id }, { passwordHash });
  }

  /** In one statement: active portfolios in the order they were made, and the answers of language models since `since`. */
  async holdings(userId: string, since: Date): Promise<Holdings> {
    const [row] = await this.tx.manager.query<Holdings[]>(
      `SELECT
         (SELECT p.id FROM portfolios p
           WHERE p.user_id = $1 AND p.is_active AND p.deleted_at IS NULL
           ORDER BY p.created_at, p.id LIMIT 1) AS "portfolioId",
         (SELECT count(*)::int FROM portfolios p
           WHERE p.user_id = $1 AND p.is_active AND p.deleted_at IS NULL) AS "portfolioCount",
         (SELECT count(*)::int FROM ai_request_metrics r
           WHERE r.user_id = $1 AND r.state = 'answered' AND r.created_at >= $2) AS "aiMessages",
         (SELECT max(s.created_at) FROM user_sessions s WHERE s.user_id = $1) AS "lastSignInAt"`,
      [userId, since],
    );
    return row ?? { portfolioId: null, portfolioCount: 0, aiMessages: 0, lastSignInAt: null };
  }
}

function isEmailConflict(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint } = error.driverError as Error & { code?: string; constraint?: string };
  return code === '23505' && constraint === 'users_email_key';
}
