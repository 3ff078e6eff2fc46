// Adds up the JSON reports of vitest in a folder, prints one line, and fails when a test failed or none ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  process.stdout.write(`${file}: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
  total.passed += numPassedTests;
  total.failed += numFailedTests;
  total.skipped += numPendingTests;
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
