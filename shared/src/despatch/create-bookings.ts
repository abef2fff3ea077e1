import type { PeoplevoxSettings } from '../runtime/settings';
import type { DespatchBooking, DespatchParts } from './booking';
import { captureAfterBooking, type CaptureAfterBookingParts } from './capture';
import { createDespatchBooking } from './create-booking';
import { createReturnBooking } from './create-return-booking';
import type { ReturnBooking } from './returns';

type FromSettings = 'projectKey' | 'timeZone';

/** What an application has; `ledger`, `notShipped` and `onStatuses` are `ordersForBookings` of the orders room. */
interface BookingsParts
  extends
    Omit<DespatchParts, FromSettings | 'afterBooking' | 'world'>,
    Pick<CaptureAfterBookingParts, 'charges' | 'world'> {
  readonly settings: CaptureAfterBookingParts['settings'] & {
    readonly peoplevox: Pick<PeoplevoxSettings, 'timeZone'>;
  };
}

/** The bookings of despatches, with capture after them, and of returns: in every application the same. */
export function createBookings(parts: BookingsParts): {
  readonly despatches: DespatchBooking;
  readonly returns: ReturnBooking;
} {
  const { projectKey } = parts.settings.commercetools;
  const { timeZone } = parts.settings.peoplevox;
  const despatchParts = { ...parts, projectKey, timeZone, afterBooking: captureAfterBooking(parts) };
  return { despatches: createDespatchBooking(despatchParts), returns: createReturnBooking(despatchParts) };
}
