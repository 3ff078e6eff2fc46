// Joins the built program and most of its packages into a few files: reading two thousand small modules costs each start,
// each command and each batch thread more than a second of processor time.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** Read from node_modules when they are asked for: to join them would break them, or make every start read them. */
const LEFT_OUT = [
  /^(@electric-sql|@energetic-ai|@node-rs)\//, // WebAssembly, model files and native code beside their modules
  /^(pino|thread-stream|piscina|@fastify\/static|swagger-ui-dist)(\/|$)/, // start threads from, or serve, files of their own
  /^(typeorm|reflect-metadata)(\/|$)/, // there must be one copy, whoever imports it
  /^(typescript|prettier|cosmiconfig|@?inquirer)(\/|$)/, // of commands with questions or configuration files, which ours have not
  /^(pg-native|@nestjs\/(websockets|microservices|platform-express)|class-transformer\/storage|@fastify\/view)(\/|$)/, // optional, not installed
];

/** What a module finds beside itself, it finds from the joined file too. */
const filesBesideModules = {
  name: 'files-beside-modules',
  transform(code, id) {
    if (!id.startsWith(dist + sep) || !code.includes('import.meta.')) return undefined;
    const file = `new URL(${JSON.stringify(['..', ...relative(dist, id).split(sep)].join('/'))}, import.meta.url)`;
    return code
      .replaceAll('import.meta.url', `${file}.href`)
      .replaceAll('import.meta.dirname', `process.getBuiltinModule('node:url').fileURLToPath(new URL('.', ${file}))`);
  },
};

async function joined(input) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    external: (id) => id.startsWith('node:') || LEFT_OUT.some((pattern) => pattern.test(id)),
    treeshake: false, // decorators and registries work by being imported
    plugins: [filesBesideModules],
    onLog(level, log) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      if (level === 'warn') process.stderr.write(`${log.message}\n`);
    },
  });
  await bundle.write({
    dir: join(dist, 'bundle'),
    format: 'esm',
    keepNames: true, // names of classes are names of tables and of the API's types
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
}

await joined({
  main: join(dist, 'main.js'),
  worker: join(dist, 'worker.js'),
  cli: join(dist, 'cli.js'),
  'batch.worker': join(dist, 'core', 'batch', 'batch.worker.js'),
});
// By itself: what it shares with the others would make each of its threads read them.
await joined({ 'session.worker': join(dist, 'core', 'calculations', 'session.worker.js') });
