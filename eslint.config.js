import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const pure = ['kernel', 'protocol', 'geo', 'rules', 'casework', 'points', 'audit', 'config', 'headroom'];
const adapters = ['store', 'queue', 'mqtt', 'identity', 'platform'];
/** The one library that may import a driver. */
const doorOf = { pg: 'store', bullmq: 'queue', ioredis: 'queue', mqtt: 'mqtt' };
/** Kept libraries without I/O that pure code may use, by the library that is their home. */
const pureDependencies = {
  geo: ['cheap-ruler', 'point-in-polygon-hao', 'gcoord'],
  protocol: ['cborg'],
  audit: ['@noble/hashes', '@noble/hashes/sha2.js', '@noble/hashes/utils.js'],
};

const libs = (names) => `libs/@(${names.join('|')})`;
const to = (...types) => ({ element: { types: { anyOf: types } } });
const external = (source) => ({ module: { origin: 'external', source } });

const closedDoors = Object.entries(doorOf).flatMap(([driver, lib]) => [
  {
    from: { element: { type: 'adapter', captured: { lib: `!${lib}` } } },
    disallow: { to: external(driver) },
    message: `only libs/${lib} may import ${driver}`,
  },
  // BullMQ's own error types and decorators are what a processor is written in.
  ...(driver === 'bullmq'
    ? []
    : [{ from: to('app'), disallow: { to: external(driver) }, message: `reach ${driver} through libs/${lib}` }]),
]);

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      '.cache',
      '.data',
      '*.config.*',
      'docs',
      '**/schema.d.ts',
      'apps/console/*.config.*',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      // `const { left, ...rest }` is how a member is left out.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['{apps,libs,devices-sim,infra,test}/**/*.ts'],
    ignores: ['apps/console/**'],
    plugins: { boundaries },
    settings: {
      'import/resolver': {
        typescript: { project: 'tsconfig.json', conditionNames: ['source', 'types', 'import', 'node', 'default'] },
      },
      'boundaries/elements': [
        { type: 'app', pattern: 'apps/*', capture: ['app'] },
        { type: 'pure', pattern: libs(pure), capture: ['lib'] },
        { type: 'adapter', pattern: libs(adapters), capture: ['lib'] },
        { type: 'testkit', pattern: 'libs/testkit' },
        { type: 'sim', pattern: 'devices-sim' },
        { type: 'infra', pattern: 'infra/*', capture: ['part'] },
        { type: 'suite', pattern: 'test' },
      ],
      'boundaries/files': [{ category: 'spec', pattern: '**/*.spec.ts' }],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          policies: [
            { from: to('app'), allow: { to: to('pure', 'adapter') } },
            { from: to('adapter'), allow: { to: to('pure') } },
            { from: to('pure'), allow: { to: to('pure') } },
            { from: to('sim'), allow: { to: to('pure') } },
            { from: to('infra'), allow: { to: to('pure', 'adapter', 'infra') } },
            { from: to('testkit', 'suite'), allow: { to: to('app', 'pure', 'adapter', 'testkit', 'sim', 'infra') } },
            { from: { file: { categories: 'spec' } }, allow: { to: to('testkit', 'infra') } },
            {
              from: to('app', 'adapter', 'testkit', 'sim', 'suite', 'infra'),
              allow: { to: { module: { origin: ['external', 'core'] } } },
            },
            { from: { file: { categories: 'spec' } }, allow: { to: { module: { origin: ['external', 'core'] } } } },
            { from: to('pure'), allow: { to: external('zod') } },
            ...Object.entries(pureDependencies).map(([lib, names]) => ({
              from: { element: { type: 'pure', captured: { lib } } },
              allow: { to: names.map(external) },
            })),
            ...closedDoors,
            {
              disallow: {
                to: {
                  element: { types: { anyOf: ['pure', 'adapter', 'testkit'] }, fileInternalPath: '!src/index.ts' },
                },
              },
              message: 'import a library through its index',
            },
          ],
        },
      ],
    },
  },
  {
    files: [`libs/{${pure.join(',')}}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'pure code takes what it needs as an argument' },
        { name: 'setTimeout', message: 'pure code does not wait' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'pure code takes the time as an argument',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'pure code takes the time as an argument',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'pure code takes its chance as an argument',
        },
      ],
    },
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^#(?!libs/(kernel|geo|protocol)$)', message: 'the console knows kernel, geo and protocol' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'libs/testkit/**', 'test/**'],
    rules: { '@typescript-eslint/require-await': 'off', 'max-lines': 'off' },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
);
