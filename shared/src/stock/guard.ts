/** What a run is about to do, before it writes anything. */
interface GuardFacts {
  /** `inventory.maxZeroedShare`. */
  readonly maxShare: number;
  /** `inventory.zeroedWithoutAsking`: so many are nobody's mistake in a run of changes. */
  readonly few: number;
  /** Entries in the mapped channels. */
  readonly known: number;
  /** Entries that are sold now and would become 0. */
  readonly zeroed: number;
  /** Rows that were read; undefined for a run that reads changes only. */
  readonly rows?: number;
  /** As many should have been read: the rows of the last comparison, or the known entries at the first. */
  readonly expected?: number;
}

/** Why a run should not go on without a person; undefined: all is well. */
export function implausible({
  maxShare,
  few,
  known,
  zeroed,
  rows,
  expected,
}: GuardFacts): string | undefined {
  const isDelta = rows === undefined;
  const reasons: string[] = [];
  if (zeroed > maxShare * known && (!isDelta || zeroed > few))
    reasons.push(`would set ${zeroed} of ${known} entries to 0`);
  if (rows !== undefined && expected !== undefined && rows < expected * (1 - maxShare))
    reasons.push(`found ${rows} where ${expected} were expected`);
  return reasons.length === 0 ? undefined : reasons.join(' and ');
}

/** Share of entries that a full comparison may find wrong before somebody must look. */
const DRIFT_SHARE = 0.01;

export function isDrift(drifted: number, known: number): boolean {
  return drifted > DRIFT_SHARE * known;
}
