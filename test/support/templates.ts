import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** One test run: on one server there may be several at once. */
    readonly templateRun: string;
  }
}

/** Changes with any migration, so that a stale template is never used. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['src/migrations-core', 'src/migrations-ai']) {
    for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

export const templateFolder = (): string =>
  join(tmpdir(), `sigmasight-test-template-${userInfo().uid}-${fingerprint()}`);

export const templateName = (name: 'core' | 'ai', run: string = inject('templateRun')): string =>
  `sgt_template_${name}_${run}`;

/** The servers that tests were told to use, or null for embedded databases. */
export function serverUrls(): { core: string; ai: string } | null {
  const core = process.env.TEST_CORE_DATABASE_URL;
  const ai = process.env.TEST_AI_DATABASE_URL;
  if (core === undefined && ai === undefined) return null;
  if (core === undefined || ai === undefined) {
    throw new Error('TEST_CORE_DATABASE_URL and TEST_AI_DATABASE_URL belong together');
  }
  return { core, ai };
}
