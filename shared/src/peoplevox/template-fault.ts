import type { PeoplevoxClient } from './client';
import { PeoplevoxError } from './errors';
import { mapColumns, type ColumnNames } from './templates';

interface TemplateNeed {
  readonly template: string;
  /** In Peoplevox's own names. */
  readonly columns: readonly string[];
  /** The tenant's labels, as the rules have them. */
  readonly columnNames: ColumnNames;
}

/**
 * What a tenant's integration template lacks, or that it cannot be read, in a sentence; undefined: nothing is wrong.
 * @throws PeoplevoxError that is not about the template
 */
export async function templateFault(
  client: Pick<PeoplevoxClient, 'getSaveTemplate'>,
  { template, columns, columnNames }: TemplateNeed,
): Promise<string | undefined> {
  try {
    const tenants = await client.getSaveTemplate(template);
    const { missing } = mapColumns(columns, tenants, columnNames[template]);
    return missing.length === 0
      ? undefined
      : `Peoplevox's integration template "${template}" lacks ${missing.join(', ')}. Add them under Integrations > Integration templates, or name the tenant's own labels in "columnNames" of the configuration.`;
  } catch (error) {
    if (!(error instanceof PeoplevoxError) || error.kind !== 'refused') throw error;
    return `Peoplevox's integration template "${template}" cannot be read. Configure it under Integrations > Integration templates. Peoplevox says: ${error.message}`;
  }
}
