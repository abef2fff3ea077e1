/** Connect runs these tests inside the image build: nothing outside this folder and ../shared is there. */
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.[tj]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  // connect-payments-sdk needs jose, which is an ES module; older Node cannot require one within jest.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  moduleNameMapper: {
    '^peoplevox-connector-shared/(.*)$': '<rootDir>/../shared/src/$1/index.ts',
  },
};
