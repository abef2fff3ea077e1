import type { Hints } from 'peoplevox-connector-shared/despatch';

/** Hints that are looked through for the oldest. */
const MOST_HINTS = 5_000;

export interface WaitingHint {
  readonly number: string;
  /** Milliseconds since the epoch, by the clock of the instance that wrote it. */
  readonly since: number;
}

/** The hint that could have been worked first, and since when. */
export async function oldestHint(hints: Pick<Hints, 'due'>): Promise<WaitingHint | undefined> {
  const due = await hints.due(MOST_HINTS);
  const [oldest] = due
    .map(({ value }) => ({
      number: value.number,
      since: Math.max(Date.parse(value.firstSeenAt), Date.parse(value.notBefore ?? value.firstSeenAt)),
    }))
    .sort((one, other) => one.since - other.since);
  return oldest;
}
