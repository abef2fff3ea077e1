import type { LineItem, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { unitFactor } from '../configuration/unit-factor';
import { lineIdOf } from '../peoplevox/line-id';

/** Units of a line item that travel with one shipping entry: in Single shipping mode all of them. */
export interface OrderLine {
  readonly lineItemId: string;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  /** `Line` of its row in Peoplevox. */
  readonly line: string;
  readonly sku: string;
  /** Units as commercetools counts them. */
  readonly ordered: number;
  /** Units of the ItemCode in one of them. */
  readonly factor: number;
}

export function lineKey({ lineItemId, shippingKey }: Pick<OrderLine, 'lineItemId' | 'shippingKey'>): string {
  return `${lineItemId}|${shippingKey ?? ''}`;
}

/** In the order of the line items. A target's `shippingMethodKey` is the `shippingKey` of an entry (orders room). */
export function orderLines(order: Order, rules: Rules): OrderLine[] {
  return order.lineItems.flatMap((item) =>
    portions(order, item).map((portion) => lineOf(item, portion, rules)),
  );
}

interface Portion {
  readonly shippingKey?: string;
  readonly ordered: number;
}

function portions({ shippingMode }: Order, { quantity, shippingDetails }: LineItem): Portion[] {
  const targets = shippingMode === 'Multiple' ? (shippingDetails?.targets ?? []) : [];
  const units = new Map<string, number>();
  for (const { shippingMethodKey, quantity: some } of targets)
    if (shippingMethodKey !== undefined)
      units.set(shippingMethodKey, (units.get(shippingMethodKey) ?? 0) + some);
  if (units.size === 0) return [{ ordered: quantity }];
  return [...units].map(([shippingKey, ordered]) => ({ shippingKey, ordered }));
}

function lineOf({ id, variant }: LineItem, portion: Portion, rules: Rules): OrderLine {
  const sku = variant.sku ?? '';
  return { lineItemId: id, ...portion, line: lineIdOf(id), sku, factor: unitFactor(sku, rules) };
}

/** Absorbs binary fractions such as 3 × 0.1; far below any real misfit. */
const TOLERANCE = 1e-9;

/** Whole commercetools units in so many units of the ItemCode. */
export function wholeUnits(itemUnits: number, { factor }: Pick<OrderLine, 'factor'>): number {
  return Math.floor(itemUnits / factor + TOLERANCE);
}

/** Whole and begun commercetools units in so many units of the ItemCode. */
export function begunUnits(itemUnits: number, { factor }: Pick<OrderLine, 'factor'>): number {
  return Math.ceil(itemUnits / factor - TOLERANCE);
}

/** Units of the ItemCode that are ordered. */
export function itemUnits({ ordered, factor }: Pick<OrderLine, 'ordered' | 'factor'>): number {
  return Math.round(ordered * factor);
}
