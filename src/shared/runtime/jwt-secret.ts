import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Env } from '../config/env.js';

/** The configured secret; on a laptop, one that is made once and kept beside the data, readable by its owner only. */
export async function resolveJwtSecret(env: Env): Promise<string> {
  if (env.JWT_SECRET !== undefined) return env.JWT_SECRET;
  const folder = resolve(env.DATA_DIR);
  const file = join(folder, 'jwt-secret');
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFile(file, 'utf8');
}
