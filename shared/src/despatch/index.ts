export type {
  Again,
  Booked,
  Booking,
  BookingRequest,
  DespatchBooking,
  DespatchParts,
  LineUnits,
  Reading,
  SentOrders,
  SentSalesOrder,
} from './booking';
export { createDespatchBooking } from './create-booking';
export { createReturnBooking } from './create-return-booking';
export { DESPATCH_AUDIT } from './written';
export type { ReturnBooking, ReturnOutcome, ReturnParts, ReturnSweep } from './returns';
export { createHints, HINTS_CONTAINER, type Hint, type HintKind, type Hints, type StoredHint } from './hints';
export { workDueHints, workHints, type DueHintWork, type HintTally, type HintWork } from './work-hints';
export { DELIVERY_TYPE, PARCEL_TYPE } from './custom-types';
export { DEPLOYMENT, KEEP_EXTENSION_PATH, keepExtensionInStep } from './keep-extension-in-step';
export { readDespatches } from './despatch-report';
export { deliveryKey } from './keys';
export { missingDespatchReports } from './readiness';
export { BOOKING_SCOPES } from './scopes';
export { listShadowBookings } from './shadow-record';
export { readSalesOrders } from './sales-orders';
export { despatchedRows, type DespatchedReader, type DespatchedRow, type Period } from './despatched-rows';
export {
  captureAfterBooking,
  CaptureWaits,
  CAPTURES_CONTAINER,
  captureDue,
  claimsOf,
  createCapture,
  owed,
  sharesOf,
  valueOfUnits,
  type Capture,
  type CaptureOutcome,
  type CaptureParts,
  type ChargeWriter,
  type Written,
  type Claim,
  type ClaimFacts,
} from './capture';
export * from './month-end';
