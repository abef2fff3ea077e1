import { OwnDocument, type Documents, type Lease } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { judgeSilence, type Verdict } from 'peoplevox-connector-shared/exceptions';
import * as z from 'zod';
import type { Freshness } from './freshness';

const memory = z.object({
  schemaVersion: z.literal(1),
  missedOrder: z.number().optional(),
  unannounced: z.number().optional(),
});

/** What the sweeps of this run found that somebody else should have done before. Milliseconds since the epoch. */
export interface Missed {
  /** The last change of an order that no message brought to Peoplevox. */
  order: number | undefined;
  /** The oldest despatch that no callback announced. */
  despatch: number | undefined;
  /** Since when the oldest hint had waited that the sweep worked. */
  hint: number | undefined;
}

/**
 * Who is silent. What was missed counts until the one who missed it shows life again: a shop that is quiet for a night
 * does not make a stopped application well.
 */
export async function listen(
  documents: Documents,
  lease: Lease,
  {
    rules,
    installedAt,
    missed,
    fresh,
  }: {
    readonly rules: Rules;
    readonly installedAt: number;
    readonly missed: Missed;
    readonly fresh: Freshness;
  },
): Promise<Verdict[]> {
  const document = new OwnDocument(documents, 'reconciliation-silence', memory, () => lease.assertHeld());
  const before = await document.load();
  const { lastSeen, lastCallback } = fresh;
  const missedOrder = newerThan(latest(missed.order, before?.missedOrder), lastSeen['order-export']);
  const unannounced =
    newerThan(before?.unannounced, lastCallback) ?? newerThan(missed.despatch, lastCallback);
  if (missedOrder !== before?.missedOrder || unannounced !== before?.unannounced)
    await document.save({ schemaVersion: 1, missedOrder, unannounced });
  return judgeSilence(
    {
      now: fresh.now,
      installedAt,
      orderExport: lastSeen['order-export'],
      despatchProcessor: lastSeen['despatch-processor'],
      inventoryImport: lastSeen['inventory-import'],
      skuAudit: lastSeen['sku-audit'],
      stock:
        rules.mode.stock === 'off'
          ? undefined
          : {
              completedAt: fresh.stockCompletedAt,
              staleAfterMinutes: rules.inventory.staleAfterMinutes,
            },
      missedOrder,
      oldestHint: rules.mode.despatch === 'off' ? undefined : earlier(missed.hint, fresh.oldestHint?.since),
      unannounced,
      lastCallback,
    },
    rules.silence,
  );
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

function newerThan(at: number | undefined, than: number | undefined): number | undefined {
  return at !== undefined && at > (than ?? 0) ? at : undefined;
}
