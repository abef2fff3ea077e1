export { captureAfterBooking, type CaptureAfterBookingParts } from './after-booking';
export { CAPTURES_CONTAINER } from './asks';
export type { ChargeWriter } from './by-charge';
export { createCapture, type Capture } from './create-capture';
