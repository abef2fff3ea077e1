import type { Documents } from '../commercetools/documents';
import { keepRuns } from '../commercetools/run-log';
import type { World } from '../runtime/world';
import type { Tally } from './tally';

export const RUNS_KEY = 'stock-runs';

/** What one run left behind: in the answer, the log, and the last 100 in `peoplevox-connector` / `stock-runs`. */
export interface RunSummary extends Readonly<Tally> {
  readonly run: string;
  readonly kind: 'delta' | 'full';
  /** `stopped`: a person must confirm. `continues`: goes on at the next tick. */
  readonly outcome: 'done' | 'stopped' | 'continues' | 'failed';
  readonly mode: 'live' | 'shadow';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Age of the stock in commercetools when the run ended, seconds; -1 before the first completed run. */
  readonly staleness: number;
  readonly reason?: string;
}

export function keepSummaries(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  summaries: readonly RunSummary[],
): Promise<void> {
  return keepRuns(documents, world, RUNS_KEY, summaries);
}
