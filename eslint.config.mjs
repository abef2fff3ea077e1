import { defineConfig } from 'eslint/config';
import boundaries from 'eslint-plugin-boundaries';
import sonarjs from 'eslint-plugin-sonarjs';
import tseslint from 'typescript-eslint';
import { applications } from './scripts/applications.mjs';

const doors = applications.map(({ name }) => `${name}/src`);
const domainRooms = ['orders', 'stock', 'despatch', 'catalogue'];

const typescript = [
  'shared/src/**/*.ts',
  ...doors.map((door) => `${door}/**/*.ts`),
  'operate/**/*.ts',
  'sandbox/**/*.ts',
  'scripts/**/*.ts',
];
const production = ['shared/src/**/*.ts', ...doors.map((door) => `${door}/**/*.ts`), 'operate/**/*.ts'];
/** Pure cores of the sandbox; the HTTP shells around them may use the machine's clock. */
const cores = ['commercetools', 'peoplevox', 'simulation'].map((core) => `sandbox/${core}/**/*.ts`);
const shells = ['sandbox/**/{http,server,main,shell}.ts', 'sandbox/**/{http,shell}/**/*.ts'];
const tests = ['**/*.test.ts'];

const clients = ['runtime', 'peoplevox', 'commercetools', 'configuration', 'exceptions'];
const deployed = [...clients, 'connections', 'domain', 'door'];

/** Who may import whom, one way only: docs/architecture.md, "Rooms". A room may always import itself. */
const imports = {
  runtime: [],
  peoplevox: ['runtime'],
  commercetools: ['runtime'],
  exceptions: ['runtime', 'commercetools'],
  configuration: ['runtime', 'commercetools', 'exceptions'],
  connections: clients,
  domain: clients,
  door: [...clients, 'connections', 'domain'],
  // What a person runs beside the applications: it looks at both systems with the applications' own eyes, and reads
  // connect.yaml as the sandbox does.
  operate: [...deployed, 'sandbox'],
  sandbox: deployed,
  scripts: [...clients, 'domain', 'operate', 'sandbox'],
};

const elements = [
  ...['runtime', 'peoplevox', 'commercetools', 'exceptions', 'configuration', 'connections'].map((room) => ({
    type: room,
    pattern: `shared/src/${room}`,
    partialMatch: false,
  })),
  {
    type: 'domain',
    pattern: `shared/src/(${domainRooms.join('|')})`,
    capture: ['name'],
    partialMatch: false,
  },
  {
    type: 'door',
    pattern: `(${applications.map(({ name }) => name).join('|')})/src`,
    capture: ['name'],
    partialMatch: false,
  },
  { type: 'operate', pattern: 'operate', partialMatch: false },
  { type: 'sandbox', pattern: 'sandbox', partialMatch: false },
  { type: 'scripts', pattern: 'scripts', partialMatch: false },
];

const boundaryPolicies = [
  ...Object.entries(imports).map(([from, others]) => ({
    from: { element: { type: from } },
    allow: {
      to: {
        element: { types: { anyOf: from === 'domain' || from === 'door' ? others : [from, ...others] } },
      },
    },
  })),
  ...['domain', 'door'].map((type) => ({
    from: { element: { type } },
    allow: { to: { element: { type, captured: { name: '{{from.element.captured.name}}' } } } },
  })),
  { from: { file: { categories: 'test' } }, allow: { to: { element: { type: 'sandbox' } } } },
];

const injected = 'Time, randomness and fetch come from the injected World (shared/src/runtime/world.ts).';

const injectionRules = {
  'no-restricted-globals': [
    'error',
    ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'fetch'].map((name) => ({
      name,
      message: injected,
    })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: injected },
    { object: 'Math', property: 'random', message: injected },
    ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'fetch'].map((property) => ({
      object: 'globalThis',
      property,
      message: injected,
    })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: injected },
    { selector: "CallExpression[callee.name='Date']", message: injected },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'node:crypto', importNames: ['randomUUID', 'randomBytes', 'randomInt'], message: injected },
        { name: 'node:timers', message: injected },
        { name: 'node:timers/promises', message: injected },
      ],
    },
  ],
};

const cloudStackRules = Object.keys(sonarjs.rules).filter((rule) => rule.startsWith('aws-'));

export default defineConfig(
  { ignores: ['**/dist/', '**/node_modules/', '.runs/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, sonarjs.configs.recommended],
    plugins: { boundaries },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    settings: {
      'boundaries/elements': elements,
      'boundaries/files': [{ category: 'test', pattern: '**/*.test.ts' }],
      'import/resolver': { typescript: { project: './tsconfig.json' } },
    },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and booleans print as one expects.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // An underscore says that a value is left out on purpose, also to TypeScript.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'sonarjs/no-unused-vars': 'off',
      // `async` without `await` turns throwing into rejecting.
      '@typescript-eslint/require-await': 'off',
      // no-deprecated of typescript-eslint says the same, faster; nothing here builds cloud stacks.
      'sonarjs/deprecation': 'off',
      ...Object.fromEntries(cloudStackRules.map((rule) => [`sonarjs/${rule}`, 'off'])),
      // The types say it better.
      'sonarjs/function-return-type': 'off',
      // XML namespaces and loopback addresses begin with http:// too.
      'sonarjs/no-clear-text-protocols': 'off',
      // Math.random is restricted below, with its reason.
      'sonarjs/pseudo-random': 'off',
      'sonarjs/cognitive-complexity': ['error', 15],
      // `void promise` is how a promise is left to itself on purpose (no-floating-promises).
      'sonarjs/void-use': 'off',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: boundaryPolicies,
          message:
            'Imports go one way: door, domain rooms, clients and configuration and exceptions, runtime.',
        },
      ],
      'boundaries/no-unknown-files': 'error',
    },
  },
  { files: [...production, ...cores], ignores: [...tests, ...shells], rules: injectionRules },
  {
    // Where they are taken from the machine; virtual time needs the event loop's own turns.
    files: ['shared/src/runtime/{clock,world}.ts', 'sandbox/simulation/virtual-clock.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  // Tools that the machine of a developer has: java, npm, node.
  { files: ['sandbox/**/*.ts', 'scripts/**/*.ts'], rules: { 'sonarjs/no-os-command-from-path': 'off' } },
  // The sandbox's own credentials open nothing but the sandbox.
  { files: ['sandbox/simulation/merchant.ts'], rules: { 'sonarjs/no-hardcoded-passwords': 'off' } },
  {
    files: tests,
    rules: {
      // scripts/every-test-asserts.ts sees it as the test runs; to search for it took a quarter of the time of all rules.
      'sonarjs/assertions-in-tests': 'off',
      'sonarjs/no-hardcoded-passwords': 'off',
      'sonarjs/no-hardcoded-ip': 'off',
      'sonarjs/no-identical-functions': 'off',
      'sonarjs/no-nested-functions': 'off',
      'sonarjs/publicly-writable-directories': 'off',
      'sonarjs/no-alphabetical-sort': 'off',
      'sonarjs/no-misleading-array-reverse': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
