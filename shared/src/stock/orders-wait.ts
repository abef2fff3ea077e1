import { z } from 'zod';
import type { Documents } from '../commercetools/documents';
import { windowState } from '../runtime/sliding-window';

const CONTAINER = 'peoplevox-connector';
const KEY = 'budget-order-export';
const RECENT_MS = 15_000;

const budget = windowState.partial({ throttle: true }).extend({
  throttle: z.object({ pausedUntil: z.number() }).nullish(),
});

/**
 * Whether orders wait for their calls: order-export has used its whole share of the last 15 seconds, or was throttled.
 * Read from its shared budget; `share` as it is deployed by default. What cannot be read does not wait.
 */
export function createOrdersWait(
  documents: Documents,
  now: () => Promise<number>,
  share: number,
): () => Promise<boolean> {
  return async () => {
    const stored = await documents.read<unknown>(CONTAINER, KEY);
    const state = budget.safeParse(stored?.value).data;
    if (state === undefined || stored === undefined) return false;
    const at = await now();
    if ((state.throttle?.pausedUntil ?? 0) > at) return true;
    if (at - stored.lastModifiedAt > RECENT_MS) return false;
    const leaving = state.leaves.filter((leavesAt) => leavesAt > at).length;
    return leaving + state.held.reduce((sum, { calls }) => sum + calls, 0) >= share;
  };
}
