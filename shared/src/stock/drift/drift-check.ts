import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import * as z from 'zod';
import type { Lease } from '../../commercetools/lease';
import { isIn } from '../../commercetools/predicate';
import type { Rules } from '../../configuration/rules';
import { openExceptions } from '../../exceptions';
import type { Finding, Subject } from '../../exceptions/exception';
import { isLastReportPage } from '../../peoplevox/report-reader';
import { inChunks } from '../../runtime/in-flight';
import { uuid } from '../../runtime/world';
import { decide, isDifferent, mappedReadings, withEntries, type Wanted } from '../candidates';
import { sortChanges } from '../changes';
import { takeCensus } from '../missing';
import { openSession, type SessionParts } from '../open-session';
import { requestSkus } from '../requests';
import { SeenPlaces } from '../seen';
import { countCall, type Session } from '../session';
import { unitsIn } from '../state';
import { byPlace, changedSkus, placeKey, placeOf, type UnderWay } from '../units-under-way';
import { driftDocument, noCounts, type DriftCounts, type DriftPass, type DriftState } from './drift-state';
import { explain, explainComputed, type ExplainingFacts, type Explanation, type Suspect } from './explain';

export const DRIFT_KEY = 'reconciliation-drift';

/** The last comparison, for people: `peoplevox-connector` / `reconciliation-drift`. Times are ISO 8601, UTC. */
export interface DriftReport {
  readonly schemaVersion: 1;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Entries, and rows of Peoplevox without one. */
  readonly compared: number;
  /** How many differ for which reason. */
  readonly differences: DriftCounts;
  /** A few of those that the numbers alone do not explain. */
  readonly examples: readonly (Suspect & { readonly explanation: Explanation | 'unexplained' })[];
}

export interface DriftResult {
  readonly outcome: 'done' | 'continues' | 'not-due';
  readonly report?: DriftReport;
  /** Differences that were seen twice and that nothing explains: exceptions say so. */
  readonly open: number;
  /** SKUs that the stock import was asked to compute again. */
  readonly requested: number;
  /** Exceptions that were resolved, for the entry is right again. */
  readonly resolved: number;
}

interface DriftParts extends SessionParts {
  /** Our own API client: entries that it wrote last were written by us. */
  readonly ownClientId: string;
}

export interface DriftCheck {
  /** One run under the caller's lease. @throws ReportUnusable, PeoplevoxError, CommercetoolsError; the next run goes on */
  run(
    rules: Rules,
    lease: Lease,
    terms: { readonly everyMinutes: number; readonly isOver: () => boolean },
  ): Promise<DriftResult>;
}

const MINUTE = 60_000;
const SEEN_PREFIX = 'drift-seen-';
/** Kept in the document of the pass, and looked into; more are counted. */
const MOST_SUSPECTS = 1_000;
const MOST_EXAMPLES = 200;
const MOST_CHANGES = 20_000;
/** Exceptions of one run: with more drift than this, one more tells nobody more. */
const MOST_RAISED = 50;
const KEYS = 100;
const CODE = 'stock-drift';

/**
 * Compares every entry with what the stock import would write now, by the import's own functions, and explains each
 * difference. What nothing explains is looked at again at the next run, with a fresh reading, and reported only then; the
 * stock import is asked to compute it anew. Pages are read one by one, and a pass goes on over several runs.
 */
export function createDriftCheck(parts: DriftParts): DriftCheck {
  return {
    run: async (rules, lease, { everyMinutes, isOver }) => {
      const session = await openSession(parts, rules, lease);
      const document = driftDocument(parts.documents, () => lease.assertHeld());
      const state = (await document.load()) ?? { schemaVersion: 1, unexplained: [] };
      const check = createCheck(parts, session, document, state);
      const second = await check.lookAgain();
      const isDue =
        state.pass !== undefined || session.now() - (state.lastStartedAt ?? 0) >= everyMinutes * MINUTE;
      const report = isDue ? await check.compare(isOver) : undefined;
      const outcome = outcomeOf(isDue, report);
      return {
        ...second,
        outcome,
        ...(report && { report }),
        requested: second.requested + check.requested(),
      };
    },
  };
}

function createCheck(
  parts: DriftParts,
  session: Session,
  document: ReturnType<typeof driftDocument>,
  begun: DriftState,
) {
  const { context, exceptions } = session;
  const { documents, api, ownClientId, world } = parts;
  let state = begun;
  let requested = 0;

  async function save(change: Partial<DriftState>): Promise<void> {
    state = { ...state, ...change };
    await document.save(state);
  }

  async function readUnderWay(): Promise<UnderWay> {
    const first = await context.unitsUnderWay.begin(context.rules, session.state);
    return first.complete(() => countCall(context));
  }

  /** Reads the entries of these rows and tells those apart that are not as they would be computed. */
  async function suspectsAmong(
    wanted: readonly Wanted[],
    underWay: UnderWay,
    explained: DriftCounts,
  ): Promise<Suspect[]> {
    const units = byPlace(underWay.units);
    const suspects: Suspect[] = [];
    for (const candidate of await withEntries(context, wanted, units)) {
      const decision = decide(context, candidate, units);
      if (isDifferent(candidate, decision)) {
        const { site, sku, available, entry } = candidate;
        suspects.push({
          site,
          sku,
          available,
          ...(entry && { quantity: entry.quantity, entryId: entry.id }),
          expected: decision.to,
        });
        continue;
      }
      const why = explainComputed(candidate, decision);
      if (why !== undefined) explained[why] += 1;
    }
    return suspects;
  }

  /** What explains these suspects, read now. */
  async function factsAbout(suspects: readonly Suspect[], underWay: UnderWay): Promise<ExplainingFacts> {
    const { rules, reports, inventory } = context;
    const { cursor, applied } = session.state;
    const from = cursor - rules.inventory.overlapMinutes * MINUTE;
    const changes = await reports.changes(rules, from, MOST_CHANGES);
    const fresh = changes === 'too-many' ? undefined : sortChanges(changes, applied).fresh;
    const added = await underWay.since();
    const newcomers = suspects.filter(({ quantity }) => quantity === undefined).map(({ sku }) => sku);
    const known = newcomers.length === 0 ? new Set<string>() : await inventory.known(newcomers);
    return {
      mode: context.mode,
      isStopped: session.full?.phase === 'stopped' || session.state.stopped !== undefined,
      isComparing: session.full !== undefined || session.state.full === undefined,
      // What the orders take is otherwise than when the import ran last: its next run computes these anew.
      again: new Set([
        ...session.state.again,
        ...changedSkus(unitsIn(session.state), byPlace(underWay.units)),
      ]),
      changed: fresh && new Set([...fresh].map((place) => placeOf(place).sku)),
      touched: new Set([...underWay.touched, ...added.map(({ sku }) => sku)]),
      withoutProduct: new Set(newcomers.filter((sku) => !known.has(sku))),
      foreign: await writtenByOthers(api, suspects, ownClientId),
    };
  }

  /** Suspects as they are now, each with what explains it. */
  async function explained(suspects: readonly Suspect[], underWay: UnderWay) {
    if (suspects.length === 0) return [];
    const facts = await factsAbout(suspects, underWay);
    return suspects.map((suspect) => ({
      ...suspect,
      explanation: explain(suspect, facts) ?? ('unexplained' as const),
    }));
  }

  async function request(skus: readonly string[]): Promise<void> {
    if (skus.length === 0 || context.mode !== 'live') return;
    await requestSkus(documents, world, skus);
    requested += new Set(skus).size;
  }

  /** What is left at the second look, and what people were told of before. */
  async function lookAgain() {
    const told: { readonly subject: Subject; readonly sku: string }[] = [];
    for await (const { subject } of openExceptions(documents, CODE))
      if (subject.type === 'sku' && subject.key !== undefined) told.push({ subject, sku: subject.key });
    const skus = [...new Set([...state.unexplained, ...told].map(({ sku }) => sku))];
    if (skus.length === 0) return { open: 0, requested: 0, resolved: 0 };
    const underWay = await readUnderWay();
    const rows = await context.reports.stockOf(context.rules, skus);
    const wanted = mappedReadings(context, rows, () => 'drift');
    const now = await explained(await suspectsAmong(wanted, underWay, noCounts()), underWay);
    const still = new Map(
      now
        .filter(({ explanation }) => explanation === 'unexplained')
        .map((suspect) => [placeKey(suspect.site, suspect.sku), suspect]),
    );
    const wrongSkus = new Set([...still.values()].map(({ sku }) => sku));
    const before = new Map(
      state.unexplained.map((suspect) => [placeKey(suspect.site, suspect.sku), suspect]),
    );
    const twice = [...still].flatMap(([place, suspect]) => (before.has(place) ? [suspect] : []));
    for (const suspect of twice.slice(0, MOST_RAISED)) await exceptions.raise(drifted(suspect));
    const mended = told.filter(({ sku }) => !wrongSkus.has(sku));
    for (const { subject } of mended)
      await exceptions.resolve(
        CODE,
        subject,
        'Both sides were compared again, and the entry is right or explained.',
      );
    await request([...wrongSkus]);
    await save({ unexplained: [] });
    const standing = told.filter(({ sku }) => wrongSkus.has(sku)).map(({ sku }) => sku);
    const open = new Set([...twice.map(({ sku }) => sku), ...standing]).size;
    return { open, requested: 0, resolved: mended.length };
  }

  /** Undefined: the time is over, and the next run goes on. */
  async function compare(isOver: () => boolean): Promise<DriftReport | undefined> {
    let pass = state.pass ?? newPass(session.now(), uuid(world.random));
    if (state.pass === undefined) await save({ pass, lastStartedAt: pass.startedAt });
    const seen = new SeenPlaces(documents, pass.run, SEEN_PREFIX);
    await seen.load(pass.page);
    const underWay = await readUnderWay();
    for (;;) {
      const page = await context.reports.summary(context.rules, pass.page);
      pass = await comparePage(pass, page.rows, underWay, seen);
      const isLast = isLastReportPage(context.rules.inventory.reports.summary.name, page, pass.read);
      await seen.save();
      await save({ pass });
      if (isLast) break;
      if (isOver()) return undefined;
    }
    return finish(pass, seen, underWay);
  }

  async function comparePage(
    pass: DriftPass,
    rows: Parameters<typeof mappedReadings>[1],
    underWay: UnderWay,
    seen: SeenPlaces,
  ): Promise<DriftPass> {
    const wanted = mappedReadings(context, rows, () => 'drift');
    const counted = { ...pass.explained };
    const broken = new Set(context.places.broken.map(({ site }) => site));
    counted.unmapped += rows.filter(
      ({ site, available }) => available > 0 && (broken.has(site) || context.unmapped.has(site)),
    ).length;
    const found = await suspectsAmong(wanted, underWay, counted);
    seen.add(
      pass.page,
      wanted.map(({ site, sku }) => placeKey(site, sku)),
    );
    const room = Math.max(0, MOST_SUSPECTS - pass.suspects.length);
    return {
      ...pass,
      page: pass.page + 1,
      read: pass.read + rows.length,
      compared: pass.compared + wanted.length,
      explained: counted,
      suspects: [...pass.suspects, ...found.slice(0, room)],
      uncounted: pass.uncounted + Math.max(0, found.length - room),
    };
  }

  /** Entries of which Peoplevox shows nothing at all. */
  async function unseen(seen: SeenPlaces): Promise<Suspect[]> {
    const { first } = await takeCensus(context, seen, new Set());
    return first.map((place) => ({ ...placeOf(place), expected: 0 }));
  }

  async function finish(pass: DriftPass, seen: SeenPlaces, underWay: UnderWay): Promise<DriftReport> {
    const lost = await unseen(seen);
    const all = await explained([...pass.suspects, ...lost.slice(0, MOST_SUSPECTS)], underWay);
    const differences = { ...pass.explained };
    for (const { explanation } of all) differences[explanation] += 1;
    differences['sku-mismatch'] += Math.max(0, lost.length - MOST_SUSPECTS);
    // Too many to look into each: something is wrong as a whole, and the full comparison of the import says what.
    differences.pending += pass.uncounted;
    const unexplained = all.filter(({ explanation }) => explanation === 'unexplained');
    await request(all.filter(({ explanation }) => explanation === 'manual-edit').map(({ sku }) => sku));
    const report: DriftReport = {
      schemaVersion: 1,
      startedAt: new Date(pass.startedAt).toISOString(),
      endedAt: new Date(session.now()).toISOString(),
      compared: pass.compared + lost.length,
      differences,
      examples: [...all]
        .sort(
          (one, other) =>
            Number(other.explanation === 'unexplained') - Number(one.explanation === 'unexplained'),
        )
        .slice(0, MOST_EXAMPLES),
    };
    const before = await documents.read('peoplevox-connector', DRIFT_KEY);
    await documents.write('peoplevox-connector', DRIFT_KEY, report, before?.version ?? 0);
    await save({
      pass: undefined,
      unexplained: unexplained.map(({ explanation: _none, ...suspect }) => suspect),
    });
    await seen.forget(pass.page);
    return report;
  }

  return { lookAgain, compare, requested: () => requested };
}

function outcomeOf(isDue: boolean, report: DriftReport | undefined): DriftResult['outcome'] {
  if (!isDue) return 'not-due';
  return report === undefined ? 'continues' : 'done';
}

function newPass(startedAt: number, run: string): DriftPass {
  return { run, startedAt, page: 1, read: 0, compared: 0, explained: noCounts(), suspects: [], uncounted: 0 };
}

function drifted({ site, sku, quantity, available, expected }: Suspect): Finding {
  const has = quantity === undefined ? 'no entry' : `${quantity}`;
  return {
    code: CODE,
    subject: { type: 'sku', key: sku },
    message: `commercetools has ${has} of ${sku} at site ${site}; Peoplevox has ${available ?? 'nothing'} available, of which ${expected} can be sold. Nothing explains the difference, and it was seen twice. The stock import was asked to correct it.`,
    fix: 'If it comes back, find out what else writes this stock in commercetools, and stop it.',
  };
}

const modified = z.object({
  id: z.string(),
  lastModifiedBy: z.object({ clientId: z.string().optional() }).optional(),
});

/** Entries whose last writer was another API client, or a person. */
async function writtenByOthers(
  api: ByProjectKeyRequestBuilder,
  suspects: readonly Suspect[],
  ownClientId: string,
): Promise<Set<string>> {
  const ids = suspects.flatMap(({ entryId }) => entryId ?? []);
  const foreign = new Set<string>();
  for (const some of inChunks(ids, KEYS)) {
    const queryArgs = { where: isIn('id', some), limit: KEYS, withTotal: false };
    for (const entry of (await api.inventory().get({ queryArgs }).execute()).body.results) {
      const { id, lastModifiedBy } = modified.parse(entry);
      if (lastModifiedBy !== undefined && lastModifiedBy.clientId !== ownClientId) foreign.add(id);
    }
  }
  return foreign;
}
