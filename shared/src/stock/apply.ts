import { CommercetoolsError } from '../commercetools/commercetools-error';
import { Conflict } from '../commercetools/documents';
import { sleep } from '../runtime/clock';
import type { Audit, PlannedMovement, Step } from './audit';
import { decide, isDifferent, withEntries, type Candidate, type Decision } from './candidates';
import type { StockContext } from './context';
import { byPlace, changedSkus, moreByPlace, type UnderWay, type UnitsByPlace } from './units-under-way';

interface Applied {
  /** SKUs that the next run must compute again. */
  readonly again: ReadonlySet<string>;
  /** SKUs whose entries were wrong. */
  readonly changed: ReadonlySet<string>;
}

interface Attempt {
  readonly context: StockContext;
  readonly audit: Audit;
  readonly units: UnitsByPlace;
  /** Of orders that came since. */
  readonly added: UnitsByPlace;
  readonly known: ReadonlySet<string>;
  readonly again: Set<string>;
  readonly changed: Set<string>;
}

const ATTEMPTS = 5;
const PAUSE_MS = 100;

/**
 * Writes what differs. Stock and entries were read before. Before anything is raised the sales orders are asked once
 * more; orders that came since are asked for now, so that whatever an entry had lost to an order when it was read is
 * taken off. An entry that changes afterwards has another version: it is read again and computed again, up to five times.
 */
export async function applyStock(
  context: StockContext,
  audit: Audit,
  underWay: UnderWay,
  candidates: readonly Candidate[],
): Promise<Applied> {
  const { counting, world } = context;
  const before = byPlace(underWay.units);
  const units = await unitsToKeep(context, before, underWay, candidates);
  // What was kept back for this run alone would otherwise show in no later one.
  const again = changedSkus(before, units);
  const changed = new Set<string>();
  const known = await context.skuExceptions.creatable(candidates);
  // What sells out first is put right first.
  let pending = [...candidates].sort((one, other) => one.available - other.available);
  let attempt = 0;
  while (pending.length > 0 && attempt < ATTEMPTS) {
    attempt += 1;
    if (attempt > 1) {
      await sleep(world.clock, world.random() * PAUSE_MS * attempt);
      pending = await withEntries(context, pending, units);
    }
    const added = byPlace(await underWay.since());
    pending = await attemptAll({ context, audit, units, added, known, again, changed }, pending);
  }
  counting.tally.failed += pending.length;
  for (const { sku } of pending) again.add(sku);
  return { again, changed };
}

/** What is raised must count allocations that were taken back while stock was read. */
async function unitsToKeep(
  context: StockContext,
  units: UnitsByPlace,
  underWay: UnderWay,
  candidates: readonly Candidate[],
): Promise<UnitsByPlace> {
  const isRaised = (candidate: Candidate) =>
    decide(context, candidate, units).to > (candidate.entry?.quantity ?? 0);
  return candidates.some(isRaised) ? moreByPlace(units, byPlace(await underWay.again())) : units;
}

/** Returns those that came upon another version. */
async function attemptAll(attempt: Attempt, pending: readonly Candidate[]): Promise<Candidate[]> {
  const { context } = attempt;
  const overtaken: Candidate[] = [];
  const steps = pending.flatMap((candidate) => stepFor(attempt, candidate) ?? []);
  await attempt.audit.carryOut(steps, context.cap, async ({ candidate, movement }) => {
    const fate = await write(attempt, candidate, movement.to);
    if (fate === 'overtaken') overtaken.push(candidate);
    return fate === 'written';
  });
  context.counting.tally.conflicts += overtaken.length;
  return overtaken;
}

interface CandidateStep extends Step {
  readonly candidate: Candidate;
}

/** What is to be written; undefined: nothing. */
function stepFor({ context, units, added, known }: Attempt, candidate: Candidate): CandidateStep | undefined {
  const { tally } = context.counting;
  const decision = decide(context, candidate, units, added);
  if (!isDifferent(candidate, decision)) tally.unchanged += 1;
  else if (candidate.entry === undefined && !known.has(candidate.sku)) tally.skipped += 1;
  else return { candidate, movement: movementOf(context, candidate, decision) };
  return undefined;
}

/** `overtaken`: somebody else was faster. */
async function write(
  attempt: Attempt,
  candidate: Candidate,
  to: number,
): Promise<'written' | 'overtaken' | 'refused'> {
  const { context, again, changed } = attempt;
  const { entry, sku } = candidate;
  try {
    if (context.mode === 'live' && !(await send(context, candidate, to))) return 'overtaken';
  } catch (error) {
    if (error instanceof Conflict) return 'overtaken';
    if (!(error instanceof CommercetoolsError) || error.transient) throw error;
    if (error.statusCode === 404) return 'overtaken';
    // One entry that cannot be written does not keep the others from being right.
    context.counting.tally.failed += 1;
    again.add(sku);
    context.log.warn('An entry could not be written.', { sku, reason: error.message });
    return 'refused';
  }
  if (entry === undefined) context.counting.tally.created += 1;
  else {
    context.counting.tally.changed += 1;
    changed.add(sku);
  }
  return 'written';
}

async function send({ inventory, lease }: StockContext, candidate: Candidate, to: number): Promise<boolean> {
  const { entry, sku, place } = candidate;
  lease.assertHeld();
  if (entry === undefined) return inventory.create(sku, place.channel, to);
  await inventory.change(entry, to);
  return true;
}

function movementOf(
  { mode }: StockContext,
  { entry, sku, site, place, available, cause }: Candidate,
  decision: Decision,
): PlannedMovement {
  return {
    site,
    channel: place.channel?.key ?? '',
    sku,
    from: entry?.quantity ?? -1,
    to: decision.to,
    available,
    unallocated: decision.unallocated,
    buffer: decision.buffer,
    cause,
    shadow: mode === 'shadow',
  };
}
