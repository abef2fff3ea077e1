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
