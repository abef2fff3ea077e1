import { createPaymentIntents } from '../../commercetools/payment-intents';
import { getPayments } from '../../commercetools/payments';
import type { CommercetoolsSettings } from '../../runtime/settings';
import type { World } from '../../runtime/world';
import type { Booked, DespatchParts } from '../booking';
import { createCapture, type Capture, type CaptureParts } from './create-capture';

export interface CaptureAfterBookingParts extends Omit<CaptureParts, 'payments' | 'intents' | 'world'> {
  readonly api: DespatchParts['api'];
  readonly settings: {
    readonly commercetools: CommercetoolsSettings;
    /** Absent: neither CTP_CHECKOUT_URL nor the region tells. */
    readonly checkout: { readonly url?: string };
  };
  readonly world: World;
}

/** Nothing is wrong, and not everything is captured: the order must be looked at again. */
class CaptureWaits extends Error {
  override readonly name = 'CaptureWaits';
}

/**
 * Capture on despatch as `afterBooking` of the booking. What fails is told by `capture-failed` and does not keep the
 * hint; what waits for another capture does.
 * @throws CaptureWaits
 */
export function captureAfterBooking(
  parts: CaptureAfterBookingParts,
): (booked: Booked) => ReturnType<Capture['afterBooking']> {
  const { api, settings, world, log } = parts;
  const { url } = settings.checkout;
  const capture = createCapture({
    ...parts,
    payments: (ids) => getPayments(api, ids),
    intents:
      url === undefined
        ? undefined
        : createPaymentIntents({ settings: settings.commercetools, checkoutUrl: url, world, log }),
  });
  return async (booked) => {
    const captured = await capture.afterBooking(booked);
    const waiting = captured.outcomes.find((outcome) => outcome.kind === 'waiting');
    if (waiting?.kind === 'waiting')
      throw new CaptureWaits(`The capture for Delivery ${waiting.claim.reference} waits: ${waiting.why}.`);
    return captured;
  };
}
