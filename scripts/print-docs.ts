/** Writes the documents that are printed from the code: `npm run docs`. Tests fail while they are not up to date. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFacts } from '../operate/qa/print-facts';
import { printSetup } from '../operate/setup/print-setup';
import { printOwnership } from '../shared/src/commercetools/ownership';
import { printConfiguration, printConfigurationSchema } from '../shared/src/configuration/print';
import { printExceptions } from '../shared/src/exceptions';
import { printIdempotency } from '../sandbox/handbook/idempotency';
import { printTriggers } from '../sandbox/handbook/triggers';
import { withColumnTables } from '../shared/src/orders/composition/mapping-table';

const printed: readonly (readonly [file: string, print: (document: string) => string])[] = [
  ['docs/configuration.md', printConfiguration],
  ['docs/configuration.schema.json', printConfigurationSchema],
  ['docs/exceptions.md', printExceptions],
  ['docs/mapping/order.md', withColumnTables],
  ['docs/data-ownership.md', printOwnership],
  ['docs/handbook/triggers.md', printTriggers],
  ['docs/handbook/idempotency.md', printIdempotency],
  ['docs/verified.md', withFacts],
  ...[...printSetup()].map(([file, text]) => [file, () => text] as const),
];

for (const [file, print] of printed) {
  const path = join(__dirname, '..', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, print(existsSync(path) ? readFileSync(path, 'utf8') : ''));
  process.stdout.write(`${file} printed.\n`);
}
