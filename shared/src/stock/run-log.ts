import { z } from 'zod';
import { withConflictRetry } from '../commercetools/conflict';
import type { Documents } from '../commercetools/documents';
import type { World } from '../runtime/world';
import type { Tally } from './tally';

const CONTAINER = 'peoplevox-connector';
export const RUNS_KEY = 'stock-runs';
const KEEP = 100;

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

const runs = z.object({ runs: z.array(z.unknown()) });

export async function keepSummaries(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  summaries: readonly RunSummary[],
): Promise<void> {
  if (summaries.length === 0) return;
  await withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, RUNS_KEY);
    const before = runs.safeParse(stored?.value).data?.runs ?? [];
    // Newest first.
    const kept = [...[...summaries].reverse(), ...before].slice(0, KEEP);
    await documents.write(CONTAINER, RUNS_KEY, { schemaVersion: 1, runs: kept }, stored?.version ?? 0);
  });
}
