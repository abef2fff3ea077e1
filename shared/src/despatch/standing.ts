import * as z from 'zod';
import type { Again, Reading } from './booking';
import type { Rules } from '../configuration/rules';

/** What the status of a sales order means (rules `despatch.statuses`, `closedStatuses`, `cancelledStatuses`). */
export type Meaning =
  'notAllocated' | 'partlyAllocated' | 'allocated' | 'picked' | 'closed' | 'cancelled' | 'unknown';

export function meaningOf(status: string, { despatch }: Rules): Meaning {
  const isOneOf = (statuses: readonly string[]) =>
    statuses.some((one) => one.toLowerCase() === status.toLowerCase());
  if (isOneOf(despatch.closedStatuses)) return isOneOf(despatch.cancelledStatuses) ? 'cancelled' : 'closed';
  const { notAllocated, partlyAllocated, allocated, picked } = despatch.statuses;
  const meanings = { notAllocated, partlyAllocated, allocated, picked };
  return keysOf(meanings).find((meaning) => isOneOf(meanings[meaning])) ?? 'unknown';
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

/** Sales order number → since when (ms, commercetools' clock) it was seen with which closed status. */
export type Seen = ReadonlyMap<string, { readonly status: string; readonly at: number }>;

const readingSchema = z.object({
  status: z.string(),
  at: z.number(),
  others: z.record(z.string(), z.string()).optional(),
});

/** Earlier readings of the sales orders of one order; what is no reading is none. */
export function seenIn(requests: readonly { readonly number: string; readonly reading?: unknown }[]): Seen {
  const seen = new Map<string, { readonly status: string; readonly at: number }>();
  for (const { number, reading } of requests) {
    const { data } = readingSchema.safeParse(reading);
    if (data === undefined) continue;
    for (const [one, status] of Object.entries({ ...data.others, [number]: data.status })) {
      const known = seen.get(one);
      if (known === undefined || data.at < known.at) seen.set(one, { status, at: data.at });
    }
  }
  return seen;
}

/** A sales order with a closed status: has it been so for long enough? */
export function isConfirmed(number: string, status: string, now: number, seen: Seen, closeAfterMs: number) {
  const earlier = seen.get(number);
  return earlier?.status === status && now - earlier.at >= closeAfterMs;
}

/**
 * When to look again at sales orders that are closed but not confirmed, each with its status. The reading that goes with
 * each number dates from when the last of them was first seen.
 */
export function lookAgain(
  number: string,
  closing: ReadonlyMap<string, string>,
  now: number,
  seen: Seen,
  closeAfterMs: number,
): Again {
  const since = [...closing].map(([one, status]) => {
    const earlier = seen.get(one);
    return earlier?.status === status ? earlier.at : now;
  });
  const at = Math.max(...since);
  const others = Object.fromEntries([...closing].filter(([one]) => one !== number));
  const reading: Reading = { status: closing.get(number) ?? '', at, others };
  return { afterMs: Math.max(0, at + closeAfterMs - now), reading };
}
