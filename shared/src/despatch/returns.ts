import type { DespatchParts } from './booking';

export type ReturnParts = Omit<DespatchParts, 'afterBooking'>;

interface ReturnSweep {
  /** Milliseconds since the epoch: `since` of the next sweep. */
  readonly cursor: number;
  readonly outcomes: ReadonlyMap<string, ReturnOutcome>;
}

/** By sales order number. */
export type ReturnOutcome =
  | { readonly kind: 'booked' | 'unchanged'; readonly orderId: string }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'orphan'; readonly orderId: string }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Not booked, and not before something changes; an exception says why. */
  | { readonly kind: 'held'; readonly orderId: string }
  | { readonly kind: 'shadow'; readonly orderId: string; readonly would: readonly string[] };

export interface ReturnBooking {
  /** Books every return since `since` (ms since the epoch, commercetools' clock); looks a little further back by itself. */
  book(since: number): Promise<ReturnSweep>;
  /** Books every return of these sales orders. @throws PeoplevoxError, CommercetoolsError */
  bookOrders(numbers: readonly string[]): Promise<ReadonlyMap<string, ReturnOutcome>>;
}
