/**
 * The boundaries, as allow-lists: a new folder starts with no rights.
 * `test/architecture/boundaries.spec.ts` proves that `src` breaks no rule and that every rule can be broken.
 */
const { builtinModules } = require('node:module');

const packages = ['(^|/)node_modules/', `^(node:)?(${builtinModules.join('|')})$`];
const npm = (...names) => names.map((name) => `(^|/)node_modules/(@types/)?${name}(/|$)`);
const role = (...names) => `\\.(${names.join('|')})\\.ts$`;
const specs = '\\.spec\\.ts$';

/** Files matching `from` may import what matches one of `may`, and nothing else. Specs may use any fake they need. */
const only = (name, from, ...may) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: specs },
  to: { pathNot: may },
});

/** What matches `to` may be imported by files matching one of `by`, and by no other file of `src`. */
const reserved = (name, to, ...by) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: [specs, ...by] },
  to: { path: to },
});

const composition = '^src/(main|cli|worker|app\\.module|worker\\.module)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },

    // The two trees.
    only('core-stands-alone', '^src/core/', '^src/(core|contracts|shared|migrations-core)/', ...packages),
    only('ai-meets-core-in-contracts', '^src/ai/', '^src/(ai|contracts|shared|migrations-ai)/', ...packages),
    only('contracts-are-types', '^src/contracts/', '^src/contracts/', '^src/shared/outcome\\.ts$'),
    only('shared-knows-no-feature', '^src/shared/', '^src/shared/', ...packages),
    only('migrations-are-sealed', '^src/migrations-(core|ai)/', '^src/migrations-$1/', ...npm('typeorm')),
    only(
      'main-boots-the-app',
      '^src/(main|cli|worker)\\.ts$',
      '^src/(app|worker)\\.module\\.ts$',
      '^src/shared/',
      ...packages,
    ),
    only(
      'nothing-else-sees-a-tree',
      '^src/(?!core/|ai/|(app|worker)\\.module\\.ts$)',
      '^src/(?!core/|ai/)',
      ...packages,
    ),
    {
      name: 'nobody-imports-the-composition',
      severity: 'error',
      from: { path: '^src/', pathNot: [specs, composition] },
      to: { path: composition },
    },

    // The roles of files.
    only(
      'kernels-are-pure',
      role('kernel'),
      role('kernel'),
      '^src/shared/outcome\\.ts$',
      ...npm('ml-matrix', 'decimal\\.js'),
    ),
    only('entities-are-leaves', role('entity'), role('entity'), '^src/shared/database/', ...npm('typeorm')),
    only(
      'controllers-are-thin',
      role('controller'),
      role('service', 'dto', 'events', 'guard', 'registry'),
      '^src/shared/(http|errors)/',
      ...npm('@nestjs/common', '@nestjs/swagger', '@nestjs/throttler', 'rxjs', 'fastify', '@fastify/multipart'),
    ),
    {
      name: 'controllers-see-fastify-as-types',
      severity: 'error',
      from: { path: role('controller') },
      to: { path: npm('fastify', '@fastify/[^/]+'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-know-no-http',
      severity: 'error',
      from: { path: role('service', 'repository', 'calculation', 'runner') },
      to: {
        path: [
          role('controller', 'guard', 'filter'),
          ...npm('fastify', '@fastify/[^/]+', '@nestjs/platform-fastify', '@nestjs/swagger', '@nestjs/throttler'),
        ],
      },
    },

    // The packages that only some may touch.
    reserved(
      'orm-stays-in-storage',
      npm('typeorm', '@nestjs/typeorm'),
      role('entity', 'repository', 'module', 'data-source', 'transactions'),
      '^src/migrations-',
      '^src/shared/database/',
    ),
    reserved(
      'drivers-stay-in-shared',
      npm('pg', 'pg-pool', 'pg-copy-streams', '@electric-sql/[^/]+'),
      '^src/shared/database/',
      '^src/cutover/',
    ),
    reserved('csv-stays-in-loaders', npm('csv-parse'), role('loader')),
    reserved('models-stay-in-ai', npm('ai', '@ai-sdk/[^/]+', '@energetic-ai/[^/]+'), '^src/ai/'),

    {
      name: 'repositories-stay-home',
      severity: 'error',
      from: { path: '^src/(core|ai)/([^/]+)/' },
      to: { path: '\\.repository\\.ts$', pathNot: '^src/$1/$2/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type-only imports cross a boundary too.
    tsPreCompilationDeps: true,
    // Packages that ship ES modules alone have no `main`.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
