import { ITEM_TYPES } from 'peoplevox-connector-shared/catalogue';
import type { Documents } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { LINES, ORDERS } from 'peoplevox-connector-shared/despatch';
import { openExceptions, type ExceptionStore } from 'peoplevox-connector-shared/exceptions';

/** A report that the rules no longer name is not read again by anyone: what was wrong with it is nobody's matter any more. */
export async function resolveUnnamedReports(
  documents: Documents,
  exceptions: Pick<ExceptionStore, 'resolve'>,
  { despatch, inventory }: Rules,
): Promise<void> {
  const reports = [...Object.values(despatch.reports), ...Object.values(inventory.reports)];
  const read = new Set<string | null | undefined>([
    ITEM_TYPES,
    LINES,
    ORDERS,
    ...reports.map(({ name }) => name),
  ]);
  for await (const { code, subject } of openExceptions(documents, 'report-unusable'))
    if (subject.type === 'report' && !read.has(subject.key))
      await exceptions.resolve(code, subject, 'The configuration does not name this report any more.');
}
