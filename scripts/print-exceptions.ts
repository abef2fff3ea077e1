/** Writes docs/exceptions.md from the catalogue of exceptions: npx tsx scripts/print-exceptions.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printExceptions } from '../shared/src/exceptions';

writeFileSync(join(__dirname, '../docs/exceptions.md'), printExceptions());
