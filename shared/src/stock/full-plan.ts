import {
  countZeroed,
  decide,
  isDifferent,
  isUnlisted,
  mappedReadings,
  withEntries,
  type Candidate,
} from './candidates';
import type { StockContext } from './context';
import { takeCensus } from './missing';
import { isLastReportPage } from '../peoplevox/report-reader';
import { inFlight } from '../runtime/in-flight';
import type { Reading } from './reports';
import { SeenPlaces } from './seen';
import { unitsTaken, type Session } from './session';
import type { FullRun } from './state';
import { placeKey, type UnitsByPlace } from './units-under-way';

/** Differences that are kept in memory; with more of them the pages are read again. */
const MOST_KEPT = 20_000;

/**
 * First pass over all stock, writing nothing: counts what would change and remembers where. Goes on until it is
 * through or `until` (the injected clock's time) has come. True: it is through, and how many entries there are is known.
 */
export async function plan(session: Session, begun: FullRun, until: number): Promise<boolean> {
  const { context } = session;
  const { reports, rules, world } = context;
  const seen = await seenPlaces(session, begun);
  const keeper = createKeeper(session, seen);
  const units = unitsTaken(session);
  if (begun.page === 1) session.kept = [];
  let full = begun;
  let ahead = reports.summary(rules, begun.page);
  let comparing: Promise<ComparedPage> | undefined;
  const settle = async () => {
    if (comparing === undefined) return;
    full = planPage(session, full, { seen, units, compared: await comparing });
    keeper.keep(full);
  };
  let read = begun.tally.read;
  for (let page = begun.page; ; page += 1) {
    const summary = await ahead;
    read += summary.rows.length;
    const isLast = isLastReportPage(rules.inventory.reports.summary.name, summary, read);
    const goesOn = !isLast && world.clock.now() < until;
    // The next page and the entries of this one are read while the page before is still compared; what is amiss with
    // them shows when they are awaited.
    if (goesOn) ahead = aside(reports.summary(rules, page + 1));
    const next = aside(comparePage(context, summary.rows, units));
    await settle();
    comparing = next;
    if (goesOn) continue;
    await settle();
    const planned = full;
    const closing = [keeper.kept, ...(isLast ? [() => countEntries(session, planned, seen)] : [])];
    await inFlight(closing, context.cap, (close) => close());
    return isLast;
  }
}

async function seenPlaces(session: Session, { run, page }: FullRun): Promise<SeenPlaces> {
  if (session.seen !== undefined) return session.seen;
  session.seen = new SeenPlaces(session.context.documents, run);
  await session.seen.load(page);
  return session.seen;
}

/** Saves how far the plan is without holding it up: one at a time, and always the newest. */
function createKeeper(session: Session, seen: SeenPlaces) {
  let newest: FullRun | undefined;
  let working: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function work(): Promise<void> {
    while (newest !== undefined && failure === undefined) {
      const full = newest;
      newest = undefined;
      try {
        await seen.save();
        await session.documents.full.save(full);
      } catch (error) {
        failure = { error };
      }
    }
    working = undefined;
  }

  return {
    keep: (full: FullRun) => {
      session.full = full;
      newest = full;
      working ??= work();
    },
    kept: async () => {
      await working;
      if (failure !== undefined) throw failure.error;
    },
  };
}

/** A promise that is awaited later, if at all. */
function aside<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A page of Peoplevox's stock beside the entries. */
interface ComparedPage {
  /** Rows of the page. */
  readonly read: number;
  /** Rows of mapped sites. */
  readonly candidates: readonly Candidate[];
  /** Sites that the rules do not list. */
  readonly unlisted: readonly string[];
}

async function comparePage(
  context: StockContext,
  rows: readonly Reading[],
  units: UnitsByPlace,
): Promise<ComparedPage> {
  const wanted = mappedReadings(context, rows, () => 'full comparison');
  const unlisted = rows.filter((row) => isUnlisted(row, context.rules.sites)).map(({ site }) => site);
  return { read: rows.length, candidates: await withEntries(context, wanted, units), unlisted };
}

function planPage(
  session: Session,
  full: FullRun,
  {
    seen,
    units,
    compared: { read, candidates, unlisted },
  }: { readonly seen: SeenPlaces; readonly units: UnitsByPlace; readonly compared: ComparedPage },
): FullRun {
  const { context } = session;
  const { tally } = context.counting;
  const different = candidates.filter((one) => isDifferent(one, decide(context, one, units)));
  seen.add(
    full.page,
    candidates.map(({ site, sku }) => placeKey(site, sku)),
  );
  tally.read += read;
  tally.skipped += read - candidates.length;
  tally.unchanged += candidates.length - different.length;
  session.kept?.push(...different);
  if ((session.kept?.length ?? 0) > MOST_KEPT) session.kept = undefined;
  return {
    ...full,
    page: full.page + 1,
    pages: different.length === 0 ? full.pages : [...full.pages, full.page],
    rows: full.rows + candidates.length,
    matched: full.matched + candidates.filter(({ entry }) => entry !== undefined).length,
    unmapped: [...new Set([...full.unmapped, ...unlisted])],
    zeroed: full.zeroed + countZeroed(context, different, units),
    tally: { ...tally },
    steppedAt: session.now(),
  };
}

/** How many entries there are, and which of them Peoplevox did not show; every entry is read only where some are left. */
async function countEntries(session: Session, full: FullRun, seen: SeenPlaces): Promise<void> {
  const { context, documents } = session;
  const [before, total] = await Promise.all([documents.missing.load(), context.inventory.total()]);
  const isComplete = total === full.matched;
  // Asked again in the same run, what is due stays due; in another one, what was missing once is missing twice.
  const sighted = new Set(
    before?.run === full.run ? before.due : [...(before?.first ?? []), ...(before?.due ?? [])],
  );
  const census = isComplete
    ? { known: full.matched, unseen: 0, first: [], due: [] }
    : await takeCensus(context, seen, sighted);
  const { zeroMissing } = context.rules.inventory;
  const first = zeroMissing ? [...census.first] : [];
  const due = zeroMissing ? [...census.due] : [];
  if (before !== undefined || first.length > 0)
    await documents.missing.save({ schemaVersion: 1, run: full.run, first, due });
  // Kept with the guard's verdict.
  session.full = {
    ...full,
    known: census.known,
    unseen: census.unseen,
    zeroed: full.zeroed + due.length,
    emptied: due.length,
  };
}
