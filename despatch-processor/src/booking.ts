import {
  createDespatchBooking,
  createReturnBooking,
  type ChargeWriter,
  type DespatchBooking,
  type DespatchParts,
  type ReturnBooking,
} from 'peoplevox-connector-shared/despatch';
import type { OutageWatch } from 'peoplevox-connector-shared/exceptions';
import { noteStatuses, readLedger, routeOrder } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import type { Parts } from './application';
import { createCaptureAfterBooking } from './capture';

/** The booking of despatches and returns, with what it needs of the orders room. */
interface Booking {
  readonly book: DespatchBooking['book'];
  readonly bookReturns: ReturnBooking['bookOrders'];
}

export function createBooking(parts: Parts, charges: ChargeWriter): Booking {
  const { settings, documents } = parts;
  const notShipped: DespatchParts['notShipped'] = (order, rules) =>
    routeOrder(order, rules).filter(({ settled }) => settled);
  const despatchParts: DespatchParts = {
    ...parts,
    ledger: {
      salesOrdersOf: async (orderId) => (await readLedger(documents, orderId))?.value.salesOrders,
    },
    notShipped,
    afterBooking: createCaptureAfterBooking({ ...parts, charges, notShipped }),
    onStatuses: (orderId, statuses) => noteStatuses(parts, orderId, statuses),
    projectKey: settings.commercetools.projectKey,
    timeZone: settings.peoplevox.timeZone,
  };
  const despatches = createDespatchBooking(despatchParts);
  const returns = createReturnBooking(despatchParts);
  return {
    book: (requests) => despatches.book(requests),
    bookReturns: (numbers) => returns.bookOrders(numbers),
  };
}

/** Tells people when Peoplevox cannot be worked with, and when it can again. */
export async function watched<T extends object | string>(
  outage: OutageWatch,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    if (typeof result === 'object') await outage.succeeded();
    return result;
  } catch (error) {
    if (error instanceof PeoplevoxError) await outage.failed(error.kind);
    throw error;
  }
}
