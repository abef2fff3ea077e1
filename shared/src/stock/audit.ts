import { createAuditTrail } from '../commercetools/audit-trail';
import type { Documents } from '../commercetools/documents';
import type { Clock } from '../runtime/clock';
import { inFlight } from '../runtime/in-flight';
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
  /** `announced`: whether it was written is not known, for the run ended or commercetools did not answer. */
  readonly outcome: 'announced' | 'written' | 'not written';
}

export type PlannedMovement = Omit<StockMovement, 'at' | 'outcome'>;

export interface Step {
  readonly movement: PlannedMovement;
}

export interface Audit {
  /**
   * Makes movements, at most `cap` at a time: all are recorded before the first and as they turned out after the last,
   * so that a process that ends in between leaves none untold.
   * @param make true: it was made; what it rejects with ends the whole
   */
  carryOut<S extends Step>(
    steps: readonly S[],
    cap: number,
    make: (step: S) => Promise<boolean>,
  ): Promise<void>;
}

/** Each movement a record of the audit trail (see createAuditTrail), and once it is made a line of the log. */
export function createAudit(
  { documents, log, clock }: { readonly documents: Documents; readonly log: Log; readonly clock: Clock },
  run: string,
  part?: string,
): Audit {
  const trail = createAuditTrail<StockMovement>(documents, {
    kind: STOCK_AUDIT,
    run,
    ...(part !== undefined && { part }),
  });

  return {
    carryOut: async (steps, cap, make) => {
      if (steps.length === 0) return;
      const at = new Date(clock.now()).toISOString();
      const outcomes = new Map<Step, StockMovement['outcome']>();
      const records = () =>
        steps.map((step): StockMovement => ({
          at,
          ...step.movement,
          outcome: outcomes.get(step) ?? 'announced',
        }));
      const announcement = await trail.announce(records());
      try {
        await inFlight(steps, cap, async (step) => {
          const isMade = await make(step);
          outcomes.set(step, isMade ? 'written' : 'not written');
          if (isMade)
            log.info(step.movement.shadow ? 'Stock would be changed.' : 'Stock was changed.', {
              run,
              ...step.movement,
            });
        });
      } finally {
        await announcement.settle(records());
      }
    },
  };
}
