/** Specs run from the TypeScript sources, as native ES modules; see docs/adr/0002-tests-on-real-services.md. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/devices-sim', '<rootDir>/infra', '<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/own-services.ts'],
  // A busy machine is slow, not wrong: specs wait for conditions and say themselves what took too long.
  testTimeout: 30_000,
  // Native modules are never given back: a process that runs every file ends with its heap. Workers begin anew instead.
  workerIdleMemoryLimit: '800MB',
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};
