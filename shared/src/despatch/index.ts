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
export type { ReturnBooking, ReturnOutcome, ReturnParts, ReturnSweep } from './returns';
export { createHints, HINTS_CONTAINER, type Hint, type HintKind, type Hints, type StoredHint } from './hints';
export { workDueHints, workHints, type DueHintWork, type HintTally, type HintWork } from './work-hints';
export {
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
  type Despatched,
} from './capture';
