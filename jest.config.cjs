/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/shared/src',
    '<rootDir>/order-export/src',
    '<rootDir>/inventory-import/src',
    '<rootDir>/sandbox',
  ],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: { '^peoplevox-connector-shared/(.*)$': '<rootDir>/shared/src/$1/index.ts' },
  testTimeout: 30_000,
};
