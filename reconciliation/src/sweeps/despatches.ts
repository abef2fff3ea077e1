import { OwnDocument, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { DespatchedRow, Hints, Period } from 'peoplevox-connector-shared/despatch';
import { inFlight } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import type { Pass, Sweep } from '../sweep';
import { createDespatchMarks, dayOf } from './despatch-marks';

interface DespatchSweepParts {
  readonly documents: Documents;
  readonly hints: Pick<Hints, 'note'>;
  /** What was despatched in the whole tenant. */
  readonly despatchedRows: (rules: Rules, period: Period) => Promise<readonly DespatchedRow[]>;
  /** Despatches that no run has seen before. */
  readonly onFound: (despatched: readonly DespatchedRow[]) => void;
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
  /** Sales orders with a despatch without tracking number, and since when. */
  untracked: z.array(z.object({ number: z.string(), at: z.number() })),
  /** The day (since the epoch, UTC) that was looked through for corrections last. */
  checked: z.number().optional(),
  /** Days with a document of marks. */
  days: z.array(z.number()).default([]),
});
type Memory = z.output<typeof memory>;

/**
 * Hands to the booking what the report shows since the last run, whether a callback announced it or not, and sales
 * orders whose tracking numbers are still to come. Beyond that each run looks through one day of the last
 * `correctionDays`, turn by turn, for rows that were corrected since they were handed over. They get a hint each, as
 * from a callback; a row that is as it was costs nothing.
 */
export function createDespatchSweep({
  documents,
  hints,
  despatchedRows,
  onFound,
}: DespatchSweepParts): Sweep {
  return {
    name: 'despatches',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.despatch !== 'off',
    run: async (pass) => {
      const { rules, now } = pass;
      const assertHeld = () => pass.lease.assertHeld();
      const document = new OwnDocument(documents, 'reconciliation-despatches', memory, assertHeld);
      const marks = createDespatchMarks(documents, assertHeld);
      const { overlapMinutes, trackingDays } = rules.reconciliation;
      const begun: Memory = (await document.load()) ?? {
        schemaVersion: 1,
        cursor: now() - DAY,
        untracked: [],
        days: [],
      };
      const shown = await despatchedRows(rules, { from: begun.cursor - overlapMinutes * MINUTE });
      const fresh = await marks.fresh(shown, false);
      const waiting = begun.untracked.filter(({ at }) => now() - at < trackingDays * DAY);
      onFound(fresh.rows);
      const numbers = numbersOf([...fresh.rows, ...waiting]);
      await noteAll(numbers);
      const days = new Set([...begun.days, ...(await fresh.remember())]);
      const cursor = Math.min(now(), Math.max(begun.cursor, ...shown.map(({ at }) => at)));
      const day = dayToCheck(begun, pass);
      const corrected = day === undefined ? [] : await check(day);

      async function check(which: number): Promise<readonly string[]> {
        const rows = await despatchedRows(rules, { from: which * DAY, until: (which + 1) * DAY });
        const changed = await marks.fresh(rows, true);
        const found = numbersOf(changed.rows);
        await noteAll(found);
        for (const some of await changed.remember()) days.add(some);
        return found;
      }

      const old = [...days].filter((one) => one < firstDay(pass) - 1);
      for (const one of old) await marks.forget(one);
      const untracked = untrackedAfter(waiting, shown);
      await document.save({
        schemaVersion: 1,
        cursor,
        untracked: untracked.slice(-MOST_UNTRACKED),
        ...(day !== undefined && { checked: day }),
        days: [...days].filter((one) => !old.includes(one)),
      });
      // What becomes of them is counted by the sweep of hints.
      return {
        outcome: 'done',
        found: 0,
        repaired: 0,
        explained: 0,
        open: 0,
        details: { handedOver: numbers.length, corrected: corrected.length, untracked: untracked.length },
      };
    },
  };

  async function noteAll(numbers: readonly string[]): Promise<void> {
    await inFlight(numbers, AT_A_TIME, (number) => hints.note(number, 'despatch'));
  }
}

function numbersOf(some: readonly { readonly number: string }[]): string[] {
  return [...new Set(some.map(({ number }) => number))];
}

/** Marks are of use within it. Nothing of ours was despatched before the connector was there. */
function firstDay({ rules, now, notBefore }: Pass): number {
  return Math.max(dayOf(now() - rules.reconciliation.correctionDays * DAY), dayOf(Date.parse(notBefore)));
}

/** The days take turns, the oldest first. */
function dayToCheck({ checked }: Memory, pass: Pass): number | undefined {
  if (pass.rules.reconciliation.correctionDays === 0) return undefined;
  const [first, last] = [firstDay(pass), dayOf(pass.now())];
  const next = checked === undefined ? first : checked + 1;
  return next < first || next > last ? first : next;
}

function untrackedAfter(waiting: Memory['untracked'], shown: readonly DespatchedRow[]): Memory['untracked'] {
  const untracked = new Map(waiting.map(({ number, at }) => [number, at]));
  for (const { number } of shown) untracked.delete(number);
  for (const { number, at, isTracked } of shown) if (!isTracked) untracked.set(number, at);
  return [...untracked].map(([number, at]) => ({ number, at }));
}
