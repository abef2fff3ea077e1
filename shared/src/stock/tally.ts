/** What a run did, in numbers. */
export interface Tally {
  /** Rows of Peoplevox. */
  read: number;
  changed: number;
  created: number;
  unchanged: number;
  /** Rows of sites that are not mapped, deactivated items, and SKUs that commercetools does not have. */
  skipped: number;
  failed: number;
  /** Writes that came upon another version of the entry. */
  conflicts: number;
  /** Requests to Peoplevox. */
  calls: number;
}

export function newTally(): Tally {
  return { read: 0, changed: 0, created: 0, unchanged: 0, skipped: 0, failed: 0, conflicts: 0, calls: 0 };
}
