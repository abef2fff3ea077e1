export type { Booked, Booking, DespatchBooking, DespatchParts, LineUnits } from './booking';
export { createDespatchBooking } from './create-booking';
export { createReturnBooking } from './create-return-booking';
export type { ReturnBooking, ReturnOutcome } from './returns';
export { createHints, type Hint, type HintKind, type Hints } from './hints';
export { workDueHints, type HintTally } from './work-hints';
export { DELIVERY_TYPE, PARCEL_TYPE } from './custom-types';
export { DEPLOYMENT, KEEP_EXTENSION_PATH, keepExtensionInStep } from './keep-extension-in-step';
export { readDespatches } from './despatch-report';
export { deliveryKey } from './keys';
export { missingDespatchReports } from './readiness';
export { BOOKING_SCOPES } from './scopes';
export { listShadowBookings } from './shadow-record';
export { readSalesOrders } from './sales-orders';
export { despatchedRows, type DespatchedRow, type Period } from './despatched-rows';
export {
  captureAfterBooking,
  CAPTURES_CONTAINER,
  createCapture,
  type CaptureParts,
  type ChargeWriter,
} from './capture';
export * from './month-end';
