import { describe, expect, it } from 'vitest';
import { type LiveSession, LiveSessions } from './live-session.registry.js';

const at = (milliseconds: number): Date => new Date(1_733_000_000_000 + milliseconds);
const session = (id: string, userId = 'alice', expiresAt = at(1e9)): LiveSession => ({
  id,
  expiresAt,
  user: { id: userId, email: `${userId}@example.com`, fullName: userId, role: 'user' },
});

describe('LiveSessions', () => {
  it('knows a session for less than 5 s', () => {
    const live = new LiveSessions();
    live.remember(session('s'), at(0));
    expect(live.find('alice', 's', at(4_999))).toEqual(session('s'));
    expect(live.find('alice', 's', at(5_000))).toBeNull();
  });

  it('does not know it longer because the clock was set back', () => {
    const live = new LiveSessions();
    live.remember(session('s'), at(0));
    expect(live.find('alice', 's', at(-1))).toBeNull();
    expect(live.find('alice', 's', at(1))).toBeNull();
  });

  it('does not know it past its end', () => {
    const live = new LiveSessions();
    live.remember(session('s', 'alice', at(1_000)), at(0));
    expect(live.find('alice', 's', at(1_000))).toBeNull();
  });

  it('knows it for its own user only', () => {
    const live = new LiveSessions();
    live.remember(session('s'), at(0));
    expect(live.find('bob', 's', at(0))).toBeNull();
  });

  it('forgets one session, or those of one user', () => {
    const live = new LiveSessions();
    for (const [id, user] of [
      ['a1', 'alice'],
      ['a2', 'alice'],
      ['b', 'bob'],
    ] as const)
      live.remember(session(id, user), at(0));
    live.forget('a1');
    expect(live.find('alice', 'a1', at(0))).toBeNull();
    live.forgetUser('alice');
    expect(live.find('alice', 'a2', at(0))).toBeNull();
    expect(live.find('bob', 'b', at(0))).not.toBeNull();
  });

  it('knows a bounded number, and forgets the oldest first', () => {
    const live = new LiveSessions();
    for (let index = 0; index < 10_001; index += 1) live.remember(session(`s${index}`), at(0));
    expect(live.find('alice', 's0', at(0))).toBeNull();
    expect(live.find('alice', 's1', at(0))).not.toBeNull();
    expect(live.find('alice', 's10000', at(0))).not.toBeNull();
  });
});
