import type { CallOptions } from '../../peoplevox/client';
import type { CallBudget, Reservation } from '../../runtime/call-budget';

/** The calls that one batch may make. */
export interface Calls {
  /** Waits until `count` more calls can be made without a pause between them (as far as one share allows). */
  ensure(count: number): Promise<void>;
  /** For the next call to Peoplevox; waits until it and `count - 1` more can be made without a pause between them. */
  next(count?: number): Promise<CallOptions>;
  /** Gives back what was not used. */
  settle(): Promise<void>;
}

/** Longest time of one call: claims on orders outlive it (see batches.ts). */
export const CALL_TIMEOUT_MS = 15_000;

export function createCalls(budget: CallBudget, first: Reservation): Calls {
  let reservation = first;

  async function ensure(count: number): Promise<void> {
    const needed = Math.min(count, budget.share);
    if (reservation.left >= needed) return;
    // Given back first: what this batch holds must not keep it from getting more.
    await reservation.settle();
    reservation = await budget.reserve(needed);
  }

  return {
    ensure,
    async next(count = 1) {
      await ensure(count);
      return { timeoutMs: CALL_TIMEOUT_MS, reservation };
    },
    settle: () => reservation.settle(),
  };
}
