import type { LineItem, Order, ShippingInfo, TaxedItemPrice } from '@commercetools/platform-sdk';
import { divide } from '../../commercetools/amounts';
import { sumOf } from '../grouped';

/** All amounts are whole smallest units of the order's currency: what the customer pays, tax included. */
export interface LineShare {
  readonly lineItemId: string;
  /** In Multiple shipping mode, where the shipping details say it. */
  readonly shippingKey?: string;
  readonly quantity: number;
  /** Of all `quantity` units. */
  readonly amount: number;
}

export interface ShippingShare {
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  readonly amount: number;
}

/** What each part of an order costs. The parts add up to `total` to the cent, and none is negative. */
export interface OrderShares {
  readonly total: number;
  readonly lines: readonly LineShare[];
  readonly shipping: readonly ShippingShare[];
  /** Of the custom line items. */
  readonly fees: number;
}

/**
 * Divides the order's total, as commercetools reckoned it, over lines, shipping and fees by what each costs: by that a
 * discount on the order's total, and the rounding of taxes on the order's level, fall on every part. A fee below zero
 * is a discount under another name, and falls on every part too.
 */
export function sharesOf(order: Order): OrderShares {
  const portions = order.lineItems.flatMap((line) => linePortions(order, line));
  const shipping = shippingPrices(order);
  const fees = order.customLineItems.map((fee) => grossOf(fee.totalPrice.centAmount, fee.taxedPrice));
  const weights = [
    ...portions.map(({ amount }) => amount),
    ...shipping.map(({ amount }) => amount),
    ...fees.map((fee) => Math.max(0, fee)),
  ];
  const total = totalOf(order);
  const shares = divide(total, weights);
  const shippingEnd = portions.length + shipping.length;
  return {
    total,
    lines: portions.map((portion, index) => ({ ...portion, amount: shares[index] ?? 0 })),
    shipping: shipping.map((entry, index) => ({ ...entry, amount: shares[portions.length + index] ?? 0 })),
    fees: sumOf(shares.slice(shippingEnd), (share) => share),
  };
}

/**
 * What `quantity` units of a line cost, tax and every discount included, after `after` units of it that were counted
 * before: so that the units of a line, taken in any portions one after the other, add up to the line. Units beyond the
 * ordered ones cost nothing. Shipping and fees are not in it. A line that the order does not have costs nothing.
 * @param shippingKey in Multiple shipping mode: only among the units that travel with this entry.
 */
export function valueOfUnits(
  order: Order,
  lineItemId: string,
  quantity: number,
  { after = 0, shippingKey }: { readonly after?: number; readonly shippingKey?: string } = {},
): number {
  const shares = sharesOf(order).lines.filter(
    (share) =>
      share.lineItemId === lineItemId && (shippingKey === undefined || share.shippingKey === shippingKey),
  );
  return firstUnitsOf(shares, after + quantity) - firstUnitsOf(shares, after);
}

/** What the first `units` of these shares cost. */
export function firstUnitsOf(shares: readonly LineShare[], units: number): number {
  let left = units;
  let value = 0;
  for (const share of shares) {
    value += amountOfFirst(left, share);
    left = Math.max(0, left - share.quantity);
  }
  return value;
}

/** Of equal units the earlier ones bear the cents that the division leaves over, as the largest remainders. */
export function amountOfFirst(
  units: number,
  { amount, quantity }: Pick<LineShare, 'amount' | 'quantity'>,
): number {
  const counted = Math.min(Math.max(0, units), quantity);
  if (counted === 0) return 0;
  const each = Math.floor(amount / quantity);
  return each * counted + Math.min(counted, amount - each * quantity);
}

function totalOf({ taxedPrice, totalPrice }: Order): number {
  return Math.max(0, (taxedPrice?.totalGross ?? totalPrice).centAmount);
}

function grossOf(untaxed: number, taxed: TaxedItemPrice | undefined): number {
  return taxed?.totalGross.centAmount ?? untaxed;
}

/** A line, or in Multiple mode its units by the shipping entry that they travel with. */
function linePortions(order: Order, line: LineItem): readonly LineShare[] {
  const whole = grossOf(line.totalPrice.centAmount, line.taxedPrice);
  const parts = order.shippingMode === 'Multiple' ? unitsByEntry(line) : [{ quantity: line.quantity }];
  const taxed = parts.map(
    ({ shippingKey }) =>
      line.taxedPricePortions.find((portion) => portion.shippingMethodKey === shippingKey)?.taxedPrice,
  );
  const known = taxed.every((price) => price !== undefined);
  const amounts = known
    ? taxed.map((price) => grossOf(0, price))
    : divide(
        whole,
        parts.map(({ quantity }) => quantity),
      );
  return parts.map((part, index) => ({ lineItemId: line.id, ...part, amount: amounts[index] ?? 0 }));
}

/** Several targets of one entry are one; units that no target places come last. */
function unitsByEntry(
  line: LineItem,
): readonly { readonly quantity: number; readonly shippingKey?: string }[] {
  const units = new Map<string | undefined, number>();
  for (const { shippingMethodKey, quantity } of line.shippingDetails?.targets ?? [])
    units.set(shippingMethodKey, (units.get(shippingMethodKey) ?? 0) + quantity);
  const placed = sumOf([...units.values()], (some) => some);
  if (placed < line.quantity) units.set(undefined, (units.get(undefined) ?? 0) + line.quantity - placed);
  return [...units].map(([shippingKey, quantity]) => ({
    quantity,
    ...(shippingKey !== undefined && { shippingKey }),
  }));
}

function shippingPrices(order: Order): readonly ShippingShare[] {
  if (order.shippingMode === 'Multiple')
    return order.shipping.map(({ shippingKey, shippingInfo }) => ({
      shippingKey,
      amount: priceOf(shippingInfo),
    }));
  return order.shippingInfo === undefined ? [] : [{ amount: priceOf(order.shippingInfo) }];
}

function priceOf({ price, discountedPrice, taxedPrice }: ShippingInfo): number {
  return grossOf((discountedPrice?.value ?? price).centAmount, taxedPrice);
}
