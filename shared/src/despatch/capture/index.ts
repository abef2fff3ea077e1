export { captureAfterBooking } from './after-booking';
export { CAPTURES_CONTAINER } from './asks';
export type { ChargeWriter } from './by-charge';
export { createCapture, type Capture, type CaptureParts } from './create-capture';
