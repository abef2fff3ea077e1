import { applyStock } from './apply';
import { openExceptions } from '../exceptions/stored';
import { decide, isDifferent, mappedReadings, withEntries, type Candidate, type Wanted } from './candidates';
import { channelMissing, feedSubject, siteUnlisted, stockDrifted } from './findings';
import { passAgain, passGuard, type PageAgain } from './full-guard';
import { plan } from './full-plan';
import { isDrift } from './guard';
import { inChunks, inFlight } from '../runtime/in-flight';
import { SeenPlaces } from './seen';
import { auditOf, readUnderWay, saveFull, saveState, unitsTaken, type Session } from './session';
import type { FullRun } from './state';
import { askingOnce, placeKey, placeOf } from './units-under-way';

const BATCH = 1000;
/** ItemCodes of one call. */
const TERMS = 100;
/** Changes that are looked through to tell what the runs of changes missed. */
const MOST_CHANGES = 20_000;

export type FullOutcome = 'continues' | 'stopped' | 'done';

/** Brings the full comparison on, until it is through or `until` (the injected clock's time) has come. */
export async function stepFull(session: Session, until: number): Promise<FullOutcome> {
  if (session.full?.phase === 'plan') {
    if (!(await plan(session, session.full, until))) return 'continues';
    if (!(await passGuard(session, session.full))) return 'stopped';
  }
  if (session.full?.phase === 'stopped' || isDoubted(session)) return 'stopped';
  if (session.full?.phase === 'write') {
    const outcome = await writeAll(session, session.full, until);
    if (outcome !== 'done') return outcome;
  }
  if (session.full?.phase === 'missing' && !(await zeroMissing(session, session.full, until)))
    return 'continues';
  if (session.full !== undefined) await finish(session, session.full);
  return 'done';
}

/** While a run of changes waits for a person, only what a person confirmed is written. */
function isDoubted({ full, state }: Session): boolean {
  return state.stopped?.confirmed === false && full?.confirmed !== true;
}

async function writeAll(session: Session, begun: FullRun, until: number): Promise<FullOutcome> {
  const { kept } = session;
  let full = begun;
  if (kept !== undefined) {
    session.kept = undefined;
    const underWay = session.underWay && askingOnce(session.underWay);
    for (const some of inChunks(kept, BATCH)) {
      // What is left shows when its pages are read again.
      if (session.context.world.clock.now() >= until) return 'continues';
      full = await saveFull(session, await apply(session, full, some, underWay));
    }
    full = { ...full, written: full.pages.length };
  }
  for (const page of full.pages.slice(full.written)) {
    if (session.context.world.clock.now() >= until) return 'continues';
    const again = await readAgain(session, page);
    const passed = await passAgain(session, full, again);
    if (passed === undefined) return 'stopped';
    const applied = await apply(session, passed, again.different);
    full = await saveFull(session, { ...applied, written: full.written + 1 });
  }
  await saveFull(session, { ...full, phase: 'missing' });
  return 'done';
}

/** Reads a page of the plan again: what was read then may be old. */
async function readAgain(session: Session, page: number): Promise<PageAgain> {
  const { context } = session;
  const units = unitsTaken(session);
  const { rows } = await context.reports.summary(context.rules, page);
  const candidates = await withEntries(
    context,
    mappedReadings(context, rows, () => 'full comparison'),
    units,
  );
  return {
    entries: candidates.filter(({ entry }) => entry !== undefined).length,
    different: candidates.filter((one) => isDifferent(one, decide(context, one, units))),
  };
}

/** What the run is then, to be saved. */
async function apply(
  session: Session,
  full: FullRun,
  candidates: readonly Candidate[],
  reading = session.underWay,
): Promise<FullRun> {
  const { context, state } = session;
  if (candidates.length === 0) return full;
  const underWay = reading ?? (await readUnderWay(session));
  session.fullAudit ??= auditOf(session, full.run, Math.round(session.now()).toString(36));
  const applied = await applyStock(context, session.fullAudit, underWay, candidates);
  const explained = new Set([...state.again, ...applied.again]);
  const wrong = [...applied.changed].filter((sku) => !explained.has(sku));
  for (const sku of wrong) session.suspects.add(sku);
  if (applied.again.size > 0)
    await saveState(session, { again: [...new Set([...state.again, ...applied.again])] });
  return {
    ...full,
    drifted: full.drifted + wrong.length,
    tally: { ...context.counting.tally },
    steppedAt: session.now(),
  };
}

/** Entries that were missing twice: Peoplevox is asked for each of them once more before it becomes 0. */
async function zeroMissing(session: Session, begun: FullRun, until: number): Promise<boolean> {
  const { context, documents } = session;
  const missing = await documents.missing.load();
  const due = missing?.run === begun.run ? missing.due : [];
  const units = unitsTaken(session);
  let full = begun;
  for (const places of inChunks(due.slice(begun.lookedUp), TERMS)) {
    if (context.world.clock.now() >= until) return false;
    const candidates = await withEntries(context, await lookUp(session, places), units);
    const applied = await apply(session, full, candidates);
    full = await saveFull(session, { ...applied, lookedUp: full.lookedUp + places.length });
  }
  if (missing !== undefined && due.length > 0) await documents.missing.save({ ...missing, due: [] });
  return true;
}

async function lookUp({ context }: Session, places: readonly string[]): Promise<Wanted[]> {
  const skus = places.map((place) => placeOf(place).sku);
  const found = await context.reports.stockOf(context.rules, [...new Set(skus)]);
  const available = new Map(found.map((row) => [placeKey(row.site, row.sku), row.available]));
  const rows = places.map((place) => ({ ...placeOf(place), available: available.get(place) ?? 0 }));
  return mappedReadings(context, rows, () => 'missing in Peoplevox');
}

async function finish(session: Session, full: FullRun): Promise<void> {
  const { context, exceptions, documents } = session;
  const { run, startedAt, terms, rows, known, unseen, page } = full;
  const created = context.mode === 'live' ? full.tally.created : 0;
  const completed = {
    full: { run, startedAt, terms, rows, known: known + created, unseen },
    unbroken: isUnbroken(session, full),
    completedAt: session.now(),
  };
  const resolveFeed = () =>
    exceptions.resolve('stock-feed-implausible', feedSubject, `Run ${run} compared everything.`);
  const closing: readonly (() => Promise<unknown>)[] = [
    () => judgeDrift(session, full),
    () => saveState(session, completed),
    resolveFeed,
    () => closeSites(session, full),
    () => (session.seen ?? new SeenPlaces(context.documents, run)).forget(page),
  ];
  await inFlight(closing, context.cap, async (close) => {
    await close();
  });
  // Last, so that a run that is killed before is closed once more.
  await documents.full.remove();
  session.full = undefined;
  session.seen = undefined;
}

function isUnbroken({ state }: Session, { startedAt }: FullRun): boolean {
  return (state.brokenAt ?? 0) < startedAt;
}

/** Sites that were told and now have a supply Channel, or no stock any more. */
async function closeSites({ context, exceptions }: Session, { run, unmapped }: FullRun): Promise<void> {
  const { broken } = context.places;
  const findings = [
    ...unmapped.map(siteUnlisted),
    ...broken.map(({ site, channelKey }) => channelMissing(site, channelKey)),
  ];
  const lasting = new Set(findings.map(({ subject }) => subject.key));
  for await (const { code, subject } of openExceptions(context.documents, 'site-unmapped'))
    if (!lasting.has(subject.key))
      await exceptions.resolve(
        code,
        subject,
        `Run ${run} compared everything and met no stock without a place.`,
      );
}

/** What the report of changes does not show although it changed was missed by the runs of changes. */
async function judgeDrift(session: Session, full: FullRun): Promise<void> {
  const { context, exceptions, timeZone } = session;
  if (!full.judged || !isUnbroken(session, full) || context.mode !== 'live') return;
  const drifted = isDrift(full.drifted, full.known) ? await unexplained(session, full) : full.drifted;
  if (isDrift(drifted, full.known)) await exceptions.raise(stockDrifted(drifted, full.known, timeZone));
  else
    await exceptions.resolve('stock-drift', feedSubject, `Run ${full.run} found ${drifted} entries wrong.`);
}

async function unexplained({ context, suspects }: Session, full: FullRun): Promise<number> {
  const { rules, reports } = context;
  const since = full.startedAt - rules.inventory.overlapMinutes * 60_000;
  const changes = await reports.changes(rules, since, MOST_CHANGES);
  if (changes === 'too-many') return full.drifted;
  const changed = new Set(changes.map(({ sku }) => sku));
  return full.drifted - [...suspects].filter((sku) => changed.has(sku)).length;
}
