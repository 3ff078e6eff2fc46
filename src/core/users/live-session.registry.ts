import { Injectable } from '@nestjs/common';
import type { UserRole } from '../../shared/http/current-user.js';

export interface SessionUser {
  readonly id: string;
  readonly email: string;
  readonly fullName: string;
  readonly role: UserRole;
}

/** A session that opens something now. */
export interface LiveSession {
  readonly id: string;
  readonly expiresAt: Date;
  readonly user: SessionUser;
}

/** A revocation by another process is noticed within this time, in milliseconds; by this process at once. */
const KNOWN_FOR = 5_000;
const MAX_KNOWN = 10_000;

interface Known {
  readonly session: LiveSession;
  readonly since: number;
}

/** Sessions that were alive a moment ago, so that not every request asks the database. */
@Injectable()
export class LiveSessions {
  private readonly known = new Map<string, Known>();

  find(userId: string, id: string, now: Date): LiveSession | null {
    const entry = this.known.get(id);
    if (entry === undefined || entry.session.user.id !== userId) return null;
    const age = now.getTime() - entry.since;
    // A negative age is a clock that was set back: it must not prolong anything.
    if (age >= 0 && age < KNOWN_FOR && entry.session.expiresAt > now) return entry.session;
    this.known.delete(id);
    return null;
  }

  /** @param since when the database was asked, not when it answered. */
  remember(session: LiveSession, since: Date): void {
    this.known.delete(session.id);
    this.known.set(session.id, { session, since: since.getTime() });
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }

  forget(id: string): void {
    this.known.delete(id);
  }

  forgetUser(userId: string): void {
    for (const [id, { session }] of this.known) if (session.user.id === userId) this.known.delete(id);
  }
}
