import type { Rules } from '../configuration/rules';
import type { Page, PeoplevoxClient, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { isLastPage } from '../peoplevox/paging';
import { and, labelledField, oneOf } from '../peoplevox/search-clause';
import { labelOf, mapColumns } from '../peoplevox/templates';

const TEMPLATE = 'Sales orders';
const COLUMNS = [
  'SalesOrderNumber',
  'CustomerPurchaseOrderReferenceNumber',
  'Site',
  'Status',
  'ChannelName',
  'OnHold',
];
/** Columns without which a sales order can be told all the same. */
const OPTIONAL = new Set(['ChannelName', 'OnHold']);
const PAGE = 1000;
/** Terms of one search (facts/peoplevox §6). */
const TERMS = 100;
const ORDER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SalesOrderReader {
  readonly client: Pick<PeoplevoxClient, 'getData'>;
  readonly projectKey: string;
  /** Called before each call to Peoplevox. */
  readonly onCall: () => void;
}

/** A sales order whose reference is an order id, as Peoplevox shows it. */
export interface OurSalesOrder {
  readonly number: string;
  readonly orderId: string;
  readonly site: string;
  readonly status: string;
  /** Empty where the tenant's template does not show it. */
  readonly channelName: string;
  readonly onHold: boolean;
}

/**
 * Sales orders of ours in one of these statuses. ChannelNames narrow the search where the rules name them, or the
 * stores; else what is ours shows by the order's id alone.
 */
export async function salesOrdersIn(
  reader: SalesOrderReader,
  rules: Rules,
  statuses: readonly string[],
): Promise<OurSalesOrder[]> {
  const status = oneOf(field('Status', rules), statuses);
  const names = channelNames(rules, reader.projectKey);
  const isNarrow = names !== undefined && names.length <= TERMS;
  return search(reader, rules, isNarrow ? and(status, oneOf(field('ChannelName', rules), names)) : status);
}

/** Sales orders of ours with one of these numbers, whatever their status. */
export async function salesOrdersNumbered(
  reader: SalesOrderReader,
  rules: Rules,
  numbers: readonly string[],
): Promise<OurSalesOrder[]> {
  const found: OurSalesOrder[] = [];
  for (let from = 0; from < numbers.length; from += TERMS) {
    const clause = oneOf(field('SalesOrderNumber', rules), numbers.slice(from, from + TERMS));
    found.push(...(await search(reader, rules, clause)));
  }
  return found;
}

/** ChannelNames of all our sales orders; undefined where they depend on stores that the rules do not list. */
export function channelNames({ orderExport }: Rules, projectKey: string): string[] | undefined {
  const { channelName, stores } = orderExport;
  if (channelName !== null) return [channelName];
  return stores === null ? undefined : [projectKey, ...stores];
}

async function search(
  { client, onCall }: SalesOrderReader,
  rules: Rules,
  searchClause: string,
): Promise<OurSalesOrder[]> {
  const found = new Map<string, OurSalesOrder>();
  let seen = 0;
  for (let pageNo = 1; ; pageNo += 1) {
    onCall();
    const page = await client.getData({ templateName: TEMPLATE, pageNo, itemsPerPage: PAGE, searchClause });
    seen += page.rows.length;
    for (const salesOrder of oursOn(page, rules)) found.set(salesOrder.number, salesOrder);
    if (isLastPage(page, seen)) return [...found.values()];
  }
}

function field(name: string, { columnNames }: Rules) {
  return labelledField(labelOf(columnNames, TEMPLATE, name), name);
}

function oursOn(page: Page, { columnNames }: Rules): OurSalesOrder[] {
  if (page.rows.length === 0) return [];
  const { names, missing } = mapColumns(COLUMNS, page.columns, columnNames[TEMPLATE]);
  const lacking = missing.filter((name) => !OPTIONAL.has(name));
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
      status: cell(row, 'Status'),
      channelName: cell(row, 'ChannelName'),
      onHold: cell(row, 'OnHold').toLowerCase() === 'true',
    }))
    .filter(({ orderId }) => ORDER_ID.test(orderId));
}
