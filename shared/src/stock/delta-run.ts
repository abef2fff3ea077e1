import { applyStock } from './apply';
import { countZeroed, isStock, mappedReadings, withEntries, type Candidate, type Wanted } from './candidates';
import type { StockContext } from './context';
import { sortChanges, type SortedChanges } from './changes';
import { changesSubject, feedImplausible } from './findings';
import { implausible } from './guard';
import { auditOf, countCall, saveState, takeUnderWay, unitsTaken, type Session } from './session';
import { placeKey, type UnitsByPlace } from './units-under-way';
import type { Change } from './reports';

/** With more changes than these a full comparison is cheaper. */
const MOST_CHANGES = 20_000;
/** SKUs that are looked up while orders wait for their calls: one call. */
const FEW = 100;

interface DeltaResult {
  readonly outcome: 'done' | 'stopped';
  readonly reason?: string;
}

/** One run of changes: what changed in Peoplevox, and what changed among the orders under way. */
export async function runDelta(session: Session, run: string): Promise<DeltaResult> {
  const changes = await readChanges(session);
  if (changes === 'too-many') {
    const brokenAt = session.now();
    await saveState(session, { unbroken: false, brokenAt, cursor: brokenAt, applied: [] });
    return { outcome: 'done', reason: 'More changed than is read at once; everything will be compared.' };
  }
  const { wanted, left } = await whatToCompute(session, changes);
  const units = unitsTaken(session);
  const candidates = await withEntries(session.context, wanted, units);
  const why = whyNot(session, candidates, units);
  if (why !== undefined) return stop(session, run, why);
  // If this process dies while it writes, the next one must know what entries were computed with: it may be under way no more.
  if (candidates.length > 0) await saveState(session, {});
  const again = await write(session, run, candidates);
  await saveState(session, {
    // A time in the future would hide the changes until then.
    cursor: Math.max(session.state.cursor, Math.min(changes.latest ?? 0, session.now())),
    applied: [...changes.fingerprints],
    again: [...new Set([...left, ...again])],
    completedAt: session.now(),
    stopped: undefined,
  });
  return { outcome: 'done' };
}

/**
 * Reads what is under way, then the changes. Where nothing seems to be under way Peoplevox is asked for its sales
 * orders only once there is a change: that may be an allocation taken back.
 */
async function readChanges(session: Session): Promise<SortedChanges | 'too-many'> {
  const { context, state } = session;
  const onCall = () => countCall(context);
  const first = await context.unitsUnderWay.begin(context.rules, state);
  const nothingLeft = state.underWay.length + state.unallocated + state.again.length === 0;
  const isIdle = first.quiet && nothingLeft && session.full === undefined;
  if (isIdle) {
    const changes = await sortedChanges(session);
    if (changes === 'too-many' || changes.fresh.size === 0) {
      takeUnderWay(session, first.withoutPeoplevox());
      return changes;
    }
  }
  takeUnderWay(session, await first.complete(onCall));
  return sortedChanges(session);
}

async function sortedChanges({ context, state }: Session): Promise<SortedChanges | 'too-many'> {
  const { rules, reports } = context;
  const since = state.cursor - rules.inventory.overlapMinutes * 60_000;
  const changes = await reports.changes(rules, since, MOST_CHANGES);
  return changes === 'too-many' ? changes : sortChanges(changes, state.applied);
}

/** Readings of all that is to be computed; `left`: SKUs that must wait for the next run. */
async function whatToCompute(
  session: Session,
  { newest, fresh }: SortedChanges,
): Promise<{ readonly wanted: readonly Wanted[]; readonly left: readonly string[] }> {
  const { context, state } = session;
  const { rules, reports, places, counting } = context;
  const again = state.again.filter((sku) => isStock(sku, rules.notShippedByPeoplevox.skuPrefixes));
  const sites = [...places.bySite.keys()];
  const unread = again.filter((sku) => sites.some((site) => !newest.has(placeKey(site, sku))));
  const isYielding = unread.length > FEW && (await session.ordersWait()) && !isStale(session);
  const looked = new Set(isYielding ? (await scarcestFirst(context, unread)).slice(0, FEW) : unread);
  const found = looked.size === 0 ? [] : await reports.stockOf(rules, [...looked]);
  counting.tally.read += fresh.size + found.length;
  const isAgain = new Set(again);
  const isFound = new Set(found.map(({ site, sku }) => placeKey(site, sku)));
  const reported = [...newest.entries()]
    .filter(([place, { sku }]) => (fresh.has(place) || isAgain.has(sku)) && !isFound.has(place))
    .map(([, change]) => change);
  const causes = new Map<object, string>(reported.map((change) => [change, causeOf(change)]));
  const rows = [...reported, ...found];
  const wanted = mappedReadings(context, rows, (row) => causes.get(row) ?? 'orders');
  counting.tally.skipped += rows.length - wanted.length;
  return { wanted, left: unread.filter((sku) => !looked.has(sku)) };
}

/** What sells out first is what must not be wrong. Nothing is sold of a SKU that has no entry. */
async function scarcestFirst({ inventory }: StockContext, skus: readonly string[]): Promise<string[]> {
  const least = new Map<string, number>();
  for (const { sku, quantity } of await inventory.read(skus))
    least.set(sku, Math.min(quantity, least.get(sku) ?? Number.MAX_SAFE_INTEGER));
  return [...skus].sort(
    (one, other) =>
      (least.get(one) ?? Number.MAX_SAFE_INTEGER) - (least.get(other) ?? Number.MAX_SAFE_INTEGER),
  );
}

/** Sale, receipt or adjustment, where the report says. */
function causeOf({ activity }: Change): string {
  return activity.trim() === '' ? 'change' : activity.trim();
}

export function isStale({ state, now, context }: Session): boolean {
  return now() - state.completedAt > context.rules.inventory.staleAfterMinutes * 60_000;
}

function whyNot(
  { context, state }: Session,
  candidates: readonly Candidate[],
  units: UnitsByPlace,
): string | undefined {
  if (state.stopped?.confirmed === true) return undefined;
  const zeroed = countZeroed(context, candidates, units);
  const { maxZeroedShare: maxShare, zeroedWithoutAsking: few } = context.rules.inventory;
  return implausible({ maxShare, few, known: state.full?.known ?? 0, zeroed });
}

/** Nothing is taken as applied, so that the same changes are looked at again, and again, until a person knows. */
async function stop(session: Session, run: string, why: string): Promise<DeltaResult> {
  const stopped = session.state.stopped ?? { run, confirmed: false };
  await session.exceptions.raise(feedImplausible(changesSubject, stopped.run, why));
  await saveState(session, { stopped });
  return { outcome: 'stopped', reason: why };
}

async function write(
  session: Session,
  run: string,
  candidates: readonly Candidate[],
): Promise<ReadonlySet<string>> {
  const { underWay, state, exceptions } = session;
  if (state.stopped !== undefined)
    await exceptions.resolve('stock-feed-implausible', changesSubject, `Run ${run} went on.`);
  if (underWay === undefined || candidates.length === 0) return new Set();
  return (await applyStock(session.context, auditOf(session, run), underWay, candidates)).again;
}
