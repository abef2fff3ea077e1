import type { Order, ReturnItem } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { PlannedSalesOrder } from './allot';
import { deliveriesOf } from './deliveries';
import { compareTexts } from './despatches';
import { grouped, sumOf } from './grouped';
import { numberInReturnKey, returnItemKey } from './keys';
import { orderLines, wholeUnits, type OrderLine } from './order-lines';
import type { ReturnRow } from './return-report';

export interface ReturnFacts {
  readonly order: Order;
  readonly rules: Rules;
  readonly salesOrders: readonly PlannedSalesOrder[];
  /** Every return of the order's sales orders. */
  readonly rows: readonly ReturnRow[];
}

/** A row of the report, and what the order has of it. */
export interface ReturnedGoods {
  readonly row: ReturnRow;
  /** Lines with its ItemCode, those of the same despatch first. */
  readonly lines: readonly OrderLine[];
  /** Units of the ItemCode in one of the order. */
  readonly factor: number;
  /** Whole units of the order. */
  readonly units: number;
  /** Key of its first item; those for further lines have a number behind it. */
  readonly key: string;
  /** Items of the order that it was booked as. */
  readonly items: readonly ReturnItem[];
}

/** Pure: every row of the returns of an order. */
export function returnedGoods(facts: ReturnFacts): ReturnedGoods[] {
  const rows = facts.rows.toSorted(
    (a, b) =>
      a.returnedAt - b.returnedAt ||
      compareTexts(a.itemCode, b.itemCode) ||
      compareTexts(a.salesOrder, b.salesOrder) ||
      a.units - b.units ||
      compareTexts(a.reason, b.reason),
  );
  const goods = rows.map((row) => unbooked(row, facts));
  return [...grouped(goods, ({ row }) => row.code)].flatMap(([code, some]) =>
    recognised(code, some, facts.order),
  );
}

type Unbooked = Omit<ReturnedGoods, 'key' | 'items'>;

function unbooked(row: ReturnRow, facts: ReturnFacts): Unbooked {
  const lines = linesOf(row, facts);
  const factor = lines[0]?.factor ?? 1;
  return { row, lines, factor, units: wholeUnits(row.units, { factor }) };
}

function linesOf(row: ReturnRow, { order, rules, salesOrders }: ReturnFacts): OrderLine[] {
  const code = row.itemCode.toLowerCase();
  const planned = salesOrders
    .filter(({ number }) => number === row.salesOrder)
    .flatMap(({ lines }) => lines)
    .filter(({ itemCode }) => itemCode.toLowerCase() === code)
    .map(({ lineItemId }) => lineItemId);
  const lines = orderLines(order, rules).filter(
    ({ lineItemId, sku }) => planned.includes(lineItemId) || sku.toLowerCase() === code,
  );
  const isSent = ({ lineItemId }: OrderLine) => deliveryWith(order, row, lineItemId) !== undefined;
  return [...lines.filter(isSent), ...lines.filter((line) => !isSent(line))].filter(
    (line, index, all) => all.findIndex(({ lineItemId }) => lineItemId === line.lineItemId) === index,
  );
}

/**
 * Which row is which item: a return has no numbers for its rows, and those of one minute may change places when another
 * comes. So what was booked keeps its number and goes to the row of its line that is most like it; other rows get the
 * next numbers.
 */
function recognised(code: string, goods: readonly Unbooked[], order: Order): ReturnedGoods[] {
  const fresh = [...goods];
  const known: ReturnedGoods[] = [];
  const booked = grouped(itemsOfReturn(order, code), ({ key = '' }) => String(numberInReturnKey(code, key)));
  // What has not gone anywhere yet is less particular about its row.
  for (const [number, items] of [...booked].toSorted(([, a], [, b]) => waiting(a) - waiting(b))) {
    const [own] = fresh
      .filter(({ lines }) => items.some((item) => isOn(lines, item)))
      .toSorted((a, b) => unlikeness(a, items) - unlikeness(b, items));
    if (own === undefined) continue;
    fresh.splice(fresh.indexOf(own), 1);
    known.push({ ...own, key: returnItemKey(code, Number(number)), items });
  }
  const last = Math.max(0, ...[...booked.keys()].map(Number));
  const others = fresh.map((one, index) => ({
    ...one,
    key: returnItemKey(code, last + index + 1),
    items: [],
  }));
  return [...known, ...others];
}

type Items = readonly [ReturnItem, ...ReturnItem[]];

function waiting([{ shipmentState }]: Items): number {
  return Number(shipmentState === 'Returned');
}

/** Where the goods went counts for more than how many they were. */
function unlikeness({ row, units }: Unbooked, items: Items): number {
  const isElsewhere = items[0].shipmentState !== destination(row);
  return 2 * Number(isElsewhere) + Number(units !== sumOf(items, ({ quantity }) => quantity));
}

/** `Returned`: not told yet. */
export function destination({ reusable }: ReturnRow): 'Returned' | 'BackInStock' | 'Unusable' {
  if (reusable === undefined) return 'Returned';
  return reusable ? 'BackInStock' : 'Unusable';
}

/** Items that stand for rows of this return. */
export function itemsOfReturn({ returnInfo }: Order, code: string): ReturnItem[] {
  return (returnInfo ?? [])
    .flatMap(({ items }) => items)
    .filter(({ key }) => key !== undefined && numberInReturnKey(code, key) !== undefined);
}

export function isOn(lines: readonly OrderLine[], item: ReturnItem): boolean {
  return item.type === 'LineItemReturnItem' && lines.some(({ lineItemId }) => lineItemId === item.lineItemId);
}

/** Reports print times to the minute or second. */
const SAME_TIME_MS = 60_000;

/** Key of the Delivery that the goods left in, where the report tells when they left. */
export function deliveryWith(
  order: Order,
  { despatchedAt }: ReturnRow,
  lineItemId: string,
): string | undefined {
  if (despatchedAt === undefined) return undefined;
  const found = deliveriesOf(order).filter(({ delivery }) => {
    const at: unknown = delivery.custom?.fields['despatchedAt'];
    const isThen = typeof at === 'string' && Math.abs(Date.parse(at) - despatchedAt) < SAME_TIME_MS;
    return isThen && delivery.items.some(({ id }) => id === lineItemId);
  });
  return found.length === 1 ? found[0]?.delivery.key : undefined;
}
