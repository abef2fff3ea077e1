import { availableParallelism } from 'node:os';
import { applications } from './scripts/applications.mjs';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: [
    'shared/src',
    ...applications.map(({ name }) => `${name}/src`),
    'operate',
    'sandbox',
    'scripts',
  ].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/scripts/every-test-asserts.ts'],
  testSequencer: '<rootDir>/scripts/test-order.mjs',
  transform: {
    '^.+\\.[tj]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  modulePathIgnorePatterns: ['/dist/'],
  // connect-payments-sdk needs jose, which is an ES module; older Node cannot require one within jest.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  moduleNameMapper: {
    '^peoplevox-connector-shared/(.*)$': '<rootDir>/shared/src/$1/index.ts',
  },
  // Scenarios mostly wait, so on few cores more of them run than there are cores.
  maxWorkers: Math.max(8, availableParallelism() - 1),
  // Simulations take long beside other workers on few cores.
  testTimeout: 90_000,
};
