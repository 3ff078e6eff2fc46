import tseslint from 'typescript-eslint';

const only = (files, rules) => ({ files, rules });

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'coverage/**',
      'test/architecture/broken/**',
      '**/*.mjs',
      '**/*.cjs',
      '.data/**',
      'client/schema.d.ts',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-params': ['error', { max: 5 }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in shared/config/env.ts only.' },
        { object: 'Date', property: 'now', message: 'Use the Clock.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Use the Clock.' },
        {
          selector: 'CallExpression[callee.name=/^(InjectRepository|InjectDataSource|getDataSourceToken)$/] > Literal',
          message: 'Name the DataSource by its constant.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(forFeature)$/] > Literal.arguments:nth-child(2)',
          message: 'Name the DataSource by its constant.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
    },
  },
  only(['ormconfig.*.ts', 'vitest.config.ts'], { 'no-restricted-syntax': 'off' }),
  only(['src/shared/config/env.ts', 'src/shared/time/clock.ts', 'test/**/*.ts', 'bench/**/*.ts', 'vitest.config.ts'], {
    'no-restricted-properties': 'off',
    'no-restricted-syntax': 'off',
  }),
  only(['test/**/*.ts', '**/*.spec.ts', 'bench/**/*.ts'], {
    'max-lines-per-function': 'off',
    'no-console': 'off',
    '@typescript-eslint/no-non-null-assertion': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    '@typescript-eslint/no-unsafe-member-access': 'off',
    '@typescript-eslint/no-unsafe-argument': 'off',
    '@typescript-eslint/no-unsafe-return': 'off',
    '@typescript-eslint/no-unsafe-call': 'off',
  }),
  only(['src/migrations-*/**/*.ts'], { 'max-lines': 'off', 'max-lines-per-function': 'off' }),
);
