import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Env } from '../config/env.js';

/** The configured secret; on a laptop, one that is made once and kept beside the data, readable by its owner only. */
export async function resolveJwtSecret(env: Env): Promise<string> {
  if (env.JWT_SECRET !== undefined) return env.JWT_SECRET;
  const folder = resolve(env.DATA_DIR);
  const file = join(folder, 'jwt-secret');
  const kept = await readIfThere(file);
  if (kept !== null && kept !== '') return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    await write(draft, randomBytes(32).toString('base64url'));
    // Whole or not at all, whatever happens meanwhile; of two who make one at once, both take the first.
    if (kept === null) await linkUnlessThere(draft, file);
    else await rename(draft, file); // an empty one, left by a crash, has signed nothing
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function write(file: string, content: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkUnlessThere(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
