/** Writes docs/configuration.md and docs/configuration.schema.json: npx tsx scripts/print-configuration.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printConfiguration, printConfigurationSchema } from '../shared/src/configuration/print';

const docs = join(__dirname, '../docs');
writeFileSync(join(docs, 'configuration.md'), printConfiguration());
writeFileSync(join(docs, 'configuration.schema.json'), printConfigurationSchema());
