import type { ExceptionStore } from '../exceptions/exception';
import { createAudit, type Audit } from './audit';
import type { Candidate } from './candidates';
import type { StockContext } from './context';
import type { Missing } from './missing';
import type { SeenPlaces } from './seen';
import type { OwnDocument } from '../commercetools/own-document';
import type { Tally } from './tally';
import { unitsIn, type FullRun, type StockState } from './state';
import { byPlace, changedSkus, type UnderWay, type UnitsByPlace } from './units-under-way';

/** What lives from the beginning of a tick to its end, under its lease. */
export interface Session {
  readonly context: StockContext;
  readonly exceptions: ExceptionStore;
  readonly timeZone: string;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: () => number;
  readonly ordersWait: () => Promise<boolean>;
  readonly documents: {
    readonly state: OwnDocument<StockState>;
    readonly full: OwnDocument<FullRun>;
    readonly missing: OwnDocument<Missing>;
  };
  state: StockState;
  full: FullRun | undefined;
  /** The newest reading of what is under way; stock is read after it. */
  underWay: UnderWay | undefined;
  /** What the plan of the full run found different, as long as it is all known and no newer reading was made. */
  kept: Candidate[] | undefined;
  seen: SeenPlaces | undefined;
  /** Counts of the full run, on from where the last tick ended. */
  fullTally: Tally;
  /** Of the full run, in this tick. */
  fullAudit: Audit | undefined;
  /** SKUs that the full run found wrong. */
  readonly suspects: Set<string>;
}

export async function saveState(session: Session, change: Partial<StockState>): Promise<void> {
  session.state = { ...session.state, ...change };
  await session.documents.state.save(session.state);
}

export async function saveFull(session: Session, full: FullRun): Promise<FullRun> {
  session.full = full;
  await session.documents.full.save(full);
  return full;
}

/**
 * Takes a new reading of what is under way as the one that entries are computed with. SKUs whose units differ from the
 * last reading, or that were ordered since, are to be computed again, so it may be saved at any time.
 */
export function takeUnderWay(session: Session, underWay: UnderWay): void {
  const units = byPlace(underWay.units);
  const changed = changedSkus(unitsIn(session.state), units);
  session.underWay = underWay;
  session.kept = undefined;
  session.state = {
    ...session.state,
    underWay: [...units],
    unallocated: underWay.unallocated,
    readAt: underWay.readAt,
    growing: [...underWay.growing],
    again: [...new Set([...session.state.again, ...changed, ...underWay.touched])],
  };
}

/** Units that the newest reading takes off; none before the first one. */
export function unitsTaken({ underWay }: Pick<Session, 'underWay'>): UnitsByPlace {
  return byPlace(underWay?.units ?? []);
}

/** Reads what is under way, on both sides. */
export async function readUnderWay(session: Session): Promise<UnderWay> {
  const { unitsUnderWay, rules } = session.context;
  const underWay = await (
    await unitsUnderWay.begin(rules, session.state)
  ).complete(() => countCall(session.context));
  takeUnderWay(session, underWay);
  await saveState(session, {});
  return underWay;
}

export function countCall({ counting }: Pick<StockContext, 'counting'>): void {
  counting.tally.calls += 1;
}

export function auditOf({ context }: Session, run: string, part?: string): Audit {
  const { documents, log, world } = context;
  return createAudit({ documents, log, clock: world.clock }, run, part);
}
