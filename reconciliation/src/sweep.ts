import type { Lease } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';

/** What a sweep works with; the same from its beginning to its end. */
export interface Pass {
  readonly rules: Rules;
  /** ISO 8601: orders created before it are never ours. */
  readonly notBefore: string;
  /** Of the Channel that marks exported orders. */
  readonly channelId: string;
  readonly lease: Lease;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: () => number;
  /** No further page is begun once this is true; the next run goes on from there. */
  readonly isOver: () => boolean;
}

/** What a sweep came upon, each thing once. */
export interface Tally {
  /** Not as it should be, or not yet. */
  readonly found: number;
  /** Of these: put right by the functions that the flows use. */
  readonly repaired: number;
  /** Of these: as they must be for now, for a known reason. */
  readonly explained: number;
  /** Of these: a person must mend them, and an exception says so. */
  readonly open: number;
}

export interface SweepResult extends Tally {
  /** `continues`: goes on at the next run. */
  readonly outcome: 'done' | 'continues';
  /** Figures of its own, for people. */
  readonly details?: Readonly<Record<string, number>>;
}

export interface Sweep {
  readonly name: string;
  /** Whether it has to do with Peoplevox: skipped in a run in which that cannot be asked. */
  readonly asksPeoplevox: boolean;
  /** False: nothing to do under these rules. */
  readonly isOn: (rules: Rules) => boolean;
  /** Safe any number of times. Rejects when it cannot go on now; what it did so far is kept. */
  readonly run: (pass: Pass) => Promise<SweepResult>;
}

export const nothing: Tally = { found: 0, repaired: 0, explained: 0, open: 0 };

export function added(one: Tally, other: Tally): Tally {
  return {
    found: one.found + other.found,
    repaired: one.repaired + other.repaired,
    explained: one.explained + other.explained,
    open: one.open + other.open,
  };
}
