import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, isLoopback } from './network-address.kernel.js';

describe('isInside', () => {
  it.each([
    ...['127.0.0.1', '127.255.255.255', '0.0.0.0', '10.0.0.1', '100.64.0.1', '100.127.255.255', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.168.1.1', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.19.255.255'],
    ...['198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456:789a::1', 'ff02::1', '::ffff:127.0.0.1'],
    ...['::ffff:8.8.8.8', '::ffff:7f00:1', '64:ff9b::10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::1', '2001:db8::1'],
    ...['2001::1', '3fff::1', '64:ff9b:1::1', '100::1', '::127.0.0.1', '0:0:0:0:0:0:0:1'],
    ...['', 'localhost', '1.2.3', '1.2.3.256', '01.2.3.4', '1::2::3', '2606:4700:::1', '12345::1', '1:2:3:4:5:6:7:8:9'],
  ])('is %s', (address) => {
    expect(isInside(address)).toBe(true);
  });

  it.each([
    ...['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255'],
    ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '9.255.255.255', '11.0.0.0'],
    ...[
      '2606:4700:4700::1111',
      '2a00:1450:4001:800::200e',
      '64:ff9b::8.8.8.8',
      '2002:808:808::1',
      '2001:4860:4860::8888',
    ],
  ])('is not %s', (address) => {
    expect(isInside(address)).toBe(false);
  });

  it('is every address of the private networks', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom('10.0', '127.1', '192.168', '169.254', '172.20'), byte, byte, (start, c, d) => {
        expect(isInside(`${start}.${String(c)}.${String(d)}`)).toBe(true);
      }),
    );
  });
});

describe('isLoopback', () => {
  it('is this machine, and no other', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1'].map(isLoopback)).toEqual([true, true, true]);
    expect(['10.0.0.1', '::2', 'localhost', '128.0.0.1'].map(isLoopback)).toEqual([false, false, false, false]);
  });
});
