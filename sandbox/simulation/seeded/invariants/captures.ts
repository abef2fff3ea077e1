import type { LineItem, Order, Payment } from '@commercetools/platform-sdk';
import type { Sale } from '../shop';
import { openExceptions, type Invariant, type Scene } from './invariant';

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Cents that a Charge has taken, or may still take. */
function taken({ transactions }: Payment): number {
  return sum(
    transactions
      .filter(({ type, state }) => type === 'Charge' && state !== 'Failure')
      .map(({ amount }) => amount.centAmount),
  );
}

function authorised({ transactions }: Payment): number {
  return sum(
    transactions
      .filter(({ type, state }) => type === 'Authorization' && state === 'Success')
      .map(({ amount }) => amount.centAmount),
  );
}

/** Cents that the despatched units are worth, and the shipping costs with the first of them. */
function worth(order: Order, unitsOf: (delivered: number, line: LineItem) => number): number {
  const deliveries = order.shippingInfo?.deliveries ?? [];
  const units = (id: string) =>
    sum(deliveries.flatMap(({ items }) => items).map((item) => (item.id === id ? item.quantity : 0)));
  const goods = order.lineItems.map((line) => unitsOf(units(line.id), line) * line.price.value.centAmount);
  return sum(goods) + (deliveries.length > 0 ? (order.shippingInfo?.price.centAmount ?? 0) : 0);
}

/** No more is charged than was authorised and has left, and in the end as much. */
export function capturedOnce(scene: Scene): Invariant {
  const { world, shop } = scene;
  const { payment: payments } = world.commercetools.project.collections;
  /** What could be charged at most, by order: a Delivery shrinks with an order that is changed after it left. */
  const mosts = new Map<string, number>();

  /** Each paid order with its payment. */
  function paid(): { readonly sale: Sale; readonly order: Order; readonly payment: Payment }[] {
    if (world.plan.setting.capture === undefined) return [];
    return shop.sales.flatMap((sale) => {
      const order = shop.orderOf(sale);
      const payment = payments.get(order?.paymentInfo?.payments[0]?.id ?? '');
      return order === undefined || payment === undefined ? [] : [{ sale, order, payment }];
    });
  }

  return {
    name: 'I8 no more is captured than was authorised and has left, in the end exactly that or in an open exception',
    atEveryStep: () => {
      for (const { sale, order, payment } of paid()) {
        const now = Math.min(
          authorised(payment),
          worth(order, (delivered) => delivered),
        );
        const most = Math.max(now, mosts.get(sale.id) ?? 0);
        mosts.set(sale.id, most);
        if (taken(payment) > most) return `${sale.number}: ${taken(payment)} of ${most} cents are charged`;
      }
      return undefined;
    },
    atRest: () => {
      const open = new Set(openExceptions(scene).map(({ subject }) => subject.id));
      for (const { sale, order, payment } of paid()) {
        // What left beyond a quantity that was lowered meanwhile is nobody's to pay.
        const due = worth(order, (delivered, { quantity }) => Math.min(delivered, quantity));
        if (!open.has(sale.id) && taken(payment) < Math.min(authorised(payment), due))
          return `${sale.number}: only ${taken(payment)} of ${due} cents are charged, without an exception`;
      }
      return undefined;
    },
  };
}
