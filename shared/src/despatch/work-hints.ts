import type { Clock } from '../runtime/clock';
import { isDue, type Hints, type StoredHint } from './hints';

/** What became of the despatches of one sales order (see the booking). */
export type HintOutcome =
  | { readonly kind: 'booked' | 'unchanged'; readonly again?: LookAgain }
  | { readonly kind: 'foreign' | 'orphan' | 'shadow' }
  | { readonly kind: 'failed'; readonly reason: string };

interface LookAgain {
  readonly afterMs: number;
  readonly reading: unknown;
}

export interface HintWork {
  readonly hints: Hints;
  /** Reads the truth about these sales orders and applies what is missing. Rejects when Peoplevox cannot be asked. */
  readonly book: (
    requests: readonly { readonly number: string; readonly reading?: unknown }[],
  ) => Promise<ReadonlyMap<string, HintOutcome>>;
  readonly bookReturns: (numbers: readonly string[]) => Promise<unknown>;
  readonly clock: Clock;
}

/** How many hints ended how. `newer`: stayed, for something arrived meanwhile. */
export type HintTally = Readonly<
  Record<'booked' | 'unchanged' | 'foreign' | 'orphan' | 'shadow' | 'failed' | 'later' | 'newer', number>
>;

/** Terms of one search (SEEN ONCE: 100, peoplevox-api §3.3). */
const BATCH = 100;
const FAILED_AGAIN_MS = 5 * 60_000;

/**
 * Works hints that are due, in batches, and takes away each that is done. What rejects leaves the hints of its batch as
 * they were; those of earlier batches are done.
 */
export async function workHints(work: HintWork, taken: readonly StoredHint[]): Promise<HintTally> {
  const tally = { booked: 0, unchanged: 0, foreign: 0, orphan: 0, shadow: 0, failed: 0, later: 0, newer: 0 };
  const due = taken.filter(({ value }) => isDue(value, work.clock.now()));
  for (let from = 0; from < due.length; from += BATCH) {
    const batch = due.slice(from, from + BATCH);
    const outcomes = await bookBatch(work, batch);
    await Promise.all(
      batch.map(async (hint) => {
        const outcome = outcomes.get(hint.value.number);
        if (outcome === undefined) return;
        tally[outcome.kind] += 1;
        const ending = endingOf(hint, outcome, work.clock.now());
        if (ending !== 'done') tally.later += 1;
        if (!(await settle(work.hints, hint, ending))) tally.newer += 1;
      }),
    );
  }
  return tally;
}

async function bookBatch(
  { book, bookReturns }: HintWork,
  batch: readonly StoredHint[],
): Promise<ReadonlyMap<string, HintOutcome>> {
  const outcomes = await book(
    batch.map(({ value: { number, reading } }) => ({ number, ...(reading !== undefined && { reading }) })),
  );
  const returned = batch.filter(({ value }) => value.kinds.includes('return'));
  // After the despatches: what came back was despatched before.
  if (returned.length > 0) await bookReturns(returned.map(({ value }) => value.number));
  return outcomes;
}

type Ending = 'done' | { readonly notBefore: number; readonly reading: unknown };

/** Pure: whether a hint is done with, or when to look again. */
function endingOf({ value }: StoredHint, outcome: HintOutcome, now: number): Ending {
  if (outcome.kind === 'failed') return { notBefore: now + FAILED_AGAIN_MS, reading: value.reading };
  if ('again' in outcome && outcome.again !== undefined)
    return { notBefore: now + outcome.again.afterMs, reading: outcome.again.reading };
  return 'done';
}

function settle(hints: Hints, hint: StoredHint, ending: Ending): Promise<boolean> {
  return ending === 'done' ? hints.remove(hint) : hints.postpone(hint, ending.notBefore, ending.reading);
}
