import { rulesSchema } from '../../shared/src/configuration';

/** A report that must be visible to the API users. */
export interface ReportSetup {
  readonly name: string;
  readonly columns: readonly string[];
  readonly use: string;
  /** Where the rules name it, for tenants that call it otherwise. */
  readonly rule: string;
  /** false: the connector does without; the rules name it where it exists. */
  readonly standard: boolean;
}

/** Every report that the connector reads, with the columns it reads, from the defaults of the rules. */
export function reportSetups(): readonly ReportSetup[] {
  const { inventory, despatch } = rulesSchema.parse({});
  const of = (columns: Readonly<Record<string, string | null>>) =>
    Object.values(columns).filter((name) => name !== null);
  return [
    {
      name: inventory.reports.changes.name,
      columns: of(inventory.reports.changes.columns),
      use: 'what changed in stock, every minute',
      rule: 'inventory.reports.changes',
      standard: true,
    },
    {
      name: inventory.reports.summary.name,
      columns: of(inventory.reports.summary.columns),
      use: 'all stock, once a day and whenever changes were missed',
      rule: 'inventory.reports.summary',
      standard: true,
    },
    {
      name: despatch.reports.summary.name,
      columns: of(despatch.reports.summary.columns),
      use: 'despatches and tracking numbers',
      rule: 'despatch.reports.summary',
      standard: true,
    },
    {
      name: despatch.reports.returns.name,
      columns: of(despatch.reports.returns.columns),
      use: 'returned goods; some tenants call it `Returns Summary`',
      rule: 'despatch.reports.returns',
      standard: true,
    },
    {
      name: 'Despatched items by package',
      columns: of(despatch.reports.packages.columns),
      use: 'parcel by parcel, in place of the despatch summary: which item is in which package',
      rule: 'despatch.reports.packages',
      standard: false,
    },
    {
      name: 'Allocated units by line',
      columns: of(inventory.reports.allocation.columns),
      use: 'exact stock while orders are partly allocated',
      rule: 'inventory.reports.allocation',
      standard: false,
    },
  ];
}
