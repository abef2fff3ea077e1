/**
 * Checks that the lint rules for import directions and injected time really bite: node scripts/check-import-rules.mjs
 * Each case is linted as if it stood in the named file; only the rules in question run, without types.
 */
import { ESLint } from 'eslint';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const imports = 'boundaries/dependencies';
const cases = [
  ['shared/src/peoplevox/client.ts', "import '../commercetools/documents';", [imports]],
  ['shared/src/commercetools/documents.ts', "import '../peoplevox/errors';", [imports]],
  ['shared/src/peoplevox/client.ts', "import '../orders/composition/sales-order';", [imports]],
  ['shared/src/runtime/log.ts', "import '../exceptions/codes';", [imports]],
  ['shared/src/exceptions/codes.ts', "import '../configuration/rules';", [imports]],
  ['shared/src/orders/screen.ts', "import '../../../order-export/src/envelope';", [imports]],
  ['shared/src/orders/screen.ts', "import '../../../sandbox/simulation/memory-documents';", [imports]],
  ['shared/src/orders/screen.ts', "import '../exceptions/codes'; import './screen';", []],
  ['shared/src/orders/screen.test.ts', "import '../../../sandbox/simulation/memory-documents';", []],
  ['shared/src/orders/screen.ts', "import '../../../operate/access';", [imports]],
  ['operate/access.ts', "import '../order-export/src/messages';", []],
  ['operate/access.ts', 'Date.now();', ['no-restricted-properties']],
  ['order-export/src/index.ts', "import 'peoplevox-connector-shared/configuration';", []],
  ['order-export/src/index.ts', "import '../../sandbox/simulation/memory-documents';", [imports]],
  ['sandbox/demo/index.ts', "import '../../shared/src/runtime/clock';", []],
  ['shared/src/orders/screen.ts', 'Date.now();', ['no-restricted-properties']],
  ['shared/src/orders/screen.ts', 'Math.random();', ['no-restricted-properties']],
  ['shared/src/orders/screen.ts', 'setTimeout(() => {}, 1);', ['no-restricted-globals']],
  ['shared/src/orders/screen.ts', 'new Date();', ['no-restricted-syntax']],
  ['shared/src/orders/screen.ts', 'new Date(0);', []],
  ['shared/src/runtime/clock.ts', 'Date.now(); setTimeout(() => {}, 1);', []],
  ['sandbox/peoplevox/tenant.ts', 'Date.now();', ['no-restricted-properties']],
];

const eslint = new ESLint({
  cwd: root,
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  ruleFilter: ({ ruleId }) => ruleId === imports || ruleId.startsWith('no-restricted-'),
});

const wrong = [];
for (const [file, code, expected] of cases) {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  const found = result.messages.map(({ ruleId, message }) => ruleId ?? message);
  if (found.join() !== expected.join())
    wrong.push(
      `${file}: ${code}\n  expected ${expected.join() || 'nothing'}, found ${found.join() || 'nothing'}`,
    );
}
console.log(wrong.length === 0 ? `${cases.length} cases as expected.` : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;
