import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { Subject } from '../exceptions/exception';
import type { Journey } from './journey';
import {
  ABSENT,
  hasHeader,
  isCertainly,
  lineFingerprint,
  type LedgerEntry,
  type StoredEntry,
} from './ledger';
import { lineKey } from './composition/compose';
import { groupKey } from './composition/routing';
import { orderContent } from './order-content';
import type { SalesOrder } from './composition/sales-order';
import { sentNumbers } from './screen';

/** The Channel `peoplevox`: its id marks exported orders, its age tells since when orders are ours. */
export interface ExportChannel {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Everything read about one order before deciding. */
export interface Known {
  readonly order: Order;
  readonly stored: StoredEntry | undefined;
  readonly rules: Rules;
  readonly channel: ExportChannel;
  readonly syncedAs: string | undefined;
  readonly journey: Journey;
}

/** An order whose ledger entry says that we are sending it. */
export type Claimed = Known & { readonly stored: StoredEntry };

export function subjectOf(order: Order): Subject {
  return { type: 'order', id: order.id, key: order.orderNumber };
}

export function entryOf({ order, stored, journey }: Known): LedgerEntry {
  return {
    schemaVersion: 1,
    state: stored?.value.state ?? 'sending',
    orderNumber: order.orderNumber,
    orderVersion: order.version,
    salesOrders: stored?.value.salesOrders ?? [],
    ...(stored?.value.content !== undefined && { content: stored.value.content }),
    held: stored?.value.held ?? [],
    ...(stored?.value.told && { told: stored.value.told }),
    ...(stored?.value.warehouse && { warehouse: stored.value.warehouse }),
    trace: journey.steps,
  };
}

/** Numbers are fixed at the first export; a cancelled one stays taken (no site has an empty name) and is no group's. */
export function fixedNumbers(entry: LedgerEntry | undefined): ReadonlyMap<string, string> {
  return new Map(
    entry?.salesOrders.map(({ site, shippingKey, number, cancelled }) => [
      cancelled === true ? groupKey('', number) : groupKey(site, shippingKey),
      number,
    ]) ?? [],
  );
}

/** Lines stay at the site that they were sent to. */
export function fixedSites(entry: LedgerEntry | undefined): ReadonlyMap<string, string> {
  const alive = entry?.salesOrders.filter(({ cancelled }) => cancelled !== true) ?? [];
  return new Map(
    alive.flatMap(({ site, shippingKey, lines }) =>
      lines.map(({ lineItemId }) => [lineKey(lineItemId, shippingKey), site] as const),
    ),
  );
}

export function isConfirmed({ stored, syncedAs }: Known): boolean {
  const state = stored?.value.state;
  return state === 'exported' || state === 'cancelled' || (stored === undefined && syncedAs !== undefined);
}

/** The sales orders that Peoplevox confirmed once; without a ledger syncInfo tells. */
export function confirmedNumbers({ stored, syncedAs }: Known): readonly string[] {
  if (stored === undefined) return sentNumbers({ entry: undefined, syncedAs });
  return stored.value.salesOrders
    .filter(({ possible }) => !possible.includes(ABSENT))
    .map(({ number }) => number);
}

/** False: the order is as Peoplevox last had it; if it should be sent otherwise now, only the rules have changed. */
export function isChanged({ order, stored }: Known): boolean {
  return order.orderState === 'Cancelled' || stored?.value.content !== orderContent(order);
}

/** Whether the last confirmed content is exactly what is wanted now. */
export function isAsConfirmed({ order, stored }: Known, wanted: readonly SalesOrder[]): boolean {
  const entry = stored?.value;
  const alive = entry?.salesOrders.filter(({ cancelled }) => cancelled !== true) ?? [];
  if (entry?.state !== 'exported' || alive.length !== wanted.length) return false;
  return wanted.every((salesOrder) => {
    const sent = alive.find(({ number }) => number === salesOrder.number);
    if (sent === undefined || sent.lines.length !== salesOrder.lines.length) return false;
    const sameLines = salesOrder.lines.every((line) => {
      const there = sent.lines.find((candidate) => candidate.line === line.line);
      return there !== undefined && isCertainly(there.possible, lineFingerprint(order.id, line.columns));
    });
    return sameLines && hasHeader(sent, salesOrder, order.id, isCertainly);
  });
}

/** Sales orders that were sent and that the order, as it is now, does not need any more. */
export function droppedNumbers({ stored, syncedAs }: Known, wanted: readonly SalesOrder[]): string[] {
  return sentNumbers({ entry: stored?.value, syncedAs }).filter(
    (number) => !wanted.some((salesOrder) => salesOrder.number === number),
  );
}

/** Paths of the rules that lead into the order, its lines or its customer. */
export function pathsOf({ orderExport, orderAttributes, lineAttributes }: Rules): string[] {
  const attributes = [...Object.values(orderAttributes), ...Object.values(lineAttributes)].map(
    ({ from }) => from,
  );
  return orderExport.requestedDeliveryDate === null
    ? attributes
    : [...attributes, orderExport.requestedDeliveryDate];
}

export function describe({ number, site, lines }: SalesOrder): string {
  return `${number} to ${site}, ${lines.length} line(s)`;
}
