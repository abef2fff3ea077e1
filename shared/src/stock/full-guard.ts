import { countZeroed, type Candidate } from './candidates';
import { feedImplausible, feedSubject } from './findings';
import { implausible } from './guard';
import { saveFull, unitsTaken, type Session } from './session';
import type { FullRun } from './state';

/** Whether a full run may write, by all that it planned. If not it waits for a person. */
export async function passGuard(session: Session, full: FullRun): Promise<boolean> {
  const { context, state } = session;
  const { known, zeroed, rows, unseen } = full;
  // Under other rules other rows are counted: then it counts what is on sale and was found before.
  const found =
    state.full?.terms === full.terms
      ? { rows, expected: state.full.rows }
      : { rows: known - unseen, expected: known - (state.full?.unseen ?? 0) };
  const { maxZeroedShare: maxShare } = context.rules.inventory;
  const why = implausible({ maxShare, known, zeroed, ...found });
  if (why !== undefined) return stop(session, full, why);
  await saveFull(session, { ...full, phase: full.pages.length === 0 ? 'missing' : 'write' });
  return true;
}

/** A page of the plan that was read again. */
export interface PageAgain {
  /** Entries of its rows. */
  readonly entries: number;
  /** What is to be written. */
  readonly different: readonly Candidate[];
}

/**
 * The same for a page that was read again, which may show something else than the plan saw. Counts what all of them
 * empty; undefined: the run waits for a person.
 */
export async function passAgain(
  session: Session,
  full: FullRun,
  { entries, different }: PageAgain,
): Promise<FullRun | undefined> {
  const { context } = session;
  const emptied = full.emptied + countZeroed(context, different, unitsTaken(session));
  const met = full.met + entries;
  // The plan knew nothing of the entries that the run has made since.
  const known = Math.max(full.known, met);
  const { maxZeroedShare: maxShare } = context.rules.inventory;
  const why = full.confirmed ? undefined : implausible({ maxShare, known, zeroed: emptied });
  if (why === undefined) return { ...full, emptied, met };
  await stop(session, full, why);
  return undefined;
}

async function stop(session: Session, full: FullRun, why: string): Promise<false> {
  await session.exceptions.raise(feedImplausible(feedSubject, full.run, why));
  await saveFull(session, { ...full, phase: 'stopped' });
  return false;
}
