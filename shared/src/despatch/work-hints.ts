import type { Documents } from '../commercetools/documents';
import { keepLease } from '../commercetools/keep-lease';
import { withLease, type Lease } from '../commercetools/lease';
import type { World } from '../runtime/world';
import type { Booking, DespatchBooking } from './booking';
import type { Hints, StoredHint } from './hints';
import type { Failure } from './outcome';
import type { ReturnBooking } from './returns';
import { isUnserved } from './unserved';

interface HintWork {
  readonly hints: Hints;
  readonly book: DespatchBooking['book'];
  readonly bookReturns: ReturnBooking['bookOrders'];
  readonly world: Pick<World, 'clock' | 'random'>;
}

/** How many hints ended how. `newer`: stayed, for something arrived meanwhile. */
export interface HintTally extends Readonly<
  Record<
    'booked' | 'unchanged' | 'foreign' | 'orphan' | 'held' | 'shadow' | 'failed' | 'later' | 'newer',
    number
  >
> {
  /** Time until the first of those that were put off is due; undefined: none was. */
  readonly nextInMs?: number;
}

/** Terms of one search, as many as others were seen to ask for (facts/peoplevox §6). */
const BATCH = 100;
const FAILED_AGAIN_MS = 5 * 60_000;
/** After a crash the hints rest for as long. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

interface DueHintWork extends HintWork {
  readonly documents: Documents;
  /** Application and instance. */
  readonly holder: string;
}

/**
 * Works one batch of the hints that are due, while no other instance or application does: Peoplevox is asked about each
 * sales order once. Each hint that is done is taken away; what rejects leaves them all as they were. 'busy': another one
 * works, 'idle': there is none.
 */
export async function workDueHints(work: DueHintWork): Promise<HintTally | 'busy' | 'idle'> {
  const { documents, holder, hints, world } = work;
  if ((await hints.due(1)).length === 0) return 'idle';
  const terms = { container: 'peoplevox-connector', key: 'lease-hints', holder, ttlMs: LEASE_MS };
  return withLease(documents, world, terms, async (lease) => {
    const stop = keepLease(world.clock, lease, RENEW_MS);
    try {
      return await workBatch(work, lease, await hints.due(BATCH));
    } finally {
      await stop();
    }
  });
}

async function workBatch(work: HintWork, lease: Lease, batch: readonly StoredHint[]): Promise<HintTally> {
  const tally = newTally();
  const waits: number[] = [];
  if (batch.length === 0) return tally;
  const outcomes = await bookBatch(work, batch);
  // Whoever took over may have taken them away; one that was noted anew since cannot be told from what was worked here.
  lease.assertHeld();
  await Promise.all(
    batch.map(async (hint) => {
      const outcome = outcomes(hint);
      if (outcome === undefined) return;
      tally[outcome.kind] += 1;
      const ending = endingOf(hint, outcome);
      if (ending !== 'done') {
        tally.later += 1;
        waits.push(ending.afterMs);
      }
      if (!(await settle(work, hint, ending))) tally.newer += 1;
    }),
  );
  return { ...tally, ...(waits.length > 0 && { nextInMs: Math.min(...waits) }) };
}

function newTally() {
  return {
    booked: 0,
    unchanged: 0,
    foreign: 0,
    orphan: 0,
    held: 0,
    shadow: 0,
    failed: 0,
    later: 0,
    newer: 0,
  };
}

async function bookBatch(
  { book, bookReturns }: HintWork,
  batch: readonly StoredHint[],
): Promise<(hint: StoredHint) => Booking | undefined> {
  const booked = await book(
    batch.map(({ value: { number, reading } }) => ({ number, ...(reading !== undefined && { reading }) })),
  );
  const withReturn = batch.filter(({ value }) => value.kinds.includes('return'));
  // After the despatches: what came back was despatched before.
  const failed = await failedReturns(
    bookReturns,
    withReturn.map(({ value }) => value.number),
  );
  return ({ value: { number } }) => failed.get(number) ?? booked.get(number);
}

/** commercetools has just served the despatches: that it serves none of the returns is their affair. */
async function failedReturns(
  bookReturns: HintWork['bookReturns'],
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Failure>> {
  if (numbers.length === 0) return new Map();
  try {
    const failures = [...(await bookReturns(numbers))].flatMap(([number, outcome]) =>
      outcome.kind === 'failed' ? [[number, outcome] as const] : [],
    );
    return new Map(failures);
  } catch (error) {
    if (!isUnserved(error)) throw error;
    return new Map(numbers.map((number) => [number, { kind: 'failed', reason: error.message }]));
  }
}

type Ending = 'done' | { readonly afterMs: number; readonly reading?: unknown };

/** Pure: whether a hint is done with, or when to look again. */
function endingOf({ value }: StoredHint, outcome: Booking): Ending {
  if (outcome.kind === 'failed') return { afterMs: FAILED_AGAIN_MS, reading: value.reading };
  return 'again' in outcome && outcome.again !== undefined ? outcome.again : 'done';
}

function settle({ hints, world }: HintWork, hint: StoredHint, ending: Ending): Promise<boolean> {
  if (ending === 'done') return hints.remove(hint);
  return hints.postpone(hint, world.clock.now() + ending.afterMs, ending.reading);
}
