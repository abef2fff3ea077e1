import type { Clock } from '../runtime/clock';
import type { TraceStep } from './ledger';

/** The trace of an order as it grows during one decision; written with the ledger. No personal data. */
export class Journey {
  private readonly added: TraceStep[] = [];

  constructor(
    private readonly before: readonly TraceStep[],
    private readonly clock: Clock,
  ) {
    if (before.length === 0) this.step('received');
  }

  /** What only says the last step again is no step: an order that is held is looked at for days. */
  step(what: string): void {
    if (this.steps.at(-1)?.what === what) return;
    this.added.push({ at: new Date(this.clock.now()).toISOString(), what });
  }

  get steps(): TraceStep[] {
    return [...this.before, ...this.added];
  }
}
