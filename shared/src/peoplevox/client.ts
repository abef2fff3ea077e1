import type { Reservation } from '../runtime/call-budget';

/** A row of a template or report: column name as the tenant prints it → text as printed. */
export type Row = Readonly<Record<string, string>>;

export interface Page {
  /** Rows that match in all, not on this page. */
  readonly totalCount: number;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Options of every call. Without a reservation the call reserves one for itself and waits for it. With one, it takes
 * from that as long as some is left, also for a log-in or retry that it needs: `authenticate` before reserving, so
 * that none is needed. `timeoutMs` counts from the sending of each request: 20 s for reads, 30 s for writes; for
 * reports as long as the settings say.
 * From `notAfter` on (by the world's clock) the request is no longer sent, whatever it waited for: a log-in, a place in
 * the budget, a lost session. It then rejects as `unavailable`.
 */
export interface CallOptions {
  readonly reservation?: Reservation;
  readonly timeoutMs?: number;
  readonly notAfter?: number;
}

export interface GetRequest {
  readonly templateName: string;
  /** From 1. */
  readonly pageNo: number;
  /** At most 1000. */
  readonly itemsPerPage: number;
  readonly searchClause?: string;
}

export interface GetReportRequest extends GetRequest {
  readonly filterClause?: string;
  readonly orderBy?: string;
  readonly columns?: string;
}

/** Peoplevox's `Action` of SaveData (facts/peoplevox §7). */
export const SaveAction = { default: 0, doNotAllocate: 1, delete: 2 } as const;
export type SaveAction = (typeof SaveAction)[keyof typeof SaveAction];

export interface SaveRequest {
  readonly templateName: string;
  /** Header names, already the tenant's. Every row has exactly these. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly action: SaveAction;
}

/** `words` are Peoplevox's own, uncut: they may quote any row of the call. */
export type RowOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly words: string }
  /** The call has failed and ended, and does not tell what became of this row: sent again apart from others it will. */
  | { readonly kind: 'unclear'; readonly words: string }
  /** Peoplevox did not say what became of this row. */
  | { readonly kind: 'unknown'; readonly words: string };

/**
 * What became of a SaveData. `unknown`: a timeout, reset or 5xx after the request may have been received: look before
 * anything else. `failed`: Peoplevox answered that it broke off; it may have taken rows, but works on them no longer, so
 * they may be sent again at once. In the other cases `rows` has one outcome for each row sent, in order; `refused`: none
 * was taken.
 */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly rows: readonly RowOutcome[] }
  | { readonly kind: 'partly'; readonly rows: readonly RowOutcome[]; readonly words: string }
  | { readonly kind: 'refused'; readonly rows: readonly RowOutcome[]; readonly words: string }
  | { readonly kind: 'failed'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string };

/** Where event subscriptions exist; a tenant's version may lack the later ones (facts/peoplevox §2). */
export type EventType =
  | 'AvailabilityChanges'
  | 'SalesOrderStatusChanges'
  | 'GoodsReceived'
  | 'TrackingNumberReceived'
  | 'IncrementalChanges'
  | 'Returns'
  | 'DespatchPackageTrackingNumberReceived'
  | 'DespatchPackageDespatched'
  | 'OnDespatchOrderReceived';

/** The nine operations of the integration service. Reads reject with a PeoplevoxError. */
export interface PeoplevoxClient {
  /** Logs in now instead of at the first call, unless a session is live; rejects when the credentials are refused. */
  authenticate(options?: CallOptions): Promise<void>;
  getData(request: GetRequest, options?: CallOptions): Promise<Page>;
  getReportData(request: GetReportRequest, options?: CallOptions): Promise<Page>;
  /**
   * As getReportData, but hands each row over as it is read: memory stays flat whatever the size of the reply. When it
   * rejects, rows may have been handed over before; what `onRow` throws ends the reading and rejects as it is.
   */
  streamReportData(
    request: GetReportRequest,
    onRow: (row: Row) => void,
    options?: CallOptions,
  ): Promise<{ totalCount: number }>;
  getReportColumns(reportName: string, options?: CallOptions): Promise<readonly string[]>;
  /** The tenant's column names of a template, asked for less than `maxAgeMs` ago (ten minutes if not given). */
  getSaveTemplate(
    templateName: string,
    options?: CallOptions & { readonly maxAgeMs?: number },
  ): Promise<readonly string[]>;
  saveData(request: SaveRequest, options?: CallOptions): Promise<SaveOutcome>;
  /**
   * Both subscribe calls return the subscription id. Asking twice makes two subscriptions, so they are not repeated;
   * one that rejects as `unavailable` or `unreadable` may have been made.
   */
  subscribeEvent(
    eventType: EventType,
    callbackUrl: string,
    filter?: string,
    options?: CallOptions,
  ): Promise<number>;
  subscribePostEvent(
    eventType: EventType,
    postUrl: string,
    postParams: string,
    filter?: string,
    options?: CallOptions,
  ): Promise<number>;
  unsubscribeEvent(subscriptionId: number, options?: CallOptions): Promise<boolean>;
}
