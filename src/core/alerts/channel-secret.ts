//! Secrets of webhooks, which have to be used and are never to be read again.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The secret that the ciphertext was made with is not the one that this program has. */
export class UnreadableSecret extends Error {
  constructor() {
    super('The secret of this channel cannot be read, since JWT_SECRET has changed: ask for a new one.');
  }
}

/** 256 random bits with a mark that tells what they are for. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;

/** Encrypts with AES-256-GCM under a key derived from the program's own secret, bound to the channel. */
export class ChannelSecrets {
  private readonly key: Buffer;

  constructor(programSecret: string) {
    this.key = Buffer.from(hkdfSync('sha256', programSecret, '', 'alert channels', 32));
  }

  seal(channelId: string, secret: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(channelId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws UnreadableSecret */
  open(channelId: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(channelId)).setAuthTag(tag);
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new UnreadableSecret();
    }
  }
}
