import type { OrderState, ShipmentState } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { isBegun, isSettled, type LineAccount } from './accounting';
import type { Meaning } from './standing';

/** How far the shipment of an order is; the keys of `despatch.shipmentStates`. */
export type Progress = keyof Rules['despatch']['shipmentStates'];

/** From the least to the most that can be said of sales orders of which nothing was despatched. */
const undespatched = ['notAllocated', 'partlyAllocated', 'allocated', 'picked'] as const satisfies Progress[];

/**
 * How far an order is: units tell, else the sales order that is least far.
 * @param meanings of the sales orders of which more may come
 * @returns undefined: nothing can be said
 */
export function progressOf(
  accounts: readonly LineAccount[],
  meanings: readonly Meaning[],
): Progress | undefined {
  if (accounts.length > 0 && isSettled(accounts)) return isBegun(accounts) ? 'despatched' : 'cancelled';
  if (isBegun(accounts)) return 'partlyDespatched';
  const ranks = meanings.map((meaning) => undespatched.findIndex((progress) => progress === meaning));
  return ranks.length === 0 ? undefined : undespatched[Math.min(...ranks)];
}

/** It never goes backwards. `Canceled` stands beside: nothing was despatched. */
const rising: readonly ShipmentState[] = [
  'Pending',
  'Delayed',
  'Backorder',
  'Ready',
  'Partial',
  'Shipped',
  'Delivered',
];
const rankOf = (state: ShipmentState | undefined): number =>
  state === undefined ? -1 : rising.indexOf(state);
const PARTIAL = rankOf('Partial');

/**
 * - `write`: the state goes up to `state`.
 * - `keep`: it is there already, or beyond, or nothing is to be said.
 * - `contradicts`: commercetools says more than has happened. It stays as it is.
 */
type StateStep =
  | { readonly kind: 'write'; readonly state: ShipmentState }
  | { readonly kind: 'keep' }
  | { readonly kind: 'contradicts' };

/** The step from the order's shipmentState, as `despatch.shipmentStates` says. */
export function shipmentStep(
  current: ShipmentState | undefined,
  progress: Progress | undefined,
  { despatch }: Rules,
): StateStep {
  if (progress === undefined) return { kind: 'keep' };
  const target = despatch.shipmentStates[progress];
  if (saysTooMuch(current, progress)) return { kind: 'contradicts' };
  if (target === null || target === current || !leads(current, target)) return { kind: 'keep' };
  return { kind: 'write', state: target };
}

function saysTooMuch(current: ShipmentState | undefined, progress: Progress): boolean {
  if (current === 'Shipped' || current === 'Delivered') return progress !== 'despatched';
  return current === 'Partial' && progress !== 'despatched' && progress !== 'partlyDespatched';
}

function leads(current: ShipmentState | undefined, target: ShipmentState): boolean {
  if (target === 'Canceled') return rankOf(current) < PARTIAL;
  // What was despatched after all is a fact; all else leaves a cancelled shipment as it is.
  if (current === 'Canceled') return rankOf(target) >= PARTIAL;
  return rankOf(target) > rankOf(current);
}

/** The orderState to write, as `despatch.orderStates` says. A Complete or Cancelled order stays so. */
export function orderStateAfter(
  current: OrderState,
  progress: Progress | undefined,
  { despatch: { orderStates } }: Rules,
): OrderState | undefined {
  if (current === 'Complete' || current === 'Cancelled') return undefined;
  if (progress !== 'partlyDespatched' && progress !== 'despatched' && progress !== 'cancelled')
    return undefined;
  const target = orderStates[progress];
  return target === null || target === current || target === 'Open' ? undefined : target;
}
