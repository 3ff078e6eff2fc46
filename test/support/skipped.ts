import { serverUrls } from './templates.js';

/** For `skipIf`: tests that need the other kind of databases say so where they are left out. @param file names it */
export function needs(kind: 'embedded databases' | 'server databases', file: string): boolean {
  const isSkipped = (kind === 'server databases') !== (serverUrls() !== null);
  if (isSkipped) process.stdout.write(`${file}: skipped, it needs ${kind}\n`);
  return isSkipped;
}
