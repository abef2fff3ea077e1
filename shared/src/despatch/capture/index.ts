export { captureAfterBooking, CaptureWaits } from './after-booking';
export { CAPTURES_CONTAINER } from './asks';
export type { ChargeWriter, Written } from './by-charge';
export { claimsOf, owed, type Claim, type ClaimFacts, type NotShipped } from './claims';
export { createCapture, type Capture, type CaptureParts, type Despatched } from './create-capture';
export { captureDue, type Charge, type Due, type DueFacts } from './due';
export type { CaptureOutcome } from './outcome';
export { sharesOf, valueOfUnits, type LineShare, type OrderShares, type ShippingShare } from './shares';
