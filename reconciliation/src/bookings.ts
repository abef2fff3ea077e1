import {
  createDespatchBooking,
  createReturnBooking,
  type DespatchBooking,
  type DespatchParts,
  type ReturnBooking,
} from 'peoplevox-connector-shared/despatch';
import { noteStatuses, readLedger, routeOrder } from 'peoplevox-connector-shared/orders';

/** What the booking needs of the application; the rest comes from the orders room. */
export type BookingParts = Omit<DespatchParts, 'ledger' | 'notShipped' | 'onStatuses'>;

/** The booking of despatches and returns, as despatch-processor has it: the sweeps repair by no other way. */
export function createBookings(parts: BookingParts): {
  readonly booking: DespatchBooking;
  readonly returns: ReturnBooking;
} {
  const { documents, world } = parts;
  const despatchParts: DespatchParts = {
    ...parts,
    ledger: { salesOrdersOf: async (orderId) => (await readLedger(documents, orderId))?.value.salesOrders },
    notShipped: (order, rules) => routeOrder(order, rules).filter(({ settled }) => settled),
    onStatuses: (orderId, statuses) => noteStatuses({ documents, world }, orderId, statuses),
  };
  return { booking: createDespatchBooking(despatchParts), returns: createReturnBooking(despatchParts) };
}
