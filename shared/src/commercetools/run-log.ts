import * as z from 'zod';
import type { World } from '../runtime/world';
import { withConflictRetry } from './conflict';
import type { Documents } from './documents';

const CONTAINER = 'peoplevox-connector';
const KEEP = 100;

const runs = z.object({ runs: z.array(z.unknown()) });

/** Puts the summaries of runs, oldest first, before those that `peoplevox-connector` / `key` has; keeps the last 100. */
export async function keepRuns(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  key: string,
  summaries: readonly object[],
): Promise<void> {
  if (summaries.length === 0) return;
  await withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, key);
    const before = runs.safeParse(stored?.value).data?.runs ?? [];
    // Newest first.
    const kept = [...[...summaries].reverse(), ...before].slice(0, KEEP);
    await documents.write(CONTAINER, key, { schemaVersion: 1, runs: kept }, stored?.version ?? 0);
  });
}
