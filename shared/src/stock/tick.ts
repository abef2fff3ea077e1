import { isDeepStrictEqual } from 'node:util';
import type { Rules } from '../configuration/rules';
import { runName } from '../runtime/world';
import { runDelta } from './delta-run';
import { stepFull, type FullOutcome } from './full-run';
import { readRequests } from './requests';
import { ReportUnusable } from '../peoplevox/report-reader';
import type { RunSummary } from './run-log';
import { fullDue, termsOf } from './schedule';
import { readUnderWay, saveFull, saveState, type Session } from './session';
import { newFullRun } from './state';
import { newTally, type Tally } from './tally';
import { tellReadable } from './telling';

type Note = (summary: RunSummary) => void;

export interface TickTerms {
  /** It works no longer than until the injected clock shows this. */
  readonly end: number;
  readonly note: Note;
  /** The rules as they are now. */
  readonly rules: () => Promise<Rules>;
}

/** A run of changes each minute, also while everything is compared. */
const DELTA_EVERY_MS = 60_000;

/** Works until there is nothing to do, the time is over, or other rules are in force: they are the next tick's. */
export async function runTick(session: Session, terms: TickTerms): Promise<void> {
  await takeRequests(session);
  const unusable = await deltaOrReading(session, terms.note);
  await fullUntil(session, terms);
  // A full comparison helps as long as the report of changes cannot be read; people must know all the same.
  if (unusable !== undefined) throw unusable;
}

/** Stock first that changed; before the first full comparison only what is under way is read, if it is needed. */
async function deltaOrReading(session: Session, note: Note): Promise<ReportUnusable | undefined> {
  if (session.state.full === undefined) {
    await readingForFull(session);
    return undefined;
  }
  try {
    await delta(session, note);
    return undefined;
  } catch (error) {
    if (!(error instanceof ReportUnusable)) throw error;
    await readingForFull(session);
    return error;
  }
}

async function readingForFull(session: Session): Promise<void> {
  const { full, context } = session;
  if (full === undefined || full.phase === 'stopped') return;
  context.counting.tally = session.fullTally;
  await readUnderWay(session);
}

async function delta(session: Session, note: Note): Promise<void> {
  const run = runId(session);
  const tally = newTally();
  const begun = begin(session, tally);
  session.context.counting.tally = tally;
  try {
    const { outcome, reason } = await runDelta(session, run);
    note({ ...begun(), run, kind: 'delta', outcome, ...(reason !== undefined && { reason }) });
  } catch (error) {
    note({ ...begun(), run, kind: 'delta', outcome: 'failed', reason: nameOf(error) });
    throw error;
  }
  await tellReadable(session, 'changes');
}

async function fullUntil(session: Session, terms: TickTerms): Promise<void> {
  const { full } = session;
  const { note } = terms;
  if (full === undefined || full.phase === 'stopped') return;
  const begun = begin(session, session.fullTally);
  const summary = { run: full.run, kind: 'full' } as const;
  try {
    const outcome = await stepsUntil(session, terms);
    if (outcome === 'done') await tellReadable(session, 'summary');
    note({ ...begun(), ...summary, outcome, reason: full.reason });
  } catch (error) {
    note({ ...begun(), ...summary, outcome: 'failed', reason: nameOf(error) });
    throw error;
  }
}

async function stepsUntil(session: Session, { end, note, rules }: TickTerms): Promise<FullOutcome> {
  const { context } = session;
  const { clock } = context.world;
  while (clock.now() < end && !(await yields(session))) {
    context.counting.tally = session.fullTally;
    const outcome = await stepFull(session, Math.min(end, clock.now() + DELTA_EVERY_MS));
    if (outcome !== 'continues') return outcome;
    if (clock.now() >= end || !isDeepStrictEqual(await rules(), context.rules)) return 'continues';
    await deltaOrReading(session, note);
  }
  return 'continues';
}

/** Orders go first, as long as the stock does not grow old by it. */
async function yields({ ordersWait, now, full, context }: Session): Promise<boolean> {
  if (full === undefined || !(await ordersWait())) return false;
  return now() - full.steppedAt < context.rules.inventory.staleAfterMinutes * 60_000;
}

/** What people ask for, and what the time of day does. */
async function takeRequests(session: Session): Promise<void> {
  const { context, state, timeZone } = session;
  const requests = await readRequests(context.documents);
  if (requests.confirmed !== undefined) await confirm(session, requests.confirmed);
  if (requests.skus.length > 0)
    await saveState(session, { again: [...new Set([...state.again, ...requests.skus])] });
  const terms = termsOf(context.rules, context.places);
  const facts = { state, current: session.full, rules: context.rules, terms, timeZone, now: session.now() };
  const reason = fullDue({ ...facts, isRequested: requests.full });
  if (reason !== undefined) await startFull(session, reason, terms);
  await requests.done();
}

async function confirm(session: Session, run: string): Promise<void> {
  const { full, state, context } = session;
  if (full?.phase === 'stopped' && full.run === run)
    await saveFull(session, { ...full, phase: 'write', confirmed: true });
  else if (state.stopped?.run === run) await saveState(session, { stopped: { run, confirmed: true } });
  else context.log.warn('A person confirmed a stock run that does not wait for it.', { run });
}

async function startFull(session: Session, reason: string, terms: string): Promise<void> {
  const { state, context } = session;
  const { fullAfterMinutes } = context.rules.inventory;
  const startedAt = session.now();
  const hasGap = startedAt - state.completedAt > fullAfterMinutes * 60_000;
  const judged = state.full?.terms === terms && state.unbroken && !hasGap;
  session.seen = undefined;
  session.kept = undefined;
  session.fullTally = newTally();
  await saveFull(session, newFullRun({ run: runId(session), reason, terms, startedAt, judged }));
  // What lies before the gap is found by comparing everything, what comes after it by the runs of changes.
  if (state.full === undefined || hasGap)
    await saveState(session, { cursor: startedAt, applied: [], unbroken: state.full === undefined });
}

function runId({ now, context }: Session): string {
  return runName(now(), context.world.random);
}

/** Call it when the run has ended. */
function begin({ context, now, state }: Session, tally: Tally) {
  const startedAt = now();
  const lastAt = state.full === undefined ? undefined : state.completedAt;
  return () => ({
    ...tally,
    mode: context.mode,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (now() - startedAt) / 1000,
    staleness: lastAt === undefined ? -1 : Math.round((now() - lastAt) / 1000),
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unforeseen';
}
