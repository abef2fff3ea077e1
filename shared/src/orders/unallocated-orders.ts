import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { isLastPage } from '../peoplevox/paging';
import { oneOf, reportColumnList, reportField } from '../peoplevox/search-clause';
import { salesOrdersIn } from './our-sales-orders';
import type { UnallocatedSalesOrder } from './under-way';

const PAGE = 1000;
const TERMS = 100;

export interface UnallocatedReader {
  readonly client: Pick<PeoplevoxClient, 'getData' | 'streamReportData'>;
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

/** Allocated units by sales order number and ItemCode, from the report that the rules name for it. */
export async function allocatedUnits(
  { client, onCall }: UnallocatedReader,
  { name, columns }: Rules['inventory']['reports']['allocation'],
  numbers: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const allocated = new Map<string, Map<string, number>>();
  if (name === null) return allocated;
  const { salesOrderNumber, itemCode, allocated: units } = columns;
  const read = (row: Row) => {
    const texts = [row[salesOrderNumber], row[itemCode], row[units]];
    const quantity = Number(texts[2]?.trim() === '' ? 0 : texts[2]);
    if (texts[0] === undefined || texts[1] === undefined || !Number.isFinite(quantity))
      throw new PeoplevoxError(
        'unreadable',
        'GetReportData',
        `Report "${name}" must show ${salesOrderNumber}, ${itemCode} and ${units}, the last as a number.`,
      );
    const items = allocated.get(texts[0]) ?? new Map<string, number>();
    items.set(texts[1], (items.get(texts[1]) ?? 0) + quantity);
    allocated.set(texts[0], items);
  };
  for (let from = 0; from < numbers.length; from += TERMS) {
    const request = {
      templateName: name,
      itemsPerPage: PAGE,
      searchClause: oneOf(reportField(salesOrderNumber), numbers.slice(from, from + TERMS)),
      columns: reportColumnList([salesOrderNumber, itemCode, units]),
    };
    let seen = 0;
    for (let pageNo = 1; ; pageNo += 1) {
      onCall();
      const rows: Row[] = [];
      const { totalCount } = await client.streamReportData({ ...request, pageNo }, (row) => rows.push(row));
      rows.forEach(read);
      seen += rows.length;
      if (isLastPage({ rows, totalCount }, seen)) break;
    }
  }
  return allocated;
}
