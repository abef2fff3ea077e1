import type { Address, CustomFields, LineItem, Order, ShippingInfo } from '@commercetools/platform-sdk';
import { nameOfLine } from './faults';
import type { OrderFault } from './sales-order';

/** Where and how some of an order's goods travel. `key` only in Multiple shipping mode. */
export interface ShippingEntry {
  readonly key?: string;
  readonly shippingInfo?: ShippingInfo;
  readonly shippingAddress?: Address;
  readonly shippingCustomFields?: CustomFields;
}

/** Units of a line that travel with one shipping entry. */
interface LinePortion {
  /** undefined: the order does not say which; a fault tells. */
  readonly entry: ShippingEntry | undefined;
  readonly quantity: number;
}

function isMultiple(order: Order): boolean {
  return order.shippingMode === 'Multiple';
}

/** One entry in Single mode, the entries of `shipping` in Multiple mode. */
export function shippingEntries(order: Order): readonly ShippingEntry[] {
  if (isMultiple(order))
    return order.shipping.map(({ shippingKey, ...entry }) => ({ key: shippingKey, ...entry }));
  const { shippingInfo, shippingAddress, shippingCustomFields } = order;
  return [{ shippingInfo, shippingAddress, shippingCustomFields }];
}

/** What rules may name a shipping method by: its key (needs `shippingMethod` expanded), else its name. */
export function namesOfMethod({ shippingInfo }: ShippingEntry): readonly string[] {
  if (shippingInfo === undefined) return [];
  return [shippingInfo.shippingMethod?.obj?.key, shippingInfo.shippingMethodName].filter(
    (name) => name !== undefined,
  );
}

const notPostal = new Set(['id', 'key', 'custom', 'externalId']);

function postalContent(address: Address): string {
  const fields = Object.entries(address).filter(
    ([name, value]) => !notPostal.has(name) && value !== undefined,
  );
  return JSON.stringify(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a target's address is the one that its shipping entry, and so its sales order, is sent to. */
function isAddressOf(order: Order, entry: ShippingEntry, addressKey: string): boolean {
  if (entry.shippingAddress === undefined || entry.shippingAddress.key === addressKey) return true;
  const named = order.itemShippingAddresses?.find(({ key }) => key === addressKey);
  return named !== undefined && postalContent(named) === postalContent(entry.shippingAddress);
}

interface Portions {
  readonly portions: readonly LinePortion[];
  readonly faults: readonly OrderFault[];
}

function targetFault(line: LineItem, what: string, fix: string): OrderFault {
  const name = nameOfLine({ sku: line.variant.sku, lineItemId: line.id });
  return { code: 'order-invalid', message: `The shipping details of ${name} ${what}`, fix };
}

function wrongAddress(line: LineItem): OrderFault {
  return targetFault(
    line,
    'name another address than the one its shipping method delivers to.',
    'Give the shipping method the address that the goods go to; Peoplevox takes one address a sales order.',
  );
}

function singlePortions(order: Order, line: LineItem): Portions {
  const [entry = {}] = shippingEntries(order);
  const targets = line.shippingDetails?.targets ?? [];
  const faults = targets.every(({ addressKey }) => isAddressOf(order, entry, addressKey))
    ? []
    : [wrongAddress(line)];
  return { portions: [{ entry, quantity: line.quantity }], faults };
}

function multiplePortions(order: Order, line: LineItem): Portions {
  const entries = new Map(shippingEntries(order).map((entry) => [entry.key, entry]));
  const quantities = new Map<ShippingEntry | undefined, number>();
  const faults: OrderFault[] = [];
  for (const { addressKey, shippingMethodKey, quantity } of line.shippingDetails?.targets ?? []) {
    const entry = shippingMethodKey === undefined ? undefined : entries.get(shippingMethodKey);
    quantities.set(entry, (quantities.get(entry) ?? 0) + quantity);
    if (entry === undefined)
      faults.push(
        targetFault(line, 'name no shipping method of this order.', 'Connect each target with one.'),
      );
    else if (!isAddressOf(order, entry, addressKey)) faults.push(wrongAddress(line));
  }
  const portions = [...quantities].map(([entry, quantity]) => ({ entry, quantity }));
  const total = portions.reduce((sum, { quantity }) => sum + quantity, 0);
  if (total !== line.quantity)
    faults.push(
      targetFault(
        line,
        `distribute ${total} of ${line.quantity} units.`,
        'Correct the targets so that they add up to the quantity of the line.',
      ),
    );
  return {
    portions: portions.length > 0 ? portions : [{ entry: undefined, quantity: line.quantity }],
    faults,
  };
}

/**
 * How the units of a line divide over the shipping entries. In Multiple mode a target's `shippingMethodKey` is the
 * `shippingKey` of an entry (platform-sdk `cart.d.ts`, ItemShippingTarget).
 */
export function portionsOf(order: Order, line: LineItem): Portions {
  return isMultiple(order) ? multiplePortions(order, line) : singlePortions(order, line);
}
