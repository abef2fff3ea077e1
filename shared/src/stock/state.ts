import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { OwnDocument } from '../commercetools/own-document';
import { newTally } from './tally';

const time = z.number();

const counts = z.object({
  read: z.number(),
  changed: z.number(),
  created: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  failed: z.number(),
  conflicts: z.number(),
  calls: z.number(),
});

export const STATE_KEY = 'stock';

export const stockState = z.object({
  schemaVersion: z.literal(1),
  /** Time of the newest change that was applied, as Peoplevox's clock shows it. */
  cursor: time,
  /** Changes within the overlap that were applied, by fingerprint; as often as each was seen. */
  applied: z.array(z.string()),
  /** Units that the entries were computed with, by place. */
  underWay: z.array(z.tuple([z.string(), z.number()])),
  /** Sales orders that Peoplevox had not allocated at the last reading. */
  unallocated: z.number(),
  /** When orders were last read, by commercetools' clock. */
  readAt: time.optional(),
  /** Orders that had grown then, and Peoplevox may not have all of it: people may take days to mend what holds it. */
  growing: z.array(z.string()).default([]),
  /** SKUs to compute again at the next run, whatever changes. */
  again: z.array(z.string()),
  /** When the last run was completed. */
  completedAt: time,
  /** Since the last full comparison no change was left out. */
  unbroken: z.boolean(),
  /** When changes were left out last; a comparison that began before may have missed them. */
  brokenAt: time.optional(),
  /** The last full comparison: entries in the mapped channels, rows of mapped sites, entries on sale that had none. */
  full: z
    .object({
      run: z.string(),
      startedAt: time,
      terms: z.string(),
      known: z.number(),
      rows: z.number(),
      unseen: z.number().optional(),
    })
    .optional(),
  /** A delta run that waits for a person, or was confirmed by one. */
  stopped: z.object({ run: z.string(), confirmed: z.boolean() }).optional(),
});
export type StockState = z.output<typeof stockState>;

/** Units that the entries were computed with, by place. */
export function unitsIn(state: StockState): ReadonlyMap<string, number> {
  return new Map(state.underWay);
}

export function initialState(now: number): StockState {
  return {
    schemaVersion: 1,
    cursor: now,
    applied: [],
    underWay: [],
    unallocated: 0,
    growing: [],
    again: [],
    completedAt: now,
    unbroken: true,
  };
}

const fullRun = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  /** Why it is made, for people. */
  reason: z.string(),
  startedAt: time,
  /** Rules that it computes with (see termsOf). */
  terms: z.string(),
  phase: z.enum(['plan', 'stopped', 'write', 'missing']),
  confirmed: z.boolean(),
  /** Next page of the plan, from 1. */
  page: z.number(),
  /** Pages with something to write, and how many of them are done. */
  pages: z.array(z.number()),
  written: z.number(),
  /** How many of the entries that are missing for the second time were looked up once more. */
  lookedUp: z.number().default(0),
  /** Rows of mapped sites, entries found for them, entries that would become 0. */
  rows: z.number(),
  matched: z.number(),
  zeroed: z.number(),
  /** Entries that become 0 by pages that were read again, and for they are missing. */
  emptied: z.number().default(0),
  /** Entries on the pages that were read again. */
  met: z.number().default(0),
  /** Entries that are sold and that it did not find. */
  unseen: z.number().default(0),
  /** Entries in the mapped channels. */
  known: z.number(),
  /** Entries that were wrong without a reason that the runs of changes could know. */
  drifted: z.number(),
  /** Whether such entries mean that something is amiss: not after a change of rules or a gap. */
  judged: z.boolean(),
  tally: counts,
  /** Sites that it met and the rules do not list. */
  unmapped: z.array(z.string()).default([]),
  /** When it last got on. */
  steppedAt: time,
});
export type FullRun = z.output<typeof fullRun>;

export function newFullRun(
  begun: Pick<FullRun, 'run' | 'reason' | 'terms' | 'startedAt' | 'judged'>,
): FullRun {
  const none = {
    lookedUp: 0,
    rows: 0,
    matched: 0,
    zeroed: 0,
    emptied: 0,
    met: 0,
    unseen: 0,
    known: 0,
    drifted: 0,
  };
  return {
    ...begun,
    ...none,
    schemaVersion: 1,
    phase: 'plan',
    confirmed: false,
    page: 1,
    pages: [],
    written: 0,
    unmapped: [],
    tally: newTally(),
    steppedAt: begun.startedAt,
  };
}

export function stateDocument(documents: Documents, assertHeld: () => void): OwnDocument<StockState> {
  return new OwnDocument(documents, STATE_KEY, stockState, assertHeld);
}

export function fullRunDocument(documents: Documents, assertHeld: () => void): OwnDocument<FullRun> {
  return new OwnDocument(documents, 'stock-full', fullRun, assertHeld);
}
