import type { QueryRunner } from 'typeorm';

/** What a unit of work needs of a `pg` client. */
export interface PgConnection {
  /** @returns the command tag of the answer, which TypeORM's runner drops. */
  query(statement: string | { text: string; query_timeout: number | undefined }): Promise<{ readonly command: string }>;
}

/** A runner's connection, and the door through which the runner reaches it. */
export interface DooredConnection {
  readonly connection: PgConnection;
  /** From now on the runner's statements are refused, also those that it has begun to prepare. */
  readonly shut: () => void;
}

/**
 * Connects the runner and puts a door before its connection: a statement that was left behind unawaited would
 * otherwise reach the connection after the transaction, and run as the pool's user.
 */
export async function connectWithDoor(runner: QueryRunner): Promise<DooredConnection> {
  const connection = (await runner.connect()) as PgConnection;
  let isShut = false;
  const query = (...statement: Parameters<PgConnection['query']>): ReturnType<PgConnection['query']> =>
    isShut
      ? Promise.reject(new Error('the unit of work has ended; was something not awaited?'))
      : connection.query(...statement);
  const door = new Proxy(connection, {
    get(target, name) {
      if (name === 'query') return query;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  Object.assign(runner, { databaseConnection: door });
  return {
    connection,
    shut: () => {
      isShut = true;
    },
  };
}
