import type { DataSourceOptions } from 'typeorm';

/**
 * Where a database is, as one string: a PostgreSQL URL, or `socket:FOLDER` for an embedded database.
 * One string, so that it travels unchanged to worker threads, child processes and tests.
 */
const SOCKET_SCHEME = 'socket:';

export const socketAddress = (folder: string): string => `${SOCKET_SCHEME}${folder}`;

export const isEmbedded = (address: string): boolean => address.startsWith(SOCKET_SCHEME);

/** Accepts what other tools write (`postgres://`, `postgresql+asyncpg://`) and gives the form that `pg` reads. */
export const normaliseUrl = (url: string): string => url.replace(/^postgres(ql)?(\+[a-z0-9]+)?:\/\//i, 'postgresql://');

/** Options of `pg` (and of TypeORM's `extra`) that reach the address. */
export function connectionOptions(address: string): {
  connectionString?: string;
  host?: string;
  user?: string;
  password?: string;
  database?: string;
} {
  if (!isEmbedded(address)) return { connectionString: normaliseUrl(address) };
  // An embedded database accepts any user as superuser; the folder's mode is what protects it.
  return {
    host: address.slice(SOCKET_SCHEME.length),
    user: 'postgres',
    password: 'unused',
    database: 'postgres',
  };
}

/** Seconds after which a pooled connection is replaced, so that none outlives a proxy's or server's patience. */
const RECYCLE_AFTER_SECONDS = 1_800;

/** The part of the DataSource options that is the same for both databases. */
export function poolOptions(
  address: string,
  poolSize: number,
): Pick<DataSourceOptions & { type: 'postgres' }, 'extra' | 'applicationName'> {
  return {
    applicationName: 'sigmasight',
    extra: {
      ...connectionOptions(address),
      max: poolSize,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      maxLifetimeSeconds: RECYCLE_AFTER_SECONDS,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: 10_000,
      query_timeout: 120_000,
    },
  };
}

/** The address without its password, for messages. */
export function describeAddress(address: string): string {
  if (isEmbedded(address)) return 'embedded';
  const url = new URL(normaliseUrl(address));
  return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
}
