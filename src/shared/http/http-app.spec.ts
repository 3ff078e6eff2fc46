import { Controller, Get, Ip, Module } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { createLog } from '../logging/logger.js';
import { createHttpApp, type HttpAppOptions } from './http-app.js';

@Controller()
class AddressController {
  @Get('ip')
  ip(@Ip() address: string): { address: string } {
    return { address };
  }
}

@Module({ controllers: [AddressController] })
class AddressModule {}

/** What the program takes for the caller's address. */
async function seenAddress(
  trustProxy: HttpAppOptions['trustProxy'],
  remoteAddress: string,
  forwardedFor: string,
): Promise<string> {
  const app = await createHttpApp(
    { module: AddressModule },
    { log: createLog({ level: 'fatal' }), allowedOrigins: [], ...(trustProxy !== undefined && { trustProxy }) },
  );
  await app.init();
  const headers = { 'x-forwarded-for': forwardedFor };
  const answer = await app.inject({ url: '/ip', remoteAddress, headers });
  await app.close();
  return answer.json<{ address: string }>().address;
}

describe('the address of a caller', () => {
  const CALLER = '203.0.113.9';
  const FORGED = `198.51.100.1, ${CALLER}`;

  it('is that of the connection, whatever is claimed', async () => {
    expect(await seenAddress(undefined, CALLER, '198.51.100.1')).toBe(CALLER);
    expect(await seenAddress(false, CALLER, '198.51.100.1')).toBe(CALLER);
  });

  it('is what the last proxy saw, not what the caller wrote before it', async () => {
    expect(await seenAddress(['10.0.0.1'], '10.0.0.1', FORGED)).toBe(CALLER);
    expect(await seenAddress(['10.0.0.0/8'], '10.0.0.1', FORGED)).toBe(CALLER);
  });

  it('is found behind several proxies', async () => {
    expect(await seenAddress(['uniquelocal'], '10.0.0.1', `${FORGED}, 192.168.0.2`)).toBe(CALLER);
    expect(await seenAddress(['10.0.0.1', '10.0.0.2'], '10.0.0.1', `${FORGED}, 10.0.0.2`)).toBe(CALLER);
  });

  it('is that of the connection when it comes from no known proxy', async () => {
    expect(await seenAddress(['10.0.0.0/8'], CALLER, '198.51.100.1')).toBe(CALLER);
  });
});
