import { rulesSchema, type Rules } from '../../shared/src/configuration';
import type { Access } from '../access';
import { readRules } from '../rules-document';
import type { Check } from './check';
import { scopes, scopesOf, storedDocuments } from './checks/api-client';
import { deployment } from './checks/deployment';
import { itemTypes } from './checks/item-types';
import { namesInTheRules } from './checks/names-in-the-rules';
import { orderTemplates } from './checks/order-templates';
import { despatchReports, stockReports } from './checks/reports';
import { shipping } from './checks/shipping';
import { sites } from './checks/sites';
import { timeZone } from './checks/time-zone';
import { mend, note, type Finding } from './finding';
import { look, type Result } from './look';

const checks: readonly Check[] = [
  scopes,
  storedDocuments,
  namesInTheRules,
  deployment,
  orderTemplates,
  itemTypes,
  stockReports,
  despatchReports,
  sites,
  shipping,
  timeZone,
];

interface Examination {
  readonly results: readonly Result[];
  /** Undefined where they could not be read or have faults. */
  readonly rules: Rules | undefined;
  /** Whether Peoplevox lets the API user in. */
  readonly isPeoplevoxOpen: boolean;
}

/** Looks at everything, the doors of both systems first, and tells each result once it is known. Writes nothing. */
export async function examine(access: Access, tell: (result: Result) => void): Promise<Examination> {
  const results: Result[] = [];
  const add = (result: Result): boolean => {
    results.push(result);
    tell(result);
    return result.outcome === 'looked';
  };
  const open = {
    commercetools: add(await look('API client of commercetools', () => letIn(access))),
    Peoplevox: add(await look('API user of Peoplevox', () => logIn(access))),
  };
  let rules: Rules | undefined;
  if (open.commercetools)
    add(
      await look('Rules document', async () => {
        const reading = await lookAtRules(access);
        rules = reading.rules;
        return reading.findings;
      }),
    );
  for (const { name, asks, look: check } of checks) {
    const sight = rules && { ...access, rules };
    const canLook = sight !== undefined && asks.every((system) => open[system]);
    add(canLook ? await look(name, () => check(sight)) : { name, outcome: 'left out', findings: [] });
  }
  return { results, rules, isPeoplevoxOpen: open.Peoplevox };
}

async function letIn(access: Access): Promise<readonly Finding[]> {
  await scopesOf(access);
  return [];
}

async function logIn({ client }: Access): Promise<readonly Finding[]> {
  await client.authenticate();
  return [];
}

async function lookAtRules({
  documents,
}: Access): Promise<{ readonly rules?: Rules; readonly findings: Finding[] }> {
  const reading = await readRules(documents);
  switch (reading.kind) {
    case 'absent':
      return {
        rules: rulesSchema.parse({}),
        findings: note(
          'ecommerce',
          'There is no rules document: what follows holds for the defaults. The first deployment writes one in shadow mode; npm run configure fills it in.',
        ),
      };
    case 'valid':
      return { rules: reading.rules, findings: [] };
    case 'invalid':
      return {
        findings: mend(
          'ecommerce',
          ...reading.faults.map((fault) => `${fault}. Correct it in the document.`),
        ),
      };
  }
}
