/** Writes the parts of the documentation that are printed from the code: `npx tsx scripts/print-docs.ts`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printOwnership } from '../shared/src/commercetools/ownership';
import { printIdempotency } from '../sandbox/handbook/idempotency';
import { printTriggers } from '../sandbox/handbook/triggers';
import { withColumnTables } from '../shared/src/orders/composition/mapping-table';

const printed: readonly (readonly [file: string, print: (document: string) => string])[] = [
  ['docs/mapping/order.md', withColumnTables],
  ['docs/data-ownership.md', printOwnership],
  ['docs/handbook/triggers.md', printTriggers],
  ['docs/handbook/idempotency.md', printIdempotency],
];

for (const [file, print] of printed) {
  const path = join(__dirname, '..', file);
  writeFileSync(path, print(existsSync(path) ? readFileSync(path, 'utf8') : ''));
  process.stdout.write(`${file} printed.\n`);
}
