import { templates, type Template } from '../../shared/src/orders';
import {
  readCarriers,
  readServiceTypes,
  readSites,
  unlessRefused,
  type PeoplevoxClient,
} from '../../shared/src/peoplevox';
import type { Rules } from '../../shared/src/configuration';
import type { Access } from '../access';
import { readProject } from '../project';
import type { Known } from './question';

/** The other name that tenants were seen to have (facts/peoplevox §8). */
const OTHER_RETURNS = 'Returns Summary';

/** Everything that the rules may name, from both systems. Writes nothing. @throws CommercetoolsError, PeoplevoxError */
export async function readBoth({ api, client }: Access, rules: Rules): Promise<Known> {
  return {
    project: await readProject(api),
    sites: await readSites(client, rules.columnNames),
    serviceTypes: await readServiceTypes(client, rules.columnNames),
    carriers: await readCarriers(client, rules.columnNames),
    columns: await readColumns(client),
    returnsReport: await otherReturnsReport(client, rules.despatch.reports.returns.name),
  };
}

async function readColumns(client: PeoplevoxClient): Promise<Known['columns']> {
  const columns = new Map<Template, readonly string[]>();
  for (const template of templates)
    columns.set(template, (await unlessRefused(() => client.getSaveTemplate(template))) ?? []);
  const of = (template: Template) => columns.get(template) ?? [];
  return {
    Customers: of('Customers'),
    'Sales orders': of('Sales orders'),
    'Sales order items': of('Sales order items'),
  };
}

async function otherReturnsReport(client: PeoplevoxClient, name: string): Promise<string | undefined> {
  const isThere = async (report: string) =>
    (await unlessRefused(() => client.getReportColumns(report))) !== undefined;
  if (await isThere(name)) return undefined;
  return (await isThere(OTHER_RETURNS)) ? OTHER_RETURNS : undefined;
}
