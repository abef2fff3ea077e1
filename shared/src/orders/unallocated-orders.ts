import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { createReportReader, ReportUnusable } from '../peoplevox/report-reader';
import { oneOf, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { salesOrdersIn } from './our-sales-orders';
import type { UnallocatedSalesOrder } from './under-way';

const TERMS = 100;

export interface UnallocatedReader {
  readonly client: Pick<PeoplevoxClient, 'getData' | 'streamReportData' | 'getReportColumns'>;
  readonly projectKey: string;
  /** Called before each call to Peoplevox. */
  readonly onCall: () => void;
}

/** Sales orders of ours that Peoplevox has not allocated, or not completely (facts/peoplevox §15). */
export function unallocatedOrders(
  reader: UnallocatedReader,
  rules: Rules,
): Promise<readonly UnallocatedSalesOrder[]> {
  return salesOrdersIn(reader, rules, rules.inventory.unallocatedStatuses);
}

/**
 * Allocated units by sales order number and ItemCode, from the report that the rules name for it.
 * Rejects with ReportUnusable or PeoplevoxError.
 */
export async function allocatedUnits(
  { client, onCall }: UnallocatedReader,
  { name, columns }: Rules['inventory']['reports']['allocation'],
  numbers: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const allocated = new Map<string, Map<string, number>>();
  if (name === null) return allocated;
  const reader = createReportReader(client, onCall);
  const field = reportField(columns.salesOrderNumber);
  for (const some of inChunks(numbers, TERMS)) {
    const searchClause = oneOf(field, some);
    const rows = await reader.all({ name, columns }, { searchClause }, (cells) => ({
      number: cells('salesOrderNumber').trim(),
      itemCode: cells('itemCode').trim(),
      units: unitsIn(name, cells('allocated')),
    }));
    for (const { number, itemCode, units } of rows) {
      const items = allocated.get(number) ?? new Map<string, number>();
      items.set(itemCode, (items.get(itemCode) ?? 0) + units);
      allocated.set(number, items);
    }
  }
  return allocated;
}

/** An empty cell: nothing is allocated. */
function unitsIn(report: string, text: string): number {
  const units = Number(text);
  if (Number.isFinite(units)) return units;
  throw new ReportUnusable(report, `Report "${report}" shows an allocated quantity that is no number.`);
}
