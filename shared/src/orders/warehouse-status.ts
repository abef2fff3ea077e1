import { withConflictRetry } from '../commercetools/conflict';
import type { Documents } from '../commercetools/documents';
import type { Rules } from '../configuration/rules';
import type { World } from '../runtime/world';
import { readLedger, writeLedger, type LedgerEntry } from './ledger';
import { isCancelled } from './sending/compare';

export interface NotingParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock' | 'random'>;
}

/**
 * Keeps in the ledger, and in its trace, what status Peoplevox showed of an order's sales orders (number → status).
 * Writes only what is new; an order without a ledger entry has none to keep it in.
 */
export async function noteStatuses(
  { documents, world }: NotingParts,
  orderId: string,
  statuses: ReadonlyMap<string, string>,
): Promise<void> {
  await withConflictRetry({ world }, async () => {
    const stored = await readLedger(documents, orderId);
    // A change would prolong the claim, which counts from the last one; the next look notes it.
    if (stored === undefined || stored.value.claim !== undefined) return;
    const entry = stored.value;
    const fresh = [...statuses].filter(([number, status]) => entry.warehouse?.[number] !== status);
    if (fresh.length === 0) return;
    const at = new Date(world.clock.now()).toISOString();
    const steps = fresh.map(([number, status]) => ({
      at,
      what: `${number} is "${status}" in the warehouse`,
    }));
    const warehouse = { ...entry.warehouse, ...Object.fromEntries(fresh) };
    await writeLedger(
      documents,
      orderId,
      { ...entry, warehouse, trace: [...entry.trace, ...steps] },
      stored.version,
    );
  });
}

/** The sales orders, with their status, that came too far in the warehouse for a change; pure. */
export function beganPicking(
  { salesOrders, warehouse = {} }: Pick<LedgerEntry, 'salesOrders' | 'warehouse'>,
  { orderExport }: Rules,
): readonly { readonly number: string; readonly status: string }[] {
  const amendable = new Set(orderExport.amendableStatuses.map((status) => status.toLowerCase()));
  return salesOrders.flatMap(({ number, cancelled }) => {
    const status = warehouse[number];
    if (status === undefined || cancelled === true || isCancelled(status)) return [];
    return amendable.has(status.trim().toLowerCase()) ? [] : [{ number, status }];
  });
}
