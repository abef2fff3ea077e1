import { OwnDocument, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { Despatched, Hints } from 'peoplevox-connector-shared/despatch';
import { inFlight } from 'peoplevox-connector-shared/runtime';
import { z } from 'zod';
import type { Sweep } from '../sweep';

export interface DespatchSweepParts {
  readonly documents: Documents;
  readonly hints: Pick<Hints, 'note'>;
  /** Despatches of the whole tenant at or after a time (ms since the epoch). */
  readonly despatchedSince: (rules: Rules, since: number) => Promise<readonly Despatched[]>;
  /** A despatch that this sweep hands to the booking. */
  readonly onFound: (despatched: Despatched) => void;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const AT_A_TIME = 20;
/** Despatches that wait for their tracking number; with more of them the oldest are given up. */
const MOST_UNTRACKED = 2_000;

const memory = z.object({
  schemaVersion: z.literal(1),
  /** Time of the newest despatch that was seen. */
  cursor: z.number(),
  /** Despatches within the overlap that were handed over, as number, despatch and whether it was tracked. */
  seen: z.array(z.string()),
  /** Sales orders with a despatch without tracking number, and since when. */
  untracked: z.array(z.object({ number: z.string(), at: z.number() })),
});

/**
 * Hands every despatch to the booking that the report shows since the last run, whether a callback announced it or not,
 * and sales orders whose tracking numbers are still to come. They get a hint each, as from a callback.
 */
export function createDespatchSweep({
  documents,
  hints,
  despatchedSince,
  onFound,
}: DespatchSweepParts): Sweep {
  return {
    name: 'despatches',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.despatch !== 'off',
    run: async ({ rules, lease, now }) => {
      const document = new OwnDocument(documents, 'reconciliation-despatches', memory, () =>
        lease.assertHeld(),
      );
      const { overlapMinutes, trackingDays } = rules.reconciliation;
      const begun = (await document.load()) ?? {
        schemaVersion: 1,
        cursor: now() - DAY,
        seen: [],
        untracked: [],
      };
      const since = begun.cursor - overlapMinutes * MINUTE;
      const shown = await despatchedSince(rules, since);
      const before = new Set(begun.seen);
      const fresh = shown.filter((despatched) => !before.has(markOf(despatched)));
      const waiting = begun.untracked.filter(({ at }) => now() - at < trackingDays * DAY);
      const numbers = new Set([...fresh, ...waiting].map(({ number }) => number));
      fresh.forEach(onFound);
      await inFlight([...numbers], AT_A_TIME, (number) => hints.note(number, 'despatch'));
      const cursor = Math.min(now(), Math.max(begun.cursor, ...shown.map(({ at }) => at)));
      const tracked = new Set(shown.filter(({ isTracked }) => isTracked).map(({ number }) => number));
      const untracked = new Map(waiting.map((one) => [one.number, one.at]));
      for (const { number, isTracked, at } of shown) if (!isTracked) untracked.set(number, at);
      for (const number of tracked) untracked.delete(number);
      await document.save({
        schemaVersion: 1,
        cursor,
        seen: shown.filter(({ at }) => at >= cursor - overlapMinutes * MINUTE).map(markOf),
        untracked: [...untracked].map(([number, at]) => ({ number, at })).slice(-MOST_UNTRACKED),
      });
      // What becomes of them is counted by the sweep of hints.
      return {
        outcome: 'done',
        found: 0,
        repaired: 0,
        explained: 0,
        open: 0,
        details: { handedOver: numbers.size, untracked: untracked.size },
      };
    },
  };
}

function markOf({ number, despatch, isTracked }: Despatched): string {
  return `${number} ${despatch} ${isTracked ? 'tracked' : ''}`;
}
