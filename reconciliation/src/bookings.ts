import { createPaymentIntents, getPayments } from 'peoplevox-connector-shared/commercetools';
import {
  captureAfterBooking,
  createCapture,
  createDespatchBooking,
  createReturnBooking,
  type DespatchBooking,
  type DespatchParts,
  type ReturnBooking,
} from 'peoplevox-connector-shared/despatch';
import { noteStatuses, readLedger, routeOrder } from 'peoplevox-connector-shared/orders';
import type { World } from 'peoplevox-connector-shared/runtime';
import { createChargeWriter } from './charge-writer';
import type { ReconciliationSettings } from './environment';

/** What the booking needs of the application; the rest comes from the orders room and the capture. */
interface BookingParts extends Omit<
  DespatchParts,
  'ledger' | 'notShipped' | 'onStatuses' | 'afterBooking' | 'world' | 'projectKey' | 'timeZone'
> {
  readonly settings: ReconciliationSettings;
  readonly world: World;
}

/** Units that Peoplevox never ships: settled portions of the routing. */
export const notShipped: DespatchParts['notShipped'] = (order, rules) =>
  routeOrder(order, rules).filter(({ settled }) => settled);

/** The booking of despatches and returns, as despatch-processor has it: the sweeps repair by no other way. */
export function createBookings(parts: BookingParts): {
  readonly booking: DespatchBooking;
  readonly returns: ReturnBooking;
} {
  const { documents, world, settings } = parts;
  const despatchParts: DespatchParts = {
    ...parts,
    projectKey: settings.commercetools.projectKey,
    timeZone: settings.peoplevox.timeZone,
    ledger: { salesOrdersOf: async (orderId) => (await readLedger(documents, orderId))?.value.salesOrders },
    notShipped,
    onStatuses: (orderId, statuses) => noteStatuses({ documents, world }, orderId, statuses),
    afterBooking: captureAfter(parts),
  };
  return { booking: createDespatchBooking(despatchParts), returns: createReturnBooking(despatchParts) };
}

function captureAfter(parts: BookingParts) {
  const { api, settings, world, log } = parts;
  const { url } = settings.checkout;
  return captureAfterBooking(
    createCapture({
      ...parts,
      payments: (ids) => getPayments(api, ids),
      notShipped,
      charges: createChargeWriter(api, world),
      intents:
        url === undefined
          ? undefined
          : createPaymentIntents({ settings: settings.commercetools, checkoutUrl: url, world, log }),
    }),
  );
}
