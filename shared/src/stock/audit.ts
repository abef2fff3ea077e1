import { createAuditTrail } from '../commercetools/audit-trail';
import type { Documents } from '../commercetools/documents';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';

export const STOCK_AUDIT = 'stock';

/** One change of an InventoryEntry. */
export interface StockMovement {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly site: string;
  /** Key of the supply Channel; empty for the entry without channel. */
  readonly channel: string;
  readonly sku: string;
  /** -1: there was no entry. */
  readonly from: number;
  readonly to: number;
  /** Units of the ItemCode. */
  readonly available: number;
  /** Units of the ItemCode. */
  readonly unallocated: number;
  readonly buffer: number;
  /** What made the run look at it; the report's own words where it says what happened. */
  readonly cause: string;
  /** Would have been changed. */
  readonly shadow: boolean;
}

export interface Audit {
  record(movement: Omit<StockMovement, 'at'>): void;
  /** Writes what has been recorded; called at the end, and wherever many records may have gathered. */
  flush(): Promise<void>;
}

/** Each movement a line of the log, and a record of the audit trail. */
export function createAudit(
  { documents, log, clock }: { readonly documents: Documents; readonly log: Log; readonly clock: Clock },
  run: string,
): Audit {
  const trail = createAuditTrail<StockMovement>(documents, { kind: STOCK_AUDIT, run });
  return {
    record: (movement) => {
      trail.add({ at: new Date(clock.now()).toISOString(), ...movement });
      log.info(movement.shadow ? 'Stock would be changed.' : 'Stock was changed.', { run, ...movement });
    },
    flush: () => trail.flush(),
  };
}
