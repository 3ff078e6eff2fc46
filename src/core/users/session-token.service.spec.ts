import { JwtService } from '@nestjs/jwt';
import { describe, expect, it } from 'vitest';
import { Env } from '../../shared/config/env.js';
import { Clock } from '../../shared/time/clock.js';
import type { LiveSession } from './live-session.registry.js';
import { SessionTokenService } from './session-token.service.js';

class SetClock extends Clock {
  seconds = 1_733_000_000;

  now(): Date {
    return new Date(this.seconds * 1000);
  }
}

const USER = '9d4f6a0e-7c4b-4f3a-8a51-0b8f3c1d2e01';
const SESSION = '9d4f6a0e-7c4b-4f3a-8a51-0b8f3c1d2e02';
const clock = new SetClock();
const jwt = new JwtService({ secret: 'secret', signOptions: { algorithm: 'HS256' } });
const tokens = new SessionTokenService(jwt, clock, Object.assign(new Env(), { ACCESS_TOKEN_TTL: 600 }));
const session = (secondsLeft: number): LiveSession => ({
  id: SESSION,
  expiresAt: new Date((clock.seconds + secondsLeft) * 1000),
  user: { id: USER, email: 'alice@example.com', fullName: 'Alice', role: 'user' },
});

describe('SessionTokenService', () => {
  it('issues access tokens that do not outlive their session', async () => {
    const { token, expiresIn } = await tokens.accessToken(session(9_999));
    expect(expiresIn).toBe(600);
    expect(jwt.decode(token)).toMatchObject({ sub: USER, sid: SESSION, iat: clock.seconds, exp: clock.seconds + 600 });
    expect((await tokens.accessToken(session(60))).expiresIn).toBe(60);
  });

  it('takes claims until their time is over', () => {
    const claims = { sub: USER, sid: SESSION, exp: clock.seconds + 1 };
    expect(tokens.claimsOf(claims)).toEqual({ userId: USER, sessionId: SESSION });
    expect(tokens.claimsOf({ ...claims, exp: clock.seconds })).toBeNull();
  });

  it.each([{}, { sub: USER, sid: SESSION }, { sub: USER, sid: 'x', exp: 9e9 }, { sub: 1, sid: SESSION, exp: 9e9 }])(
    'takes no claims from %j',
    (payload) => {
      expect(tokens.claimsOf(payload)).toBeNull();
    },
  );

  it('makes refresh tokens that nobody can guess, and keeps their hash', () => {
    const [first, second] = [tokens.refreshToken(), tokens.refreshToken()];
    expect(first.token).not.toBe(second.token);
    expect(Buffer.from(first.token, 'base64url')).toHaveLength(32);
    expect(tokens.hashOf(first.token)).toBe(first.hash);
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.secondsUntil(first.expiresAt)).toBe(2_592_000);
  });
});
