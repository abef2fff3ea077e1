import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { reportFaults } from '../peoplevox/report-readiness';

/** What keeps despatches and returns from being read under these rules, a sentence each. Other failures reject. */
export async function missingDespatchReports(
  client: Pick<PeoplevoxClient, 'getReportColumns'>,
  { despatch: { reports } }: Pick<Rules, 'despatch'>,
): Promise<string[]> {
  const { summary, packages, returns } = reports;
  // The report by package is read in place of the summary.
  const despatches = packages.name === null ? summary : { ...packages, name: packages.name };
  const faults: string[] = [];
  for (const report of [despatches, returns])
    faults.push(...(await reportFaults(client, report, 'despatch.reports')));
  return faults;
}
