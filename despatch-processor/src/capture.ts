import {
  createPaymentIntents,
  getPayments,
  type ByProjectKeyRequestBuilder,
} from 'peoplevox-connector-shared/commercetools';
import {
  createCapture,
  type CaptureOutcome,
  type CaptureParts,
  type Booked,
} from 'peoplevox-connector-shared/despatch';
import type { CommercetoolsSettings, Log, World } from 'peoplevox-connector-shared/runtime';
import { createChargeWriter } from './charge-writer';

export interface CaptureDoorParts extends Pick<
  CaptureParts,
  'documents' | 'exceptions' | 'notShipped' | 'serverClock'
> {
  readonly api: ByProjectKeyRequestBuilder;
  readonly settings: {
    readonly commercetools: CommercetoolsSettings;
    /** Absent: neither CTP_CHECKOUT_URL nor the region tells. */
    readonly checkout: { readonly url?: string };
  };
  readonly world: World;
  readonly log: Log;
}

/** Nothing is wrong, and not everything is captured: the order must be looked at again. */
export class CaptureWaits extends Error {
  override readonly name = 'CaptureWaits';
}

/**
 * Capture on despatch after a booking (`afterBooking` of the despatch room). What fails is told by `capture-failed` and
 * does not keep the hint; what waits for another capture does.
 * @throws CaptureWaits
 */
export function captureAfterBooking(
  parts: CaptureDoorParts,
): (booked: Pick<Booked, 'after' | 'deliveries' | 'rules'>) => Promise<readonly CaptureOutcome[]> {
  const { api, settings, world, log } = parts;
  const { url } = settings.checkout;
  const capture = createCapture({
    ...parts,
    payments: (ids) => getPayments(api, ids),
    charges: createChargeWriter({ settings: settings.commercetools, world, log }),
    intents:
      url === undefined
        ? undefined
        : createPaymentIntents({ settings: settings.commercetools, checkoutUrl: url, world, log }),
  });
  return async (booked) => {
    const outcomes = await capture.afterBooking(booked);
    const waiting = outcomes.find((outcome) => outcome.kind === 'waiting');
    if (waiting?.kind === 'waiting')
      throw new CaptureWaits(`The capture for Delivery ${waiting.claim.reference} waits: ${waiting.why}.`);
    return outcomes;
  };
}
