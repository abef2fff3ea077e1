import type { Rules } from '../configuration/rules';
import type { Page, PeoplevoxClient, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { isLastPage } from '../peoplevox/paging';
import { ReportUnusable } from '../peoplevox/report-reader';
import { isSearchable, labelledField, oneOf } from '../peoplevox/search-clause';
import { labelOf, mapColumns } from '../peoplevox/templates';
import { inChunks } from '../runtime/in-flight';

/** A sales order as Peoplevox has it now. */
export interface FoundSalesOrder {
  /** As it was asked for. */
  readonly number: string;
  /** The id of our order, if it is ours; lower case. */
  readonly reference: string;
  readonly channelName: string;
  readonly status: string;
}

/** A line of a sales order as Peoplevox has it now. */
export interface FoundLine {
  readonly number: string;
  readonly line: string;
  readonly itemCode: string;
  readonly units: number;
}

type Client = Pick<PeoplevoxClient, 'getData'>;

export const ORDERS = 'Sales orders';
export const LINES = 'Sales order items';
const NUMBER = 'SalesOrderNumber';
/** Terms of one search, and rows of one page, as many as others were seen to ask for (facts/peoplevox §5, §6). */
export const TERMS = 100;
const PAGE = 1000;

/**
 * By number. One call for each 100 numbers; numbers that Peoplevox does not have are left out.
 * @throws ReportUnusable when the template cannot be read or lacks columns; PeoplevoxError
 */
export async function readSalesOrders(
  client: Client,
  rules: Rules,
  numbers: readonly string[],
): Promise<Map<string, FoundSalesOrder>> {
  const names = [NUMBER, 'CustomerPurchaseOrderReferenceNumber', 'ChannelName', 'Status'];
  const asked = askedNumber(numbers);
  const rows = await search(client, rules, ORDERS, names, numbers);
  return new Map(
    rows.map((cell) => {
      const number = asked(cell(NUMBER));
      return [
        number,
        {
          number,
          reference: cell('CustomerPurchaseOrderReferenceNumber').toLowerCase(),
          channelName: cell('ChannelName'),
          status: cell('Status'),
        },
      ];
    }),
  );
}

/** Lines of sales orders: only needed where the ledger of sent orders is lost. */
export async function readLines(
  client: Client,
  rules: Rules,
  numbers: readonly string[],
): Promise<FoundLine[]> {
  const asked = askedNumber(numbers);
  const names = [NUMBER, 'ItemCode', 'QuantityOrdered', 'Line'];
  const rows = await search(client, rules, LINES, names, numbers);
  return rows.map((cell) => ({
    number: asked(cell(NUMBER)),
    line: cell('Line'),
    itemCode: cell('ItemCode'),
    units: Number(cell('QuantityOrdered')),
  }));
}

/** Whether Peoplevox tells `gb-1` from `GB-1` is not known: what was found counts as what was asked for. */
export function askedNumber(numbers: readonly string[]): (found: string) => string {
  const asked = new Map(numbers.map((number) => [number.toLowerCase(), number]));
  return (found) => asked.get(found.trim().toLowerCase()) ?? found.trim();
}

/** Numbers that Peoplevox can be asked for; ours all are, but callbacks bring any text. */
export function searchable(numbers: readonly string[]): string[] {
  return numbers.filter((number) => number.trim() !== '' && isSearchable(number));
}

type Cell = (ourName: string) => string;

async function search(
  client: Client,
  rules: Rules,
  templateName: string,
  columns: readonly string[],
  numbers: readonly string[],
): Promise<Cell[]> {
  const renamed = rules.columnNames[templateName];
  const field = labelledField(labelOf(rules.columnNames, templateName, NUMBER), NUMBER);
  const cells: Cell[] = [];
  for (const some of inChunks(searchable(numbers), TERMS)) {
    const request = { templateName, itemsPerPage: PAGE, searchClause: oneOf(field, some) };
    let seen = 0;
    for (let pageNo = 1; ; pageNo += 1) {
      const page = await client.getData({ ...request, pageNo }).catch(asUnusable(templateName));
      seen += page.rows.length;
      cells.push(...cellsOf(templateName, page, columns, renamed));
      if (isLastPage(page, seen)) break;
    }
  }
  return cells;
}

/** Of the template, not of Peoplevox as a whole. */
function asUnusable(templateName: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof PeoplevoxError && (error.kind === 'refused' || error.kind === 'unreadable'))
      throw new ReportUnusable(templateName, `Template "${templateName}" cannot be read: ${error.message}`);
    throw error;
  };
}

function cellsOf(
  templateName: string,
  page: Page,
  columns: readonly string[],
  renamed: Readonly<Record<string, string>> | undefined,
): Cell[] {
  if (page.rows.length === 0) return [];
  const { names, missing } = mapColumns(columns, page.columns, renamed);
  // A ledger tells what is ours even where the template has no ChannelName; without Line the ItemCode must do.
  const lacking = missing.filter((name) => name !== 'ChannelName' && name !== 'Line');
  if (lacking.length > 0)
    throw new ReportUnusable(
      templateName,
      `Template "${templateName}" lacks the column(s) "${lacking.join('", "')}".`,
    );
  return page.rows.map((row: Row) => (name) => (row[names.get(name) ?? ''] ?? '').trim());
}
