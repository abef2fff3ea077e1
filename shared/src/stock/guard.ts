/** What a run is about to do, before it writes anything. */
interface GuardFacts {
  /** `inventory.maxZeroedShare`. */
  readonly maxShare: number;
  /** Entries in the mapped channels. */
  readonly known: number;
  /** Entries that are sold now and would become 0. */
  readonly zeroed: number;
  /** In a run of changes so many are nobody's mistake: `inventory.zeroedWithoutAsking`. */
  readonly few?: number;
  /** What a full comparison found, and what it should have found. */
  readonly rows?: number;
  readonly expected?: number;
}

/** Why a run should not go on without a person; undefined: all is well. */
export function implausible({
  maxShare,
  known,
  zeroed,
  few = 0,
  rows,
  expected,
}: GuardFacts): string | undefined {
  const reasons: string[] = [];
  if (zeroed > Math.max(maxShare * known, few)) reasons.push(`would set ${zeroed} of ${known} entries to 0`);
  if (rows !== undefined && expected !== undefined && rows < expected * (1 - maxShare))
    reasons.push(`found ${rows} where ${expected} were expected`);
  return reasons.length === 0 ? undefined : reasons.join(' and ');
}

/** Share of entries that a full comparison may find wrong before somebody must look. */
const DRIFT_SHARE = 0.01;

export function isDrift(drifted: number, known: number): boolean {
  return drifted > DRIFT_SHARE * known;
}
