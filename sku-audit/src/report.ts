/** Prints the report of the last audit: `npm run sku-report -- [--json] > report.csv`. */
import { readReport } from 'peoplevox-connector-shared/catalogue';
import { createCommercetools, createDocuments } from 'peoplevox-connector-shared/commercetools';
import {
  commercetoolsSettings,
  createLog,
  readEnvironment,
  runCommand,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';

async function print(): Promise<void> {
  const { commercetools } = readEnvironment(z.object({ commercetools: commercetoolsSettings }), process.env);
  const log = createLog({ level: 'error', write: (line) => void process.stderr.write(`${line}\n`) });
  const api = createCommercetools({ settings: commercetools, world: systemWorld, log });
  const asJson = process.argv.includes('--json');
  for await (const { rows, csv } of readReport(createDocuments(api)))
    process.stdout.write(asJson ? rows.map((row) => `${JSON.stringify(row)}\n`).join('') : csv);
}

runCommand(print);
