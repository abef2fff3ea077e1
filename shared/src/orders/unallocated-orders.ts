import type { Rules } from '../configuration/rules';
import type { Page, PeoplevoxClient, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { and, oneOf, or, reportColumnList, reportField, templateField } from '../peoplevox/search-clause';
import { mapColumns } from '../peoplevox/templates';
import type { UnallocatedSalesOrder } from './under-way';

const TEMPLATE = 'Sales orders';
const COLUMNS = ['SalesOrderNumber', 'CustomerPurchaseOrderReferenceNumber', 'Site', 'Status', 'ChannelName'];
const PAGE = 1000;
const TERMS = 100;
const ORDER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface UnallocatedReader {
  readonly client: Pick<PeoplevoxClient, 'getData' | 'streamReportData'>;
  readonly projectKey: string;
  /** Called before each call to Peoplevox. */
  readonly onCall: () => void;
}

/** Sales orders of ours that Peoplevox has not allocated, or not completely (peoplevox-api §8.1). */
export async function unallocatedOrders(
  reader: UnallocatedReader,
  rules: Rules,
): Promise<UnallocatedSalesOrder[]> {
  const renamed = rules.columnNames[TEMPLATE];
  const searchClause = clauseOf(rules, reader.projectKey, renamed);
  const found = new Map<string, UnallocatedSalesOrder>();
  let seen = 0;
  for (let pageNo = 1; ; pageNo += 1) {
    reader.onCall();
    const page: Page = await reader.client.getData({
      templateName: TEMPLATE,
      pageNo,
      itemsPerPage: PAGE,
      searchClause,
    });
    seen += page.rows.length;
    for (const salesOrder of oursOn(page, renamed)) found.set(salesOrder.number, salesOrder);
    if (page.rows.length === 0 || seen >= page.totalCount) return [...found.values()];
  }
}

/** ChannelNames are known when the rules name one, or the stores; else what is ours shows by the order's id alone. */
function clauseOf(
  rules: Rules,
  projectKey: string,
  renamed: Rules['columnNames'][string] | undefined,
): string {
  const { channelName, stores } = rules.orderExport;
  const known = channelName === null ? stores && [projectKey, ...stores] : [channelName];
  const status = statusIs(rules, renamed);
  if (known === null || known.length > TERMS) return status;
  return and(status, oneOf(field('ChannelName', renamed), known));
}

function statusIs({ inventory }: Rules, renamed: Rules['columnNames'][string] | undefined): string {
  return or(oneOf(field('Status', renamed), inventory.unallocatedStatuses));
}

/** A label that a clause cannot name (it has spaces) is searched by Peoplevox's own name of the field. */
function field(name: string, renamed: Rules['columnNames'][string] | undefined) {
  const label = renamed?.[name] ?? name;
  return templateField(/^[A-Za-z_]\w*$/.test(label) ? label : name);
}

function oursOn(page: Page, renamed: Rules['columnNames'][string] | undefined): UnallocatedSalesOrder[] {
  if (page.rows.length === 0) return [];
  const { names, missing } = mapColumns(COLUMNS, page.columns, renamed);
  const lacking = missing.filter((name) => name !== 'ChannelName');
  if (lacking.length > 0)
    throw new PeoplevoxError(
      'unreadable',
      'GetData',
      `Template "${TEMPLATE}" answered without ${lacking.join(', ')}; add them to the integration template in Peoplevox.`,
    );
  const cell = (row: Row, name: string) => (row[names.get(name) ?? name] ?? '').trim();
  return page.rows
    .map((row) => ({
      number: cell(row, 'SalesOrderNumber'),
      orderId: cell(row, 'CustomerPurchaseOrderReferenceNumber').toLowerCase(),
      site: cell(row, 'Site'),
    }))
    .filter(({ orderId }) => ORDER_ID.test(orderId));
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
      if (rows.length === 0 || seen >= totalCount) break;
    }
  }
  return allocated;
}
