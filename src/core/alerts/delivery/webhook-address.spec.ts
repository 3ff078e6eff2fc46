import { describe, expect, it } from 'vitest';
import { faultOfUrl, ForbiddenAddress, permittedAddresses, type WebhookPolicy } from './webhook-address.js';

const STRICT: WebhookPolicy = { mayReachInside: false, mayReachItself: false };
const OWN: WebhookPolicy = { mayReachInside: false, mayReachItself: true };
const OPEN: WebhookPolicy = { mayReachInside: true, mayReachItself: true };

describe('faultOfUrl', () => {
  it.each([
    ['https://hooks.example.com/a?b=c', STRICT, null],
    ['http://hooks.example.com/a', STRICT, 'https://'],
    ['http://hooks.example.com/a', OPEN, 'https://'],
    ['http://localhost:8080/a', STRICT, 'https://'],
    ['http://localhost:8080/a', OWN, null],
    ['http://127.0.0.1:8080/a', OWN, null],
    ['http://[::1]:8080/a', OWN, null],
    ['http://localhost.example.com/a', OWN, 'https://'],
    ['https://me:secret@example.com/', STRICT, 'user or a password'],
    ['https://example.com/#part', STRICT, 'fragment'],
    ['ftp://example.com/', STRICT, 'must be an address'],
    ['example.com', STRICT, 'must be an address'],
  ] as const)('says of %s under %j: %s', (url, policy, fault) => {
    if (fault === null) expect(faultOfUrl(url, policy)).toBeNull();
    else expect(faultOfUrl(url, policy)).toContain(fault);
  });
});

describe('permittedAddresses', () => {
  const hostOf = (url: string): string => new URL(url).hostname;

  it.each([
    ...['https://10.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest', 'https://[::ffff:127.0.0.1]/'],
    ...['https://2130706433/', 'https://0x7f.1/', 'https://127.1/', 'https://0177.0.0.1/', 'https://localhost/'],
  ])('refuses %s, however it is written', async (url) => {
    await expect(permittedAddresses(hostOf(url), STRICT)).rejects.toThrow(ForbiddenAddress);
  });

  it('lets the setting open private networks, and this machine where it is the user’s own', async () => {
    expect(await permittedAddresses('10.0.0.1', OPEN)).toEqual([{ address: '10.0.0.1', family: 4 }]);
    expect(await permittedAddresses('[::1]', OWN)).toEqual([{ address: '::1', family: 6 }]);
    await expect(permittedAddresses('10.0.0.1', OWN)).rejects.toThrow(ForbiddenAddress);
  });

  it('takes a public address as it is', async () => {
    expect(await permittedAddresses('8.8.8.8', STRICT)).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});
