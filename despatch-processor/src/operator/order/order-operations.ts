import {
  equals,
  ORDER_EXPANSIONS,
  type ByProjectKeyRequestBuilder,
  type Documents,
  type Order,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { deliveriesOf, type Hints } from 'peoplevox-connector-shared/despatch';
import { eligibility, leaveReplay, readLedger } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError, ReportUnusable } from 'peoplevox-connector-shared/peoplevox';
import { DeadlineExceeded, withDeadline, type World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { findExceptions, shownException } from '../exceptions';
import { NotFound, NotNow, operation } from '../operation';
import { sentenceOf, timelineOf, type DespatchNow, type OrderFacts, type SalesOrderNow } from './explain';

export interface OrderParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly rules: () => Promise<Rules>;
  /** The Channel `peoplevox`: marks exported orders, and its age tells since when orders are ours. */
  readonly channel: () => Promise<{ readonly id: string; readonly createdAt: string }>;
  readonly hints: Pick<Hints, 'read' | 'note'>;
  /** What Peoplevox has of these sales orders now. Rejects with PeoplevoxError or ReportUnusable. */
  readonly peoplevox: (
    numbers: readonly string[],
    rules: Rules,
  ) => Promise<{
    readonly salesOrders: readonly SalesOrderNow[];
    readonly despatches: readonly DespatchNow[];
  }>;
  /** Has hints worked at once. */
  readonly onHint: () => void;
  readonly world: Pick<World, 'clock' | 'random'>;
}

const orderNumber = z.string().min(1).max(256).describe('orderNumber of the order in commercetools.');
const moment = z.object({
  at: z.string(),
  where: z.enum(['commercetools', 'connector', 'Peoplevox']),
  what: z.string(),
});
const explained = z.object({
  orderNumber: z.string(),
  orderId: z.string(),
  sentence: z.string().describe('Why the order is where it is.'),
  timeline: z.array(moment).describe('What happened to it, the oldest first.'),
  commercetools: z.object({
    version: z.number(),
    orderState: z.string(),
    shipmentState: z.string().nullable(),
    paymentState: z.string().nullable(),
    deliveries: z.array(
      z.object({
        key: z.string().nullable(),
        units: z.number(),
        parcels: z.array(z.object({ key: z.string().nullable(), trackingNumber: z.string().nullable() })),
      }),
    ),
  }),
  connector: z.object({
    state: z.string().nullable().describe('State in the ledger; null: it has no entry.'),
    salesOrders: z.array(z.string()),
    hints: z.number().describe('Callbacks that wait to be looked at.'),
  }),
  peoplevox: z.union([
    z.object({
      salesOrders: z.array(z.object({ number: z.string(), status: z.string() })),
      despatches: z.array(
        z.object({
          number: z.string(),
          delivery: z.string(),
          salesOrder: z.string(),
          at: z.string(),
          units: z.number(),
        }),
      ),
    }),
    z.object({ unavailable: z.string().describe('Why Peoplevox could not be asked.') }),
  ]),
  exceptions: z.array(shownException),
});

const MOST_EXCEPTIONS = 100;
/** Two calls may have to wait for callbacks that are worked: the share of this application is small. */
const PATIENCE_MS = 40_000;

export function orderOperations(parts: OrderParts) {
  const { api, documents, hints } = parts;

  async function orderWith(number: string): Promise<Order> {
    const queryArgs = {
      where: equals('orderNumber', number),
      expand: [...ORDER_EXPANSIONS],
      limit: 1,
      withTotal: false,
    };
    const [found] = (await api.orders().get({ queryArgs }).execute()).body.results;
    if (found === undefined) throw new NotFound(`There is no order ${number} in commercetools.`);
    return found;
  }

  /** The sales orders that were sent, by the ledger, else by the order's syncInfo. */
  async function sentOf(order: Order) {
    const [stored, channel] = await Promise.all([readLedger(documents, order.id), parts.channel()]);
    const synced = order.syncInfo.find((info) => info.channel.id === channel.id)?.externalId ?? '';
    const numbers =
      stored !== undefined && stored.value.salesOrders.length > 0
        ? stored.value.salesOrders.map(({ number }) => number)
        : synced.split(',').filter((number) => number !== '');
    return { ledger: stored?.value, numbers, notBefore: channel.createdAt };
  }

  async function factsOf(order: Order): Promise<OrderFacts> {
    const [{ ledger, numbers, notBefore }, rules] = await Promise.all([sentOf(order), parts.rules()]);
    const eligible = eligibility(order, { rules, notBefore: rules.orderExport.notBefore ?? notBefore });
    const [{ found }, waiting, peoplevox] = await Promise.all([
      findExceptions(documents, [`subject(${equals('id', order.id)})`], MOST_EXCEPTIONS),
      Promise.all(numbers.map((number) => hints.read(number))),
      peoplevoxNow(numbers, rules),
    ]);
    return {
      order,
      ledger,
      numbers,
      notOurs: eligible.eligible ? undefined : eligible.reason,
      exceptions: found,
      hints: waiting.flatMap((hint) => hint?.value ?? []),
      peoplevox,
    };
  }

  async function peoplevoxNow(numbers: readonly string[], rules: Rules): Promise<OrderFacts['peoplevox']> {
    if (numbers.length === 0) return { salesOrders: [], despatches: [] };
    try {
      return await withDeadline(parts.world.clock, PATIENCE_MS, () => parts.peoplevox(numbers, rules));
    } catch (error) {
      if (error instanceof DeadlineExceeded)
        return { unavailable: 'the calls of this application are used up for the moment; ask again.' };
      if (error instanceof PeoplevoxError || error instanceof ReportUnusable)
        return { unavailable: error.message };
      throw error;
    }
  }

  return [
    operation({
      method: 'get',
      path: '/orders/{orderNumber}',
      summary: 'Why is this order where it is? Both systems are read now.',
      params: z.object({ orderNumber }),
      answers: explained,
      run: async (given) => shown(await factsOf(await orderWith(given.orderNumber)), given.orderNumber),
    }),
    operation({
      method: 'post',
      path: '/orders/{orderNumber}/replay',
      summary:
        'Decides again, from how things are now: whether and how the order is exported, and what of its despatches and returns is missing. Safe any number of times.',
      params: z.object({ orderNumber }),
      answers: z.object({
        orderNumber: z.string(),
        orderId: z.string(),
        export: z.string().describe('What becomes of the export.'),
        booking: z.string().describe('What becomes of despatches and returns.'),
      }),
      run: async (given) => {
        const order = await orderWith(given.orderNumber);
        const { numbers } = await sentOf(order);
        if (!(await leaveReplay(parts, order.id)))
          throw new NotNow('Too many orders wait to be decided again; reconciliation has not taken them up.');
        for (const number of numbers)
          await Promise.all([hints.note(number, 'despatch'), hints.note(number, 'return')]);
        if (numbers.length > 0) parts.onHint();
        return {
          orderNumber: given.orderNumber,
          orderId: order.id,
          export: 'decided again at the next tick of reconciliation',
          booking:
            numbers.length === 0
              ? 'nothing to book: the order was never sent'
              : `begun for ${numbers.join(', ')}; what cannot be done now is done by reconciliation`,
        };
      },
    }),
  ];
}

function shown(facts: OrderFacts, number: string): z.input<typeof explained> {
  const { order, ledger, numbers, hints, peoplevox, exceptions } = facts;
  return {
    orderNumber: number,
    orderId: order.id,
    sentence: sentenceOf(facts),
    timeline: timelineOf(facts),
    commercetools: {
      version: order.version,
      orderState: order.orderState,
      shipmentState: order.shipmentState ?? null,
      paymentState: order.paymentState ?? null,
      deliveries: deliveriesOf(order).map(({ delivery: { key, items, parcels } }) => ({
        key: key ?? null,
        units: items.reduce((sum, { quantity }) => sum + quantity, 0),
        parcels: parcels.map((parcel) => ({
          key: parcel.key ?? null,
          trackingNumber: parcel.trackingData?.trackingId ?? null,
        })),
      })),
    },
    connector: { state: ledger?.state ?? null, salesOrders: [...numbers], hints: hints.length },
    peoplevox: copied(peoplevox),
    exceptions: [...exceptions],
  };
}

function copied(peoplevox: OrderFacts['peoplevox']): z.input<typeof explained>['peoplevox'] {
  return 'unavailable' in peoplevox
    ? peoplevox
    : { salesOrders: [...peoplevox.salesOrders], despatches: [...peoplevox.despatches] };
}
