import { describe, expect, it } from 'vitest';
import { signatureOf } from './webhook-signature.js';

describe('signatureOf', () => {
  it('is HMAC-SHA256 of the time, a full stop and the body', () => {
    // printf '1733178600.{"a":1}' | openssl dgst -sha256 -hmac secret
    expect(signatureOf('secret', 1_733_178_600, '{"a":1}')).toBe(
      't=1733178600,v1=4fbf9905a6acbcbedbb4669ee686e4e1cab9d9d87a219db4b59054fa5fcfa5e6',
    );
  });

  it('is another one for another time, body or secret', () => {
    const all = [
      signatureOf('secret', 1, 'body'),
      signatureOf('secret', 2, 'body'),
      signatureOf('secret', 1, 'bodies'),
      signatureOf('secrets', 1, 'body'),
    ];
    expect(new Set(all).size).toBe(4);
  });
});
