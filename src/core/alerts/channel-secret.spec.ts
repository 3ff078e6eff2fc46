import { describe, expect, it } from 'vitest';
import { ChannelSecrets, newSecret, UnreadableSecret } from './channel-secret.js';

describe('ChannelSecrets', () => {
  const secrets = new ChannelSecrets('the secret of the program, which is long');

  it('opens what it has sealed, and shows nothing of it', () => {
    const sealed = secrets.seal('channel', 'whsec_abc');
    expect(sealed).not.toContain('abc');
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('whsec');
    expect(secrets.seal('channel', 'whsec_abc')).not.toBe(sealed);
    expect(secrets.open('channel', sealed)).toBe('whsec_abc');
  });

  it('opens nothing of another channel, of another program, or that was changed', () => {
    const sealed = secrets.seal('channel', 'whsec_abc');
    const changed = Buffer.from(sealed, 'base64');
    changed[changed.length - 1]! ^= 1;
    expect(() => secrets.open('other channel', sealed)).toThrow(UnreadableSecret);
    expect(() => new ChannelSecrets('another secret of another program').open('channel', sealed)).toThrow(
      UnreadableSecret,
    );
    expect(() => secrets.open('channel', changed.toString('base64'))).toThrow(UnreadableSecret);
    expect(() => secrets.open('channel', '')).toThrow(UnreadableSecret);
  });

  it('are made anew each time', () => {
    expect(newSecret()).toMatch(/^whsec_[\w-]{43}$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});
