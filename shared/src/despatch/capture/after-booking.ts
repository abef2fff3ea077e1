import type { Booked } from '../booking';
import type { Capture } from './create-capture';

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
  capture: Capture,
): (booked: Pick<Booked, 'after' | 'deliveries' | 'rules'>) => ReturnType<Capture['afterBooking']> {
  return async (booked) => {
    const captured = await capture.afterBooking(booked);
    const waiting = captured.outcomes.find((outcome) => outcome.kind === 'waiting');
    if (waiting?.kind === 'waiting')
      throw new CaptureWaits(`The capture for Delivery ${waiting.claim.reference} waits: ${waiting.why}.`);
    return captured;
  };
}
