import { documentsOf, type Stage } from '../demo/stage';
import { availableOf, exceptionsOf, soldFrom } from '../demo/views';

/** What is not yet, or not any more, as it must be once all is quiet; at most ten of each kind. */
export function unsettled(stage: Stage, skus: readonly string[]): string[] {
  const { commercetools, peoplevox } = stage;
  const orders = [...commercetools.project.collections.order.values()];
  const numbers = new Set(orders.map(({ orderNumber }) => orderNumber));
  const despatched = new Map<string, string[]>();
  for (const { number, order } of peoplevox.floor.despatches.values())
    despatched.set(order.number, [...(despatched.get(order.number) ?? []), number]);

  const ofOrders = orders.flatMap(
    ({ orderNumber = '', syncInfo, lineItems, shipmentState, shippingInfo }) => {
      const there = peoplevox.floor.orders.get(orderNumber);
      if (there === undefined) return [`${orderNumber} is not in Peoplevox`];
      if (syncInfo.length !== 1) return [`${orderNumber} is marked ${syncInfo.length} times`];
      const wanted = lineItems.map(({ variant, quantity }) => `${variant.sku}×${quantity}`);
      const sent = there.lines.map(({ item, ordered }) => `${item.code}×${ordered}`);
      if (listOf(wanted) !== listOf(sent))
        return [`${orderNumber} has ${listOf(sent)} instead of ${listOf(wanted)}`];
      const left = despatched.get(orderNumber) ?? [];
      const booked = (shippingInfo?.deliveries ?? []).map(({ key }) => key ?? '');
      if (listOf(left) !== listOf(booked))
        return [`${orderNumber} left as ${listOf(left)}, booked is ${listOf(booked)}`];
      if (left.length > 0 && shipmentState !== 'Shipped')
        return [`${orderNumber} left and is ${shipmentState}`];
      return [];
    },
  );
  const strangers = [...peoplevox.floor.orders.keys()]
    .filter((number) => !numbers.has(number))
    .map((number) => `${number} is in Peoplevox and is no order`);
  const stock = skus
    .filter((sku) => soldFrom(stage, sku) !== availableOf(stage, sku))
    .map((sku) => `${sku}: ${soldFrom(stage, sku)} on sale, ${availableOf(stage, sku)} available`);
  const hints = documentsOf(stage, 'peoplevox-hints').length;
  const exceptions = exceptionsOf(stage)
    .filter(({ status }) => status === 'open')
    .map(({ code, subject, message }) => `open: ${code} ${subject.key ?? ''} ${message}`);
  return [
    ...ofOrders.slice(0, 10),
    ...strangers.slice(0, 10),
    ...stock.slice(0, 10),
    ...(hints === 0 ? [] : [`${hints} hint(s) are left`]),
    ...exceptions.slice(0, 10),
    ...(peoplevox.violations.length === 0
      ? []
      : [`${peoplevox.violations.length} could be allocated too early`]),
    ...(peoplevox.peak() <= 15 ? [] : [`${peoplevox.peak()} calls in 15 s`]),
  ];
}

/** In an order that does not matter. */
function listOf(values: readonly string[]): string {
  return values.toSorted((one, other) => one.localeCompare(other)).join(', ');
}
