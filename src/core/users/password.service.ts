import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { CoreTransactions } from '../core.transactions.js';
import { UserFieldInvalid } from './user.errors.js';

/** The password storage recommendation of OWASP for argon2id (the library's default algorithm): 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

/** Argon2id, in the library's threads. It takes tens of milliseconds: never inside a unit of work. */
@Injectable()
export class PasswordService {
  /** What nobody's password matches; checked in place of the hash that an unknown account does not have. */
  private readonly decoy = hash(randomBytes(32), PARAMETERS);

  constructor(private readonly tx: CoreTransactions) {}

  /** @throws UserFieldInvalid when the password breaks the policy: 8 to 200 characters. */
  async hash(password: string): Promise<string> {
    this.refuseOpenUnit();
    const length = Array.from(password).length;
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      const message = `password must have ${MIN_LENGTH} to ${MAX_LENGTH} characters.`;
      throw new UserFieldInvalid('password', 'password_length', message);
    }
    return hash(password, PARAMETERS);
  }

  /** Takes as long without a hash as with one. A hash of another kind matches nothing. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    this.refuseOpenUnit();
    const known = passwordHash?.startsWith('$argon2') === true ? passwordHash : null;
    const matches = await verify(known ?? (await this.decoy), password);
    return known !== null && matches;
  }

  private refuseOpenUnit(): void {
    if (this.tx.isOpen) throw new Error('a password was hashed or checked inside a unit of work');
  }
}
