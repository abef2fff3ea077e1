import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import type { Documents } from '../commercetools/documents';
import type { ServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore } from '../exceptions/exception';
import type { PeoplevoxClient } from '../peoplevox/client';
import type { Log } from '../runtime/log';
import type { World } from '../runtime/world';

/** A sales order to look at. */
export interface BookingRequest {
  readonly number: string;
  /** What an earlier look saw: `again.reading` as it was returned, perhaps from storage. Anything else is ignored. */
  readonly reading?: unknown;
}

/** Statuses of an order's closed sales orders, as they were read. */
export interface Reading {
  /** Of the sales order that was asked for. */
  readonly status: string;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly at: number;
  /** Sales order number → status of the other closed sales orders of the same order. */
  readonly others?: Readonly<Record<string, string>>;
}

/**
 * A closed status was seen for the first time, or not long enough: look again, with this reading. Or what followed from
 * the booking is not at its end.
 */
export interface Again {
  readonly afterMs: number;
  readonly reading?: Reading;
}

export type Booking =
  | { readonly kind: 'booked' | 'unchanged'; readonly orderId: string; readonly again?: Again }
  /** Not a sales order of ours, or one that Peoplevox does not have. */
  | { readonly kind: 'foreign' }
  /** Ours, but commercetools has no such order. */
  | { readonly kind: 'orphan'; readonly orderId: string }
  /** This order only; ask again later. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Not booked, and not before something changes; an exception says why. */
  | { readonly kind: 'held'; readonly orderId: string; readonly again?: Again }
  /** `mode.despatch` is not live: what would have been written. Nothing was. */
  | { readonly kind: 'shadow'; readonly orderId: string; readonly would: readonly string[] };

/** A sales order as the ledger of sent orders knows it (orders/ledger.ts). */
export interface SentSalesOrder {
  readonly number: string;
  readonly site: string;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  /** Cancelled at our own request. */
  readonly cancelled?: boolean;
  readonly lines: readonly {
    /** First 16 hexadecimal digits of the line item's id. */
    readonly line: string;
    readonly lineItemId: string;
    readonly itemCode: string;
    /** Units of the ItemCode. */
    readonly quantity: number;
  }[];
}

/** Reads the ledger of sent orders; undefined: it has no entry of this order. */
export interface SentOrders {
  salesOrdersOf(orderId: string): Promise<readonly SentSalesOrder[] | undefined>;
}

/** Units of a line item, as commercetools counts them. */
export interface LineUnits {
  readonly lineItemId: string;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  readonly quantity: number;
}

/** An order after a booking. */
export interface Booked {
  readonly after: Order;
  /** Keys of all Deliveries of the order that stand for despatches of Peoplevox. */
  readonly deliveries: readonly string[];
  readonly rules: Rules;
}

export interface DespatchParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly rules: () => Promise<Rules>;
  readonly client: Pick<PeoplevoxClient, 'getData' | 'streamReportData' | 'getReportColumns'>;
  readonly ledger: SentOrders;
  /** Units that Peoplevox never ships: settled portions of `routeOrder` (orders room). */
  readonly notShipped: (order: Order, rules: Rules) => readonly LineUnits[];
  readonly serverClock: ServerClock;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
  readonly projectKey: string;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
  /** Told the status of an order's sales orders (number → status) at each look: whether its picking has begun. */
  readonly onStatuses?: (orderId: string, statuses: ReadonlyMap<string, string>) => Promise<void>;
  /**
   * Called after each booking of an order that has Deliveries of ours, also when nothing changed, so that what a crash
   * cut off is made up for: it must be idempotent. The shipment is written before; when it rejects, the outcome of the
   * order is `failed` and the hint stays. `lookAgainAt` (milliseconds since the epoch, commercetools' clock): the order is
   * booked again then.
   */
  readonly afterBooking?: (booked: Booked) => Promise<{ readonly lookAgainAt?: number } | undefined>;
}

export interface DespatchBooking {
  /**
   * Reads the truth of these sales orders from Peoplevox and brings each commercetools order up to it, one update an
   * order carrying all that is missing. Any number of times, in any order, from any number of instances. One call to
   * template `Sales orders` and one to the report for each 100 numbers; one more each for orders that have further
   * sales orders, or whose ledger is lost.
   * @returns the outcome of every number asked for
   * @throws PeoplevoxError, CommercetoolsError when a system cannot be reached
   */
  book(requests: readonly BookingRequest[]): Promise<ReadonlyMap<string, Booking>>;
}
