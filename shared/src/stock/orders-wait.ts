import type { Documents } from '../commercetools/documents';
import { windowState } from '../runtime/sliding-window';

const CONTAINER = 'peoplevox-connector';
const KEY = 'budget-order-export';

/**
 * Whether orders wait for their calls: order-export has used its share of the last 15 seconds up, or was throttled.
 * Read from its shared budget, which tells its share too. `now`: commercetools' clock. A budget that cannot be read
 * makes nobody wait.
 */
export function createOrdersWait(documents: Documents, now: () => Promise<number>): () => Promise<boolean> {
  return async () => {
    const state = windowState.safeParse((await documents.read<unknown>(CONTAINER, KEY))?.value).data;
    if (state === undefined) return false;
    const at = await now();
    if ((state.throttle?.pausedUntil ?? 0) > at) return true;
    const leaving = state.leaves.filter((leavesAt) => leavesAt > at).length;
    const held = state.held.filter(({ until }) => until > at).reduce((sum, { calls }) => sum + calls, 0);
    return leaving + held >= (state.share ?? Number.POSITIVE_INFINITY);
  };
}
