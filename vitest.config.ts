import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const plugins = [
  swc.vite({
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
  }),
];

/** Not UTC on purpose: a suite that passes only in UTC has a bug. */
const env = { TZ: 'Pacific/Auckland' };

/** How many times as often as usual each property is tried (`test/support/more-runs.ts`). */
const runsFactor = Number(process.env['PROPERTY_RUNS_FACTOR'] ?? 1);

export default defineConfig({
  plugins,
  test: {
    allowOnly: false,
    env,
    projects: [
      {
        plugins,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          env,
          include: ['src/**/*.spec.ts', 'test/golden/**/*.spec.ts'],
          setupFiles: ['test/support/reflect.ts', 'test/support/more-runs.ts'],
          // Some boot a Nest application or a worker thread, beside whatever else the machine does.
          testTimeout: 30_000 * runsFactor,
          hookTimeout: 60_000,
        },
      },
      {
        plugins,
        test: {
          name: 'architecture',
          sequence: { groupOrder: 1 },
          env,
          include: ['test/architecture/*.spec.ts'],
          testTimeout: 120_000,
        },
      },
      {
        plugins,
        test: {
          name: 'database',
          sequence: { groupOrder: 2 },
          env,
          include: ['test/**/*.db.spec.ts', 'test/**/*.http.spec.ts'],
          setupFiles: ['test/support/reflect.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          maxWorkers: 2,
          // Files share a process, since loading the program anew for each took a quarter of the time. Databases and
          // applications are each file's own; what a test changes of a module it puts back.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins,
        test: {
          name: 'acceptance',
          sequence: { groupOrder: 3 },
          env,
          include: ['test/acceptance/**/*.spec.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
