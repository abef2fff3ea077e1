import { PeoplevoxError } from '../../peoplevox/errors';
import { isLastPage } from '../../peoplevox/paging';
import type { GetRequest, Page, PeoplevoxClient, Row } from '../../peoplevox/client';
import { labelledField, oneOf } from '../../peoplevox/search-clause';
import { canonicalNumber } from '../composition/numbers';
import type { Columns } from '../composition/sales-order';
import { columns, type Template } from '../composition/columns';
import type { Calls } from './calls';
import type { WarehouseLine, WarehouseOrder } from './compare';

/** The tenant's name of one of our columns; undefined where its template lacks it. */
export type Label = (ourName: string) => string | undefined;

/** Terms of one search, and rows of one page, as many as others were seen to ask for (facts/peoplevox §5, §6). */
const TERMS = 100;
const PAGE = 1000;

/** What was found under a number. */
export type Found<T> = (number: string) => readonly T[];

/** What Peoplevox has under these sales order numbers now; the number as it shows it. */
export async function lookUpOrders(
  client: PeoplevoxClient,
  label: Label,
  numbers: readonly string[],
  calls: Calls,
): Promise<Found<WarehouseOrder>> {
  const rows = await search(client, 'Sales orders', label, numbers, calls);
  return byNumber(
    rows.map((row) => {
      const cell = reader('Sales orders', label, row);
      return {
        number: cell('SalesOrderNumber'),
        reference: cell('CustomerPurchaseOrderReferenceNumber'),
        status: cell('Status'),
        onHold: cell('OnHold').toLowerCase() === 'true',
        cells: cellsOf('Sales orders', label, row),
      };
    }),
  );
}

/** The lines that Peoplevox has of these sales orders now. */
export async function lookUpLines(
  client: PeoplevoxClient,
  label: Label,
  numbers: readonly string[],
  calls: Calls,
): Promise<Found<WarehouseLine>> {
  const rows = await search(client, 'Sales order items', label, numbers, calls);
  return byNumber(
    rows.map((row) => {
      const cell = reader('Sales order items', label, row);
      return {
        number: cell('SalesOrderNumber'),
        itemCode: cell('ItemCode'),
        line: cell('Line'),
        quantity: Number(cell('QuantityOrdered')),
        cells: cellsOf('Sales order items', label, row),
      };
    }),
  );
}

/** Just under the number that is asked for, else under one that Peoplevox might take for the same. */
export function byNumber<T extends { readonly number: string }>(found: readonly T[]): Found<T> {
  const groups = new Map<string, T[]>();
  for (const one of found) {
    const key = canonicalNumber(one.number);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return (number) => {
    const alike = groups.get(canonicalNumber(number)) ?? [];
    const exact = alike.filter((one) => one.number === number);
    return exact.length > 0 ? exact : alike;
  };
}

/** By our names. */
function cellsOf(template: Template, label: Label, row: Row): Columns {
  return Object.fromEntries(
    columns
      .filter((column) => column.template === template)
      .flatMap(({ name }) => {
        const cell = row[label(name) ?? name];
        return cell === undefined ? [] : [[name, cell] as const];
      }),
  );
}

async function search(
  client: PeoplevoxClient,
  templateName: string,
  label: Label,
  numbers: readonly string[],
  calls: Calls,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < numbers.length; from += TERMS) {
    const searchClause = oneOf(
      labelledField(label(NUMBER) ?? NUMBER, NUMBER),
      numbers.slice(from, from + TERMS),
    );
    rows.push(
      ...(await allPages(client, { templateName, pageNo: 1, itemsPerPage: PAGE, searchClause }, calls)),
    );
  }
  return rows;
}

const NUMBER = 'SalesOrderNumber';

async function allPages(client: PeoplevoxClient, request: GetRequest, calls: Calls): Promise<Row[]> {
  const rows: Row[] = [];
  for (let pageNo = 1; ; pageNo += 1) {
    const page: Page = await client.getData({ ...request, pageNo }, await calls.next());
    rows.push(...page.rows);
    if (isLastPage(page, rows.length)) return rows;
  }
}

/** Reads cells by our names. A template without the key column cannot be used at all; other absent columns read empty. */
function reader(templateName: string, label: Label, row: Row): (ourName: string) => string {
  const key = label(NUMBER) ?? NUMBER;
  if (row[key] === undefined)
    throw new PeoplevoxError(
      'unreadable',
      'GetData',
      `Template "${templateName}" answered without its column ${key}; add the column to the integration template in Peoplevox.`,
    );
  return (ourName) => row[label(ourName) ?? ourName] ?? '';
}
