import { ledgerOf, openExceptions, type Invariant, type Scene } from './invariant';

const DURABLE = new Set(['held', 'waiting', 'exported', 'cancelled', 'ignored']);

/** Every message ends in an effect, a reason or an exception before it is acknowledged. */
export function nothingForgotten(scene: Scene): Invariant {
  const { world, shop } = scene;

  return {
    name: 'I2 no message is acknowledged and forgotten',
    atAcknowledgement: (orderId) => {
      const sale = shop.sales.find(({ id }) => id === orderId);
      const order = sale && shop.orderOf(sale);
      if (sale === undefined || order === undefined || order.orderState === 'Cancelled') return undefined;
      if (order.shipmentState === 'Shipped') return undefined;
      const { state, held } = ledgerOf(scene, orderId) ?? { state: 'unknown', held: [] };
      // Peoplevox may have rows of an order that is held; people are told, and sweeps look at it again.
      const isTold = state === 'sending' && held.length > 0;
      if (!DURABLE.has(state) && !isTold)
        return `a message of ${sale.number} was acknowledged while its state is "${state}"`;
      return state === 'held' && held.length === 0
        ? `a message of ${sale.number} was acknowledged: the order is held, and nobody is told why`
        : undefined;
    },
    atRest: () => {
      const { outstanding, expired } = world.broker.stats();
      if (outstanding > 0) return `${outstanding} messages are still in the queue`;
      if (expired > 0) return `${expired} messages were given up`;
      const hanging = shop.sales.find(({ id }) => {
        const ledger = ledgerOf(scene, id);
        return ledger?.state === 'sending' && ledger.held.length === 0;
      });
      return hanging && `${hanging.number} is for ever being sent`;
    },
  };
}

/** Far more than an order with changes, faults and crashes can need. */
const MOST_WRITES = 80;
const LAST_CALLS = 400;

export function noLoops({ world }: Scene): Invariant {
  const { journal, project } = world.commercetools;
  return {
    name: 'I11 no endless loop: the writes of an order are bounded, and cease when nothing happens',
    atRest: () => {
      const order = [...project.collections.order.values()].find(({ version }) => version > MOST_WRITES);
      if (order !== undefined) return `order ${order.orderNumber ?? ''} was written ${order.version} times`;
      const late = journal
        .slice(-LAST_CALLS)
        .filter(({ method, path }) => method === 'POST' && path.includes('/orders/'));
      return late.length > LAST_CALLS / 4
        ? `${late.length} of the last ${LAST_CALLS} calls write orders though nothing happens`
        : undefined;
    },
  };
}

/** order-export 7, despatch-processor 2, the jobs 4 in common, of 15 calls that Peoplevox takes. */
const SHARES = 13 / 15;

export function limitKept({ world }: Scene): Invariant {
  return {
    name: 'L2 never more calls to Peoplevox in any 15 s than the shares of the applications',
    atRest: () =>
      world.peoplevox.peak() > SHARES * world.plan.setting.limit.requests
        ? `${world.peoplevox.peak()} calls within 15 s`
        : undefined,
  };
}

const EVENT_APPLICATIONS: ReadonlySet<string> = new Set(['order-export', 'despatch-processor']);

export function exceptionsAreTrue(scene: Scene): Invariant {
  const { shop, world } = scene;
  const isFalse: Readonly<Record<string, (orderId: string) => boolean>> = {
    'order-invalid': (id) => orderOf(id)?.shippingAddress?.postalCode !== undefined,
    'order-sku-unknown': (id) =>
      orderOf(id)?.lineItems.every(({ variant }) => world.peoplevox.floor.items.has(variant.sku ?? '')) ===
      true,
  };
  function orderOf(id: string) {
    const sale = shop.sales.find((one) => one.id === id);
    return sale && shop.orderOf(sale);
  }
  return {
    name: 'L3 at rest an exception is open only while its cause is there',
    atRest: () => {
      const open = openExceptions(scene);
      const wrong = open.find(({ code, subject }) => isFalse[code]?.(subject.id ?? '') === true);
      if (wrong !== undefined)
        return `${wrong.code} of ${wrong.subject.key ?? ''} is open though its cause is gone`;
      const passing = open.find(
        ({ code, subject }) =>
          code === 'peoplevox-unavailable' ||
          // Those that only answer events may have had nothing to ask since.
          (code === 'credentials-rejected' && !EVENT_APPLICATIONS.has(subject.key ?? '')),
      );
      return passing && `${passing.code} is open though Peoplevox answers`;
    },
  };
}
