/**
 * `npm run route -- order.json [rules.json]`: the site of each line of an order and the rule that chose it. The order
 * as the API returns it, with supplyChannel, productType and shippingMethod expanded; the rules as in the Custom
 * Object, defaults where absent. Exits 1 when a file cannot be read as what it should be.
 */
import { readFileSync } from 'node:fs';
import { describeFaults, rulesSchema, type Rules } from 'peoplevox-connector-shared/configuration';
import { explainRouting, orderFromFile } from 'peoplevox-connector-shared/orders';
import { runCommand } from 'peoplevox-connector-shared/runtime';

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function rulesFrom(document: unknown): Rules {
  const { data, error } = rulesSchema.safeParse(document);
  if (data === undefined)
    throw new Error(['The rules are not valid:', ...describeFaults(error)].join('\n  '));
  return data;
}

async function route(): Promise<void> {
  const [, , orderPath, rulesPath] = process.argv;
  if (orderPath === undefined) throw new Error('Usage: npm run route -- order.json [rules.json]');
  const rules = rulesFrom(rulesPath === undefined ? {} : readJson(rulesPath));
  process.stdout.write(`${explainRouting(orderFromFile(readJson(orderPath)), rules)}\n`);
}

runCommand(route);
