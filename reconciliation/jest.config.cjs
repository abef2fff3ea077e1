/** Connect runs these tests inside the image build: nothing outside this folder and ../shared is there. */
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: { '^peoplevox-connector-shared/(.*)$': '<rootDir>/../shared/src/$1/index.ts' },
};
