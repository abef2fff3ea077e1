import {
  createPaymentIntents,
  getPayments,
  type ByProjectKeyRequestBuilder,
} from 'peoplevox-connector-shared/commercetools';
import { captureAfterBooking, createCapture, type CaptureParts } from 'peoplevox-connector-shared/despatch';
import type { CommercetoolsSettings, Log, World } from 'peoplevox-connector-shared/runtime';

interface CaptureDoorParts extends Pick<
  CaptureParts,
  'charges' | 'documents' | 'exceptions' | 'notShipped' | 'serverClock'
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

/** Capture on despatch, as `afterBooking` of the booking. */
export function createCaptureAfterBooking(parts: CaptureDoorParts): ReturnType<typeof captureAfterBooking> {
  const { api, settings, world, log } = parts;
  const { url } = settings.checkout;
  return captureAfterBooking(
    createCapture({
      ...parts,
      payments: (ids) => getPayments(api, ids),
      intents:
        url === undefined
          ? undefined
          : createPaymentIntents({ settings: settings.commercetools, checkoutUrl: url, world, log }),
    }),
  );
}
