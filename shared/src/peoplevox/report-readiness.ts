import type { PeoplevoxClient } from './client';
import { PeoplevoxError } from './errors';
import { columnsSurelyMissing } from './report-reader';

interface WantedReport {
  readonly name: string;
  /** Our name of each column → as the report should have it; null: not used. */
  readonly columns: Readonly<Record<string, string | null>>;
}

/**
 * What keeps a report from being read, in a sentence for whoever sets up Peoplevox; none: nothing.
 * @param rule where the rules name the report
 * @throws PeoplevoxError when Peoplevox cannot be asked
 */
export async function reportFaults(
  client: Pick<PeoplevoxClient, 'getReportColumns'>,
  { name, columns }: WantedReport,
  rule: string,
): Promise<string[]> {
  try {
    const missing = columnsSurelyMissing(Object.values(columns), await client.getReportColumns(name));
    return missing.length === 0
      ? []
      : [
          `Peoplevox's report "${name}" lacks ${missing.join(', ')}; name the tenant's own columns under "${rule}".`,
        ];
  } catch (error) {
    if (!(error instanceof PeoplevoxError) || error.kind !== 'refused') throw error;
    return [
      `Peoplevox's report "${name}" cannot be read: ${error.message} Let the API user see it, or name another under "${rule}".`,
    ];
  }
}
