import type { Delivery, Order } from '@commercetools/platform-sdk';
import { divide } from '../../commercetools/amounts';
import type { Rules } from '../../configuration/rules';
import { sumOf } from '../grouped';
import { amountOfFirst, sharesOf, type LineShare, type ShippingShare } from './shares';

/** What a Delivery entitles the merchant to, in smallest units of the order's currency. */
export interface Claim {
  /** The Delivery's key; with `-rest` what became due when the order was closed without a further Delivery. */
  readonly reference: string;
  readonly amount: number;
}

/** Units that Peoplevox never ships: settled portions of the routing. */
export interface NotShipped {
  readonly lineItemId: string;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
}

export interface ClaimFacts {
  readonly notShipped: readonly NotShipped[];
  /** Keys of the Deliveries that stand for despatches of Peoplevox. */
  readonly deliveries: readonly string[];
  readonly rules: Pick<Rules['capture'], 'shipping' | 'fees'>;
}

/** Something that is due as a whole: the shipping of an entry, or the fees of the order. */
interface Lump {
  readonly amount: number;
  readonly policy: Rules['capture']['shipping' | 'fees'];
  /** Whether the lump is for units, or Deliveries, of this shipping entry. */
  readonly covers: (shippingKey: string | undefined) => boolean;
}

interface OurDelivery {
  readonly reference: string;
  readonly createdAt: string;
  readonly shippingKey?: string;
  readonly items: Delivery['items'];
}

/** Units of a line with what is due for them: their price, and what of the lumps is spread over them. */
interface Goods extends LineShare {
  readonly delivered: number;
}

/**
 * What each of our Deliveries entitles to, in the order in which they were created: the value of its units, and of
 * shipping and fees what the rules say. Once every unit of ours is delivered, or the order is closed, the claims add up
 * to the order's total less what is not ours: units that Peoplevox does not ship or did not ship, the shipping of
 * entries without a Delivery of ours, and fees left out by rule. No claim is negative.
 */
export function claimsOf(order: Order, facts: ClaimFacts): readonly Claim[] {
  const shares = sharesOf(order);
  const ours = shares.lines.filter((share) => !isIn(facts.notShipped, share));
  const lumps = lumpsOf(order, shares, facts.rules);
  const deliveries = ourDeliveries(order, facts.deliveries);
  const states = deliveredStates(spread(ours, lumps), deliveries);
  const claims = deliveries.map(({ reference }, index) => {
    const before = states[index] ?? [];
    const after = states[index + 1] ?? [];
    const inFull = lumps.filter((lump) => bearerOf(lump, deliveries, states) === index);
    return { reference, amount: valueOf(after) - valueOf(before) + sumOf(inFull, ({ amount }) => amount) };
  });
  const last = deliveries.at(-1);
  if (last === undefined || !isClosed(order)) return claims;
  const rest = lumps.filter(
    (lump) =>
      lump.policy === 'last' &&
      deliveries.some(({ shippingKey }) => lump.covers(shippingKey)) &&
      bearerOf(lump, deliveries, states) === -1,
  );
  const amount = sumOf(rest, (one) => one.amount);
  return amount === 0 ? claims : [...claims, { reference: `${last.reference}-rest`, amount }];
}

/** The value of what Peoplevox shipped of an order so far: the sum of its claims. */
export function owed(order: Order, facts: ClaimFacts): number {
  return sumOf(claimsOf(order, facts), ({ amount }) => amount);
}

/** As the connector sets it once every unit is despatched, cancelled or closed short. */
function isClosed({ shipmentState }: Order): boolean {
  return shipmentState === 'Shipped' || shipmentState === 'Delivered';
}

function isIn(notShipped: readonly NotShipped[], share: LineShare): boolean {
  return notShipped.some(
    ({ lineItemId, shippingKey }) => lineItemId === share.lineItemId && shippingKey === share.shippingKey,
  );
}

function lumpsOf(
  order: Order,
  { shipping, fees }: { readonly shipping: readonly ShippingShare[]; readonly fees: number },
  rules: ClaimFacts['rules'],
): readonly Lump[] {
  const multiple = order.shippingMode === 'Multiple';
  return [
    ...shipping.map(({ shippingKey, amount }) => ({
      amount,
      policy: rules.shipping,
      covers: (key: string | undefined) => !multiple || key === shippingKey,
    })),
    { amount: fees, policy: rules.fees, covers: () => true },
  ];
}

function ourDeliveries(order: Order, keys: readonly string[]): readonly OurDelivery[] {
  const entries =
    order.shippingMode === 'Multiple'
      ? order.shipping.map(({ shippingKey, shippingInfo }) => ({ shippingKey, shippingInfo }))
      : [{ shippingKey: undefined, shippingInfo: order.shippingInfo }];
  return entries
    .flatMap(({ shippingKey, shippingInfo }) =>
      (shippingInfo?.deliveries ?? []).flatMap(({ key, createdAt, items }): OurDelivery[] =>
        key !== undefined && keys.includes(key)
          ? [{ reference: key, createdAt, items, ...(shippingKey !== undefined && { shippingKey }) }]
          : [],
      ),
    )
    .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

/** Adds what is due pro rata to the units that it is for, by their value; by their number if they cost nothing. */
function spread(ours: readonly LineShare[], lumps: readonly Lump[]): readonly Goods[] {
  const amounts = new Map(ours.map((share) => [share, share.amount]));
  for (const lump of lumps.filter(({ policy }) => policy === 'proRata')) {
    const covered = ours.filter(({ shippingKey }) => lump.covers(shippingKey));
    const free = covered.every(({ amount }) => amount === 0);
    const parts = divide(
      lump.amount,
      covered.map(({ amount, quantity }) => (free ? quantity : amount)),
    );
    covered.forEach((share, index) => amounts.set(share, (amounts.get(share) ?? 0) + (parts[index] ?? 0)));
  }
  return ours.map((share) => ({ ...share, amount: amounts.get(share) ?? 0, delivered: 0 }));
}

/** What is delivered before the first Delivery, and after each. */
function deliveredStates(
  goods: readonly Goods[],
  deliveries: readonly OurDelivery[],
): readonly (readonly Goods[])[] {
  return deliveries.reduce<readonly (readonly Goods[])[]>(
    (states, delivery) => [...states, withDelivery(states.at(-1) ?? goods, delivery)],
    [goods],
  );
}

/** Units count for the Delivery's own shipping entry first; what the order does not have counts for nothing. */
function withDelivery(goods: readonly Goods[], { items, shippingKey }: OurDelivery): readonly Goods[] {
  const now = [...goods];
  for (const { id, quantity } of items) {
    let left = quantity;
    for (const own of [true, false])
      now.forEach((one, index) => {
        if (one.lineItemId !== id || (one.shippingKey === shippingKey) !== own) return;
        const taken = Math.min(left, one.quantity - one.delivered);
        now[index] = { ...one, delivered: one.delivered + taken };
        left -= taken;
      });
  }
  return now;
}

/** The Delivery, by its place in the list, that bears a lump in full; -1: none yet. */
function bearerOf(
  { policy, covers }: Lump,
  deliveries: readonly OurDelivery[],
  states: readonly (readonly Goods[])[],
): number {
  if (policy === 'first') return deliveries.findIndex(({ shippingKey }) => covers(shippingKey));
  if (policy !== 'last') return -1;
  const isComplete = (goods: readonly Goods[]): boolean => {
    const covered = goods.filter(({ shippingKey }) => covers(shippingKey));
    return covered.length > 0 && covered.every(({ delivered, quantity }) => delivered === quantity);
  };
  return deliveries.findIndex((_, index) => isComplete(states[index + 1] ?? []));
}

function valueOf(goods: readonly Goods[]): number {
  return sumOf(goods, (one) => amountOfFirst(one.delivered, one));
}
