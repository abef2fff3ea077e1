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

  step(what: string): void {
    this.added.push({ at: new Date(this.clock.now()).toISOString(), what });
  }

  get steps(): TraceStep[] {
    return [...this.before, ...this.added];
  }
}
