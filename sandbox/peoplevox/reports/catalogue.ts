import type { LabelledColumn, View } from '../search/view';
import type { ReportVariant } from '../tenant';
import type { Floor } from '../warehouse/floor';
import { despatchReports } from './despatch-reports';
import { orderReports, serviceTypeReport } from './order-reports';
import { returnReport } from './return-report';
import { stockReports } from './stock-reports';

export interface LabelledReport {
  readonly view: View;
  readonly labels: readonly LabelledColumn[];
}

/** Reports that the API user may see, by name (any case): the standard ones and those that the tenant saved. */
export type ReportCatalogue = (name: string) => LabelledReport | undefined;

export function createReportCatalogue(floor: Floor): ReportCatalogue {
  const { tenant } = floor;
  const standard = [
    ...stockReports(floor),
    ...despatchReports(floor),
    returnReport(floor),
    ...orderReports(floor),
    serviceTypeReport(tenant),
  ];
  const reports = new Map<string, LabelledReport>();
  for (const { name, view } of standard) {
    if (!tenant.missingReports.includes(name))
      reports.set(name.toLowerCase(), { view, labels: labelsOf(view, {}) });
  }
  for (const [name, { basedOn, columns }] of Object.entries(tenant.reports)) {
    const base = standard.find((report) => report.name === basedOn);
    if (!base)
      throw new Error(`The tenant's report '${name}' is based on '${basedOn}', which does not exist.`);
    reports.set(name.toLowerCase(), { view: base.view, labels: labelsOf(base.view, columns ?? {}) });
  }
  return (name) => reports.get(name.toLowerCase());
}

function labelsOf(view: View, renamed: NonNullable<ReportVariant['columns']>): LabelledColumn[] {
  return view.columns.flatMap((name, index) => {
    const label = renamed[name] === undefined ? name : renamed[name];
    return label === null ? [] : [{ label, index }];
  });
}
