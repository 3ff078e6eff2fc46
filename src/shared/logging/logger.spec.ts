import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { createLog, JsonLogger, type LoggingOptions } from './logger.js';
import { requestContext } from './request-context.js';

function recorder(options: Partial<LoggingOptions> = {}) {
  const lines: string[] = [];
  const pino = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) }, ...options });
  const json = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { pino, logger: new JsonLogger(pino), lines, json };
}

describe('JsonLogger', () => {
  it('writes one JSON line with time, level, context and message', () => {
    const { logger, json, lines } = recorder();
    logger.log('Night finished', 'Batch');
    expect(json()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), context: 'Batch', msg: 'Night finished' },
    ]);
    expect(lines[0]!.endsWith('}\n')).toBe(true);
  });

  it('takes details as fields', () => {
    const { logger, json } = recorder();
    logger.warn('Slow', { sessions: 3 }, 'Batch');
    logger.log({ event: 'started' }, 'Batch');
    logger.log('List', [1, 2], 'Batch');
    expect(json()).toMatchObject([
      { level: 'warn', sessions: 3, context: 'Batch', msg: 'Slow' },
      { event: 'started', context: 'Batch' },
      { details: [[1, 2]] },
    ]);
  });

  it('takes what the Logger of Nest hands over', () => {
    const { logger, json } = recorder();
    Logger.overrideLogger(logger);
    const nest = new Logger('Users');
    nest.error('Failed', 'Error: x\n    at y (z.ts:1:1)');
    nest.error(new TypeError('broken'));
    nest.error('Failed', { err: new TypeError('broken'), error_id: '7' });
    expect(json()).toMatchObject([
      { level: 'error', context: 'Users', msg: 'Failed', stack: expect.stringContaining('z.ts') },
      { context: 'Users', msg: 'broken', err: { type: 'TypeError', stack: expect.stringContaining('logger.spec') } },
      { context: 'Users', error_id: '7', err: { message: 'broken' } },
    ]);
  });

  it('keeps its level', () => {
    const { logger, json } = recorder({ level: 'warn' });
    logger.log('a');
    logger.debug('b');
    logger.verbose('c');
    logger.warn('d');
    logger.fatal('e');
    expect(json().map(({ msg, level }) => [msg, level])).toEqual([
      ['d', 'warn'],
      ['e', 'fatal'],
    ]);
  });

  it('carries the id of the request', () => {
    const { logger, json } = recorder();
    requestContext.run({ request_id: 'r-1' }, () => {
      logger.log('inside');
    });
    logger.log('outside');
    expect(json().map((line) => line['request_id'])).toEqual(['r-1', undefined]);
  });

  it('hides secrets by name, two levels down too', () => {
    const { logger, lines } = recorder();
    const secret = 'hunter2';
    logger.log('a', { password: secret, user: { refresh_token: secret, headers: { authorization: secret } } });
    logger.log('b', { headers: { 'set-cookie': secret, cookie: secret } });
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toContain('[redacted]');
  });

  it.each([
    ['connect postgresql://app:hunter2@db:5432/core failed', 'connect postgresql://app:[redacted]@db:5432/core failed'],
    ['sent Bearer hunter2.a-b_c=', 'sent Bearer [redacted]'],
    ['GET /x?access_token=hunter2&page=2', 'GET /x?access_token=[redacted]&page=2'],
    ['see https://host:3000/a?to=b@c', 'see https://host:3000/a?to=b@c'],
  ])('hides secrets inside text: %s', (text, shown) => {
    const { logger, json } = recorder();
    logger.log(text);
    expect(json()[0]).toMatchObject({ msg: shown });
  });

  it('leaves out what a failed query carries', () => {
    const { logger, lines, json } = recorder();
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(a@example.com)' });
    const error = Object.assign(new Error('query failed', { cause }), { parameters: ['a@example.com'] });
    logger.error('Failed', { err: error });
    expect(lines.join('')).not.toContain('a@example.com');
    expect(json()[0]).toMatchObject({ err: { cause: { code: '23505', message: 'duplicate key' } } });
  });

  it('writes text for people', () => {
    const { logger, lines } = recorder({ human: true });
    logger.log('Night finished', { sessions: 3 }, 'Batch');
    logger.error('Failed', { err: new TypeError('broken') }, 'Batch');

    const [first, second] = lines.map((line) => line.replace(/\u001B\[\d+m/g, ''));
    expect(first).toMatch(/^\d\d:\d\d:\d\d INFO {2}\[Batch\] Night finished sessions=3\n$/);
    expect(second).toMatch(/^\d\d:\d\d:\d\d ERROR \[Batch\] Failed\nTypeError: broken\n {4}at /);
  });
});
