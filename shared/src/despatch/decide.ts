import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { ExceptionCode } from '../exceptions/codes';
import { BY_OPERATOR, type Finding } from '../exceptions/exception';
import {
  accountsOf,
  isShort,
  type AccountFacts,
  type LineAccount,
  type Standing,
  type StandingSalesOrder,
} from './accounting';
import { allot, type Misfit, type PlannedSalesOrder } from './allot';
import type { LineUnits } from './booking';
import {
  deliveriesOf,
  unitsOf,
  wantedDeliveries,
  type PlacedDelivery,
  type WantedDelivery,
} from './deliveries';
import type { Despatch } from './despatches';
import { deliveryChanges, type Change } from './diff';
import { conflictProblem, misfitProblems, shortProblems, subjectOf, waitingProblems } from './findings';
import { deliveryKey } from './keys';
import { lineStateChanges, type StateIds } from './line-states';
import type { KnownExceptions } from './order-exceptions';
import { orderLines } from './order-lines';
import { hasPlaceFor, placelessFindings } from './refusals';
import { orderStateAfter, progressOf, shipmentStep, type Progress } from './shipment-state';
import { isConfirmed, meaningOf, type Seen } from './standing';

/** A sales order of the order, with its status as it was read; empty: Peoplevox does not have it. */
export interface SalesOrderFacts extends PlannedSalesOrder {
  readonly status: string;
  /** Cancelled at our own request. */
  readonly revoked: boolean;
}

/** Everything known about one order before deciding. The despatches were read after the order and the statuses. */
export interface OrderFacts {
  readonly order: Order;
  readonly rules: Rules;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: number;
  /** Since when Peoplevox has had the order. */
  readonly exportedAt: number;
  readonly salesOrders: readonly SalesOrderFacts[];
  readonly seen: Seen;
  readonly despatches: readonly Despatch[];
  readonly notShipped: readonly LineUnits[];
  readonly stateIds: StateIds;
  /** Field → values that the connector wrote. */
  readonly written: ReadonlyMap<string, ReadonlySet<string>>;
  /** Exceptions of this order that were raised, open or not. */
  readonly known: KnownExceptions;
}

export interface Decision {
  /** Everything to write, in order, as one update. */
  readonly changes: readonly Change[];
  /** Those among them that rules ask for beyond the shipment: left out should commercetools refuse them. */
  readonly optional: ReadonlySet<Change>;
  readonly findings: readonly Finding[];
  /** Nothing can be booked before the order changes; a finding says why. */
  readonly isHeld: boolean;
  /** Neither raised nor to be resolved: nothing can be said yet. */
  readonly undecided: ReadonlySet<ExceptionCode>;
  /** Sales orders to look at again before they count as closed, with their statuses. Empty: no need. */
  readonly closing: ReadonlyMap<string, string>;
  /** Keys of Deliveries for despatches. */
  readonly deliveries: readonly string[];
  readonly newDeliveries: readonly string[];
  /** Deliveries that others made. */
  readonly foreignDeliveries: number;
}

const NO_CHANGE: ReturnType<typeof stateChanges> = { changes: [], optional: new Set(), contradicts: false };

/** Pure: what an order lacks of what happened in the warehouse. */
export function decide(facts: OrderFacts): Decision {
  const { order, rules, despatches, notShipped } = facts;
  const lines = orderLines(order, rules);
  const keys = new Set(despatches.map(({ number }) => deliveryKey(number)));
  const existing = deliveriesOf(order);
  const others = existing.filter(({ delivery }) => delivery.key === undefined || !keys.has(delivery.key));
  const allotment = allot({
    lines,
    salesOrders: facts.salesOrders,
    despatches,
    otherwiseDelivered: unitsOf(others),
  });
  const wanted = wantedDeliveries(order, despatches, allotment.booked);
  const accountFacts = {
    lines,
    left: allotment.left,
    delivered: deliveredAfter(existing, wanted),
    notShipped,
    isCancelled: order.orderState === 'Cancelled',
  };
  const uncounted = uncountedKits(despatches);
  const unfit = [...allotment.unmatched, ...uncounted].map(({ salesOrder }) => salesOrder);
  const salesOrders = facts.salesOrders.map((salesOrder) =>
    withStanding(salesOrder, facts, unfit.includes(salesOrder.number)),
  );
  const accounts = accountsOf({ ...accountFacts, salesOrders });
  const progress = progressOf(accounts, meaningsOf(salesOrders, facts));
  const closing = closingOf(salesOrders, accountFacts);
  const believed = accountsOf({
    ...accountFacts,
    salesOrders: salesOrders.map((one) => ifClosed(one, facts)),
  });
  const expected = shortProblems(order, believed).map(({ code }) => code);
  const undecided = new Set<ExceptionCode>(closing.size === 0 ? [] : [...expected, 'conflicting-change']);
  const placeless = wanted.filter(
    (delivery) =>
      existing.every(({ delivery: { key } }) => key !== delivery.key) && !hasPlaceFor(order, delivery),
  );
  const isHeld = placeless.length > 0;
  const bookable = isHeld ? [] : wanted;
  const changes = deliveryChanges(order, bookable, rules.carriers);
  // An order whose Deliveries are missing must not be called shipped.
  const states = isHeld ? NO_CHANGE : stateChanges(facts, accounts, progress);
  const problems = [
    ...misfitProblems(allotment, uncounted),
    ...conflictProblem(
      [...changes, ...states.changes].filter(
        (change) => !states.optional.has(change) && isContradicted(change, facts),
      ),
      allotment.covered,
      // While a sales order is closing or undecided, commercetools may know already what is not certain here.
      states.contradicts &&
        closing.size === 0 &&
        salesOrders.every(({ standing }) => standing !== 'undecided')
        ? { current: order.shipmentState ?? '', progress: progress ?? '' }
        : undefined,
    ),
    ...waitingProblems(waitingFor(salesOrders, facts), rules.despatch.allocateWithinMinutes),
    ...shortProblems(order, accounts),
  ];
  const subject = subjectOf(order);
  return {
    changes: [...changes, ...states.changes],
    optional: states.optional,
    findings: [
      ...problems.map((problem) => ({ ...problem, subject })),
      ...placelessFindings(order, placeless),
    ],
    isHeld,
    undecided,
    closing: needsLook(facts, believed, undecided, expected) ? closing : new Map(),
    deliveries: [...keys].filter(
      (key) =>
        bookable.some((delivery) => delivery.key === key) ||
        existing.some(({ delivery }) => delivery.key === key),
    ),
    newDeliveries: bookable
      .map(({ key }) => key)
      .filter((key) => existing.every(({ delivery }) => delivery.key !== key)),
    foreignDeliveries: others.length,
  };
}

/** Units in the order's Deliveries once the changes are made. */
function deliveredAfter(existing: readonly PlacedDelivery[], wanted: readonly WantedDelivery[]): LineUnits[] {
  const untouched = existing.filter(({ delivery }) => wanted.every(({ key }) => key !== delivery.key));
  const after = wanted.flatMap(({ shippingKey, items }) =>
    items.map(({ id, quantity }) => ({
      lineItemId: id,
      quantity,
      ...(shippingKey !== undefined && { shippingKey }),
    })),
  );
  return [...unitsOf(untouched), ...after];
}

function withStanding(
  salesOrder: SalesOrderFacts,
  facts: OrderFacts,
  isUnfit: boolean,
): StandingSalesOrder & SalesOrderFacts {
  return { ...salesOrder, standing: standingOf(salesOrder, facts, isUnfit) };
}

function standingOf(
  { number, status, revoked }: SalesOrderFacts,
  { order, rules, now, seen }: OrderFacts,
  isUnfit: boolean,
): Standing {
  if (revoked) return 'revoked';
  const meaning = meaningOf(status, rules);
  if (meaning !== 'closed' && meaning !== 'cancelled') return 'open';
  // Who cancelled the order has decided.
  if (isUnfit && order.orderState !== 'Cancelled') return 'undecided';
  const closeAfterMs = rules.despatch.closeAfterMinutes * 60_000;
  return isConfirmed(number, status, now, seen, closeAfterMs) ? meaning : 'closing';
}

type Standings = readonly (StandingSalesOrder & SalesOrderFacts)[];

function meaningsOf(salesOrders: Standings, { rules }: OrderFacts) {
  return salesOrders
    .filter(({ standing }) => standing === 'open' || standing === 'closing')
    .map(({ status }) => meaningOf(status, rules));
}

/** Sales orders that would settle units, were their status believed. */
function closingOf(
  salesOrders: Standings,
  { lines, left }: Pick<AccountFacts, 'lines' | 'left'>,
): Map<string, string> {
  return new Map(
    salesOrders
      .filter((salesOrder) => salesOrder.standing === 'closing' && isShort(salesOrder, lines, left))
      .map(({ number, status }) => [number, status]),
  );
}

/** As it will be once the second look agrees with the first. */
function ifClosed(salesOrder: Standings[number], { rules }: OrderFacts): StandingSalesOrder {
  if (salesOrder.standing !== 'closing') return salesOrder;
  const standing = meaningOf(salesOrder.status, rules) === 'cancelled' ? 'cancelled' : 'closed';
  return { ...salesOrder, standing };
}

/**
 * Not when all that the second look could bring is there already: the order's state, what people are to hear, and nothing
 * open that only the second look could close.
 */
function needsLook(
  { order, rules, known }: OrderFacts,
  believed: readonly LineAccount[],
  undecided: ReadonlySet<ExceptionCode>,
  expected: readonly ExceptionCode[],
): boolean {
  if (undecided.size === 0) return false;
  const isTold = (code: ExceptionCode) => {
    const before = known.get(code);
    // What the connector closed by itself has come back; what a person closed has been dealt with.
    return before?.status === 'open' || before?.evidence === BY_OPERATOR;
  };
  const mayClose = [...undecided].some(
    (code) => !expected.includes(code) && known.get(code)?.status === 'open',
  );
  const step = shipmentStep(order.shipmentState, progressOf(believed, []), rules);
  return mayClose || !expected.every(isTold) || step.kind === 'write';
}

function stateChanges(
  { order, rules, stateIds }: OrderFacts,
  accounts: readonly LineAccount[],
  progress: Progress | undefined,
): { changes: Change[]; optional: ReadonlySet<Change>; contradicts: boolean } {
  const step = shipmentStep(order.shipmentState, progress, rules);
  const shipment: Change[] =
    step.kind === 'write'
      ? [
          {
            field: 'shipmentState',
            ...(order.shipmentState !== undefined && { before: order.shipmentState }),
            after: step.state,
            action: { action: 'changeShipmentState', shipmentState: step.state },
          },
        ]
      : [];
  const orderState = orderStateAfter(order.orderState, progress, rules);
  const optional: Change[] = [
    ...lineStateChanges(order, accounts, progress, rules, stateIds),
    ...(orderState === undefined
      ? []
      : [
          {
            field: 'orderState',
            before: order.orderState,
            after: orderState,
            action: { action: 'changeOrderState', orderState } as const,
          },
        ]),
  ];
  return {
    changes: [...shipment, ...optional],
    optional: new Set(optional),
    contradicts: step.kind === 'contradicts',
  };
}

/** A person changed it: it has a value that we did not write, though we wrote others. */
function isContradicted({ field, before }: Change, { written }: OrderFacts): boolean {
  const ours = written.get(field);
  return before !== undefined && ours !== undefined && ours.size > 0 && !ours.has(before);
}

function uncountedKits(despatches: readonly Despatch[]): Misfit[] {
  return despatches.flatMap(({ uncountedKits: kits, number, salesOrder }) =>
    kits.map((itemCode) => ({ itemCode, despatch: number, salesOrder, units: 0 })),
  );
}

function waitingFor(salesOrders: Standings, { rules, now, exportedAt, order }: OrderFacts) {
  const isLong = now - exportedAt >= rules.despatch.allocateWithinMinutes * 60_000;
  if (!isLong || order.orderState === 'Cancelled') return [];
  return salesOrders
    .filter(({ standing }) => standing === 'open')
    .map(({ number, status }) => ({ number, meaning: meaningOf(status, rules) }));
}
