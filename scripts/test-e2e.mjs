// The end-to-end suite on real servers: two containers, or the servers that TEST_CORE_DATABASE_URL and
// TEST_AI_DATABASE_URL name. Further arguments go to vitest; with `--project` among them only those suites run.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostgreSqlContainer } from '@testcontainers/postgresql';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const IMAGE = process.env.TEST_POSTGRES_IMAGE ?? 'pgvector/pgvector:pg17';
const started = [];

async function container(database) {
  const running = await new PostgreSqlContainer(IMAGE)
    .withDatabase(database)
    .withUsername('sigmasight')
    .withPassword('sigmasight')
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'max_connections=200'])
    .start();
  started.push(running);
  return running.getConnectionUri();
}

async function servers() {
  const { TEST_CORE_DATABASE_URL: core, TEST_AI_DATABASE_URL: ai } = process.env;
  if (core && ai) {
    process.stdout.write('End-to-end tests on the servers of TEST_CORE_DATABASE_URL and TEST_AI_DATABASE_URL\n');
    return { core, ai };
  }
  process.stdout.write(`End-to-end tests on two containers of ${IMAGE}\n`);
  const [coreUrl, aiUrl] = await Promise.all([container('core'), container('ai')]);
  return { core: coreUrl, ai: aiUrl };
}

function vitest(urls) {
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const given = process.argv.slice(2);
  const projects = given.includes('--project') ? [] : ['--project', 'database', '--project', 'acceptance'];
  const args = ['run', ...projects, ...given];
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_CORE_DATABASE_URL: urls.core, TEST_AI_DATABASE_URL: urls.ai },
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

let code = 1;
try {
  code = await vitest(await servers());
} catch (error) {
  process.stderr.write(
    `The containers could not be started: ${error.message}\nIs a Docker engine running? TEST_CORE_DATABASE_URL and TEST_AI_DATABASE_URL can name servers instead.\n`,
  );
} finally {
  await Promise.allSettled(started.map((running) => running.stop()));
}
process.exit(code);
