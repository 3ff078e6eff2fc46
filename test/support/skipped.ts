import { serverUrls } from './templates.js';

/** For `skipIf`: whether this run has no databases of that kind. Tests that are left out so say what they need. @param file names them */
export function lacks(kind: 'embedded databases' | 'server databases', file: string): boolean {
  const isSkipped = (kind === 'server databases') !== (serverUrls() !== null);
  if (isSkipped) process.stdout.write(`${file}: skipped, it needs ${kind}\n`);
  return isSkipped;
}
