import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import type { FaultList } from './faults';

/**
 * An order number for an order without one: creation day and 12 digits of the order's id, always the same for the same
 * order, 19 characters.
 */
export function generatedOrderNumber(order: Pick<Order, 'id' | 'createdAt'>): string {
  const day = order.createdAt.slice(2, 10).replaceAll('-', '');
  return `${day}-${order.id.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
}

/** Numbers that Peoplevox might take for the same: whether it tells `gb-1` from `GB-1` is not known. */
export function canonicalNumber(number: string): string {
  return number.trim().toLowerCase();
}

function nextNumber(first: string, taken: ReadonlySet<string>): string {
  let rank = 1;
  const candidate = () => (rank === 1 ? first : `${first}-${rank}`);
  while (taken.has(candidate())) rank += 1;
  return candidate();
}

/**
 * A number for each group: the one that it already has, else the next that no group of the order ever had. A fault
 * when the order has no number, or one that the connector could not look up or list.
 */
export function salesOrderNumbers(
  order: Order,
  rules: Rules['orderExport'],
  groups: readonly string[],
  fixed: ReadonlyMap<string, string>,
  faults: FaultList,
): ReadonlyMap<string, string> {
  const { orderNumber } = order;
  const fresh = groups.filter((group) => !fixed.has(group));
  if (orderNumber === undefined || orderNumber === '') {
    if (fresh.length > 0 || groups.length === 0)
      faults.invalid('The order has no order number.', 'Set its order number.');
    return fixed;
  }
  const first = rules.number.prefix + orderNumber;
  if (/[",\\\p{Cc}\p{Cs}\u2028\u2029]/u.test(first))
    faults.invalid(
      'The order number has a comma, quotation mark, backslash or control character, which Peoplevox cannot list or search for.',
      'Give the order another number, or change number.prefix in the configuration.',
    );
  const numbers = new Map(fixed);
  for (const group of fresh) numbers.set(group, nextNumber(first, new Set(numbers.values())));
  return numbers;
}
