import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/app-error.js';
import { isConnectionFault, isOutOfReach } from './transactions.js';

/** As Node and `pg` make them. */
const failure = (code: string | null, message = ''): Error =>
  Object.assign(new Error(message), code === null ? {} : { code });
/** As TypeORM hands on what a statement met. */
const inQuery = (error: Error): Error => new QueryFailedError('SELECT 1', [], error);

describe('a database', () => {
  it.each([
    ['is known to no name server', failure('ENOTFOUND', 'getaddrinfo ENOTFOUND db.example')],
    ['cannot be looked up', failure('EAI_AGAIN', 'getaddrinfo EAI_AGAIN db.example')],
    ['has no route to it', failure('ENETUNREACH')],
    ['is on a host that is down', failure('EHOSTDOWN')],
    ['is on a host that cannot be reached', failure('EHOSTUNREACH')],
    ['refuses connections', failure('ECONNREFUSED')],
    ['has no socket', failure('ENOENT')],
    ['resets connections', failure('ECONNRESET')],
    ['has gone away', failure(null, 'Connection terminated unexpectedly')],
    ['keeps a connection waiting', failure(null, 'timeout exceeded when trying to connect')],
    ['is shutting down', failure('57P01')],
  ])('is out of reach, and its connection gone, when it %s', (_name, error) => {
    for (const met of [error, inQuery(error)]) {
      expect(isOutOfReach(met)).toBe(true);
      expect(isConnectionFault(met)).toBe(true);
    }
  });

  it.each([
    ['is silent', failure(null, 'Query read timeout')],
    ['refuses the password', failure('28P01')],
    ['does not exist', failure('3D000')],
    ['has no connection left', failure('53300')],
    ['was dropped', failure('57P04')],
  ])('is out of reach when it %s', (_name, error) => {
    for (const met of [error, inQuery(error)]) expect(isOutOfReach(met)).toBe(true);
  });

  it.each([
    ['refuses a statement', failure('42601', 'syntax error')],
    ['refuses a row', failure('23505', 'duplicate key')],
    ['has given a deadlock up', failure('40P01')],
    ['was asked by a program with a bug', new TypeError('x is not iterable')],
    ['was reported as away by somebody else already', new AppError('unavailable', 'x', 'Connection terminated')],
    ['has thrown no error', 'ECONNREFUSED'],
  ])('is within reach when it %s', (_name, error) => {
    expect(isOutOfReach(error)).toBe(false);
  });
});
