import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Env, readEnv } from '../config/env.js';
import { resolveJwtSecret } from './jwt-secret.js';

let folder: string;
let env: Env;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgt-'));
  env = readEnv({ DATA_DIR: join(folder, 'data') });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(env.DATA_DIR, 'jwt-secret');

describe('the secret that signs access tokens', () => {
  it('is the configured one, and none is made then', async () => {
    const secret = 'a secret of more than thirty-two characters';
    expect(await resolveJwtSecret(readEnv({ DATA_DIR: env.DATA_DIR, JWT_SECRET: secret }))).toBe(secret);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is made once, and kept where only its owner reads it', async () => {
    const secret = await resolveJwtSecret(env);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(await resolveJwtSecret(env)).toBe(secret);
    expect(readdirSync(env.DATA_DIR)).toEqual(['jwt-secret']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('is the same one for all who make it at once', async () => {
    const secrets = await Promise.all(Array.from({ length: 8 }, () => resolveJwtSecret(env)));
    expect(new Set(secrets).size).toBe(1);
    expect(readFileSync(file(), 'utf8')).toBe(secrets[0]);
  });

  it('is made anew where a crash left an empty file', async () => {
    await resolveJwtSecret(env);
    writeFileSync(file(), '');
    const secret = await resolveJwtSecret(env);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(await resolveJwtSecret(env)).toBe(secret);
  });
});
