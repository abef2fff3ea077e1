import type { Order, ReturnItem, ReturnItemDraft } from '@commercetools/platform-sdk';
import type { OwnedUpdate } from '../commercetools/ownership';
import type { Rules } from '../configuration/rules';
import type { Finding, Subject } from '../exceptions/exception';
import type { PlannedSalesOrder } from './allot';
import { deliveriesOf } from './deliveries';
import { compareTexts } from './despatches';
import { grouped, sumOf } from './grouped';
import { returnItemKey } from './keys';
import { orderLines, wholeUnits } from './order-lines';
import { isCharged, refundDue, type RefundableLine } from './refund';
import { deliveredUnits, returnedItems } from './returned-items';
import type { ReturnRow } from './return-report';

export const returnCodes = ['return-unmatched', 'refund-due', 'order-rejected'] as const;

interface ReturnDecision {
  readonly actions: readonly OwnedUpdate[];
  /** What is written, a sentence each. */
  readonly texts: readonly string[];
  readonly findings: readonly Finding[];
}

interface ReturnFacts {
  readonly order: Order;
  readonly rules: Rules;
  readonly salesOrders: readonly PlannedSalesOrder[];
  /** Every return of the order's sales orders. */
  readonly rows: readonly ReturnRow[];
}

/** A return of an order has its own subject, so that a refund for it stands beside one for what was never sent. */
export function returnSubject({ id, orderNumber }: Pick<Order, 'id' | 'orderNumber'>): Subject {
  return { type: 'return', id, ...(orderNumber !== undefined && { key: orderNumber }) };
}

interface RankedRow extends ReturnRow {
  /** Key of its first item in the order. */
  readonly key: string;
}

/** Pure: what an order lacks of the goods that came back to the warehouse. */
export function decideReturns(facts: ReturnFacts): ReturnDecision {
  const { order } = facts;
  const rows = ranked(facts.rows);
  const booking = new ReturnLedger(facts);
  for (const row of rows) booking.take(row);
  const { drafts, unmatched } = booking;
  const additions = [...grouped(drafts, ({ row }) => row.code).values()].map((some): OwnedUpdate => ({
    action: 'addReturnInfo',
    returnDate: new Date(some[0].row.returnedAt).toISOString(),
    items: some.map(({ draft }) => draft),
  }));
  const destinations = destinationsOf(order, rows, drafts);
  const problems = [...unmatchedFinding(order, unmatched), ...refundFinding(order, rows, drafts)];
  return {
    actions: [...additions, ...destinations.map(({ action }) => action)],
    texts: [
      ...drafts.map(({ draft }) => `return ${draft.key}: ${draft.quantity} of ${draft.lineItemId ?? ''}`),
      ...destinations.map(({ text }) => text),
    ],
    findings: problems,
  };
}

/** Ranks within a return code by time, so that what is added to a return later does not move what is there. */
function ranked(rows: readonly ReturnRow[]): RankedRow[] {
  const sorted = rows.toSorted(
    (a, b) =>
      a.returnedAt - b.returnedAt ||
      compareTexts(a.itemCode, b.itemCode) ||
      compareTexts(a.salesOrder, b.salesOrder) ||
      a.units - b.units ||
      compareTexts(a.reason, b.reason),
  );
  return [...grouped(sorted, ({ code }) => code).values()].flatMap((some) =>
    some.map((row, index) => ({ ...row, key: returnItemKey(row.code, index + 1) })),
  );
}

interface Draft {
  readonly row: RankedRow;
  readonly draft: ReturnItemDraft & { readonly key: string };
}

interface Unmatched {
  readonly row: ReturnRow;
  /** Units of the ItemCode. */
  readonly units: number;
}

/** Items of a row: the first has its key, those for further lines a number behind it. */
function isOf(row: RankedRow, key: string | undefined): boolean {
  return key === row.key || key?.startsWith(`${row.key}_`) === true;
}

class ReturnLedger {
  readonly drafts: Draft[] = [];
  readonly unmatched: Unmatched[] = [];
  private readonly room: Map<string, number>;

  constructor(private readonly facts: ReturnFacts) {
    const { order } = facts;
    const back = returnedItems(order);
    this.room = new Map(
      order.lineItems.map(({ id }) => [
        id,
        deliveredUnits(order, id) -
          sumOf(
            back.filter(({ line }) => line.lineItemId === id),
            ({ line }) => line.quantity,
          ),
      ]),
    );
  }

  take(row: RankedRow): void {
    const { order } = this.facts;
    const lines = this.candidates(row);
    const booked = itemsOf(order).filter(({ key }) => isOf(row, key));
    const factor = lines[0]?.factor ?? 1;
    const whole = wholeUnits(row.units, { factor });
    let left = whole - sumOf(booked, ({ quantity }) => quantity);
    let items = booked.length;
    for (const { lineItemId } of row.code === '' ? [] : lines) {
      const quantity = Math.min(left, this.room.get(lineItemId) ?? 0);
      if (quantity <= 0) continue;
      left -= quantity;
      items += 1;
      this.room.set(lineItemId, (this.room.get(lineItemId) ?? 0) - quantity);
      const key = items === 1 ? row.key : `${row.key}_${items}`;
      const comment = commentOf(order, row, lineItemId);
      this.drafts.push({ row, draft: { key, lineItemId, quantity, comment, shipmentState: 'Returned' } });
    }
    const fraction = row.units - Math.round(whole * factor);
    const units = Math.max(0, left) * factor + fraction;
    if (units > 0) this.unmatched.push({ row, units });
  }

  /** Lines with the ItemCode, those of the same despatch first. */
  private candidates(row: RankedRow) {
    const { order, rules, salesOrders } = this.facts;
    const code = row.itemCode.toLowerCase();
    const planned = salesOrders
      .filter(({ number }) => number === row.salesOrder)
      .flatMap(({ lines }) => lines)
      .filter(({ itemCode }) => itemCode.toLowerCase() === code)
      .map(({ lineItemId }) => lineItemId);
    const lines = orderLines(order, rules).filter(
      ({ lineItemId, sku }) => planned.includes(lineItemId) || sku.toLowerCase() === code,
    );
    const isSent = (lineItemId: string) => deliveryWith(order, row, lineItemId) !== undefined;
    return [
      ...lines.filter(({ lineItemId }) => isSent(lineItemId)),
      ...lines.filter(({ lineItemId }) => !isSent(lineItemId)),
    ].filter(
      (line, index, all) => all.findIndex(({ lineItemId }) => lineItemId === line.lineItemId) === index,
    );
  }
}

function itemsOf(order: Order): ReturnItem[] {
  return (order.returnInfo ?? []).flatMap(({ items }) => items);
}

/** Reports print times to the minute or second. */
const SAME_TIME_MS = 60_000;

/** Key of the Delivery that the goods left in, where the report tells when they left. */
function deliveryWith(order: Order, { despatchedAt }: ReturnRow, lineItemId: string): string | undefined {
  if (despatchedAt === undefined) return undefined;
  const found = deliveriesOf(order).filter(({ delivery }) => {
    const at: unknown = delivery.custom?.fields['despatchedAt'];
    const isThen = typeof at === 'string' && Math.abs(Date.parse(at) - despatchedAt) < SAME_TIME_MS;
    return isThen && delivery.items.some(({ id }) => id === lineItemId);
  });
  return found.length === 1 ? found[0]?.delivery.key : undefined;
}

/** The report's free text is left out: it may hold anything. */
function commentOf(order: Order, row: ReturnRow, lineItemId: string): string {
  const delivery = deliveryWith(order, row, lineItemId);
  return [
    `Return ${row.code}`,
    ...(row.reason === '' ? [] : [`reason: ${row.reason}`]),
    ...(row.condition === '' ? [] : [`condition: ${row.condition}`]),
    ...(delivery === undefined ? [] : [`Delivery ${delivery}`]),
  ].join('; ');
}

/** `BackInStock` or `Unusable`, once each; where it was set otherwise meanwhile it stays. */
function destinationsOf(
  order: Order,
  rows: readonly RankedRow[],
  drafts: readonly Draft[],
): { readonly action: OwnedUpdate; readonly text: string }[] {
  return rows.flatMap((row) => {
    if (row.reusable === undefined) return [];
    const shipmentState = row.reusable ? 'BackInStock' : 'Unusable';
    const waiting = itemsOf(order).filter((item) => item.shipmentState === 'Returned');
    const keys = [...waiting, ...drafts.map(({ draft }) => draft)]
      .map(({ key }) => key)
      .filter((key) => key !== undefined && isOf(row, key));
    return keys.map((key) => ({
      action: { action: 'setReturnShipmentState', returnItemKey: key, shipmentState } as const,
      text: `return ${key}: ${shipmentState}`,
    }));
  });
}

function unmatchedFinding(order: Order, unmatched: readonly Unmatched[]): Finding[] {
  if (unmatched.length === 0) return [];
  const texts = unmatched.map(
    ({ row, units }) =>
      `return ${row.code === '' ? 'without code' : row.code}: ${units} of ${row.itemCode} (sales order ${row.salesOrder})`,
  );
  return [
    {
      code: 'return-unmatched',
      subject: returnSubject(order),
      message: `Goods came back for which the order has no despatched units: ${texts.join('; ')}. They are not booked.`,
      fix: 'Find the order that the goods belong to and book the return there by hand, or correct the return in Peoplevox.',
    },
  ];
}

/** What the warehouse took back and nobody has decided on: `paymentState` of the item is still `Initial`. */
function refundFinding(order: Order, rows: readonly RankedRow[], drafts: readonly Draft[]): Finding[] {
  if (!isCharged(order)) return [];
  const before = returnedItems(order)
    .filter(({ key, paymentState }) => paymentState === 'Initial' && rows.some((row) => isOf(row, key)))
    .map(({ line }) => line);
  const taken = new Map(order.lineItems.map(({ id }) => [id, firstReturned(order, id)]));
  const fresh = drafts.map(({ draft: { lineItemId = '', quantity } }): RefundableLine => {
    const after = Math.max(0, (taken.get(lineItemId) ?? 0) - quantity);
    taken.set(lineItemId, after);
    return { lineItemId, quantity, after, because: 'returned' };
  });
  const finding = refundDue(order, returnSubject(order), [...before, ...fresh], 0);
  return finding === undefined ? [] : [finding];
}

/** Units of the line that are still with the customer. */
function firstReturned(order: Order, lineItemId: string): number {
  const back = returnedItems(order).filter(({ line }) => line.lineItemId === lineItemId);
  return deliveredUnits(order, lineItemId) - sumOf(back, ({ line }) => line.quantity);
}
