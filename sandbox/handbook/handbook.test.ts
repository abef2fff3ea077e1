import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../simulation/merchant';
import { printIdempotency } from './idempotency';
import { printTriggers } from './triggers';

it.each([
  ['triggers.md', printTriggers],
  ['idempotency.md', printIdempotency],
])('docs/handbook/%s is as the code says (npm run docs writes it)', (file, print) => {
  expect(readFileSync(join(REPOSITORY, 'docs/handbook', file), 'utf8')).toBe(print());
});
