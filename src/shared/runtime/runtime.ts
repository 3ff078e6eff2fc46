import type { Env } from '../config/env.js';
import type { Databases } from '../database/databases.js';
import type { Clock } from '../time/clock.js';

/** What the program is given from outside, once, before anything is built. */
export interface Runtime {
  readonly env: Env;
  readonly databases: Databases;
  readonly clock: Clock;
  /** Signs access tokens. */
  readonly jwtSecret: string;
}

/** Tells the person at the terminal what is being done; silent where nobody looks. */
export type Say = (line: string) => void;
