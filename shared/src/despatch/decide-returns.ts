import type { Order, ReturnItemDraft } from '@commercetools/platform-sdk';
import type { OwnedUpdate } from '../commercetools/ownership';
import type { Finding, Subject } from '../exceptions/exception';
import { grouped, sumOf } from './grouped';
import { isCharged, refundDue, type RefundableLine } from './refund';
import {
  deliveryWith,
  destination,
  isOn,
  itemsOfReturn,
  returnedGoods,
  type ReturnedGoods,
  type ReturnFacts,
} from './returned-goods';
import { deliveredUnits, returnedAs, returnedItems } from './returned-items';
import type { ReturnRow } from './return-report';

export const returnCodes = ['return-unmatched', 'refund-due', 'order-rejected', 'report-unusable'] as const;

interface ReturnDecision {
  readonly actions: readonly OwnedUpdate[];
  /** What is written, a sentence each. */
  readonly texts: readonly string[];
  readonly findings: readonly Finding[];
}

/** A return of an order has its own subject, so that a refund for it stands beside one for what was never sent. */
export function returnSubject({ id, orderNumber }: Pick<Order, 'id' | 'orderNumber'>): Subject {
  return { type: 'return', id, ...(orderNumber !== undefined && { key: orderNumber }) };
}

/** Pure: what an order lacks of the goods that came back to the warehouse. */
export function decideReturns(facts: ReturnFacts): ReturnDecision {
  const { order } = facts;
  const goods = returnedGoods(facts);
  const booking = new ReturnLedger(order, goods);
  for (const one of goods) booking.take(one);
  const { drafts, unmatched } = booking;
  const additions = [...grouped(drafts, ({ row }) => row.code).values()].map((some): OwnedUpdate => ({
    action: 'addReturnInfo',
    returnDate: new Date(some[0].row.returnedAt).toISOString(),
    items: some.map(({ draft }) => draft),
  }));
  const destinations = destinationsOf(goods, drafts);
  const problems = [...unmatchedFinding(order, unmatched), ...refundFinding(order, goods, drafts)];
  return {
    actions: [...additions, ...destinations.map(({ action }) => action)],
    texts: [
      ...drafts.map(({ draft }) => `return ${draft.key}: ${draft.quantity} of ${draft.lineItemId ?? ''}`),
      ...destinations.map(({ text }) => text),
    ],
    findings: problems,
  };
}

interface Draft {
  readonly row: ReturnRow;
  readonly draft: ReturnItemDraft & { readonly key: string };
}

interface Unmatched {
  readonly row: ReturnRow;
  /** Units of the ItemCode. */
  readonly units: number;
}

class ReturnLedger {
  readonly drafts: Draft[] = [];
  readonly unmatched: Unmatched[] = [];
  /** Units of each line item that are still with the customer. */
  private readonly room: Map<string, number>;
  /** Units of each ItemCode of a return that are to be booked: however its rows change, none is booked twice. */
  private readonly open: Map<string, number>;

  constructor(
    private readonly order: Order,
    goods: readonly ReturnedGoods[],
  ) {
    this.room = new Map(order.lineItems.map(({ id }) => [id, firstReturned(order, id)]));
    this.open = new Map(
      [...grouped(goods, itemOf)].map(([item, some]) => {
        const [{ row, lines }] = some;
        const booked = itemsOfReturn(order, row.code).filter((one) => isOn(lines, one));
        return [item, sumOf(some, ({ units }) => units) - sumOf(booked, ({ quantity }) => quantity)];
      }),
    );
  }

  take(goods: ReturnedGoods): void {
    const { row, lines, factor, units, key, items } = goods;
    const open = this.open.get(itemOf(goods)) ?? 0;
    const due = Math.max(0, Math.min(open, units - sumOf(items, ({ quantity }) => quantity)));
    this.open.set(itemOf(goods), open - due);
    let left = due;
    let count = items.length;
    for (const { lineItemId } of row.code === '' ? [] : lines) {
      const quantity = Math.min(left, this.room.get(lineItemId) ?? 0);
      if (quantity <= 0) continue;
      left -= quantity;
      count += 1;
      this.room.set(lineItemId, (this.room.get(lineItemId) ?? 0) - quantity);
      const comment = commentOf(this.order, row, lineItemId);
      const own = count === 1 ? key : `${key}_${count}`;
      this.drafts.push({
        row,
        draft: { key: own, lineItemId, quantity, comment, shipmentState: 'Returned' },
      });
    }
    const fraction = row.units - Math.round(units * factor);
    if (left * factor + fraction > 0) this.unmatched.push({ row, units: left * factor + fraction });
  }
}

function itemOf({ row }: ReturnedGoods): string {
  return `${row.code}|${row.itemCode.toLowerCase()}`;
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
  goods: readonly ReturnedGoods[],
  drafts: readonly Draft[],
): { readonly action: OwnedUpdate; readonly text: string }[] {
  return goods.flatMap(({ row, items }) => {
    const shipmentState = destination(row);
    if (shipmentState === 'Returned') return [];
    const keys = [
      ...items.filter((item) => item.shipmentState === 'Returned').map(({ key = '' }) => key),
      ...drafts.filter((one) => one.row === row).map(({ draft }) => draft.key),
    ];
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
function refundFinding(order: Order, goods: readonly ReturnedGoods[], drafts: readonly Draft[]): Finding[] {
  if (!isCharged(order)) return [];
  const booked = new Set(goods.flatMap(({ items }) => items.map(({ key }) => key)));
  const before = returnedItems(order)
    .filter(({ key, paymentState }) => paymentState === 'Initial' && booked.has(key))
    .map(({ line }) => line);
  const taken = new Map(order.lineItems.map(({ id }) => [id, firstReturned(order, id)]));
  const fresh = drafts.map(({ draft: { key, lineItemId = '', quantity } }): RefundableLine => {
    const after = Math.max(0, (taken.get(lineItemId) ?? 0) - quantity);
    taken.set(lineItemId, after);
    return { lineItemId, quantity, after, because: returnedAs(key) };
  });
  const finding = refundDue(order, returnSubject(order), [...before, ...fresh], 0);
  return finding === undefined ? [] : [finding];
}

/** Units of the line that are still with the customer. */
function firstReturned(order: Order, lineItemId: string): number {
  const back = returnedItems(order).filter(({ line }) => line.lineItemId === lineItemId);
  return deliveredUnits(order, lineItemId) - sumOf(back, ({ line }) => line.quantity);
}
