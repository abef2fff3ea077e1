import type { Order } from '@commercetools/platform-sdk';
import { updateOrder } from '../commercetools/orders';
import type { Rules } from '../configuration/rules';
import type { ExceptionCode } from '../exceptions/codes';
import type { Subject } from '../exceptions/exception';
import { createReportReader, type ReportUnusable } from '../peoplevox/report-reader';
import { inChunks } from '../runtime/in-flight';
import type { Again, Booking, BookingRequest, DespatchBooking, DespatchParts } from './booking';
import { gatherCases, syncedNumbers, type Case } from './cases';
import { decide, type Decision } from './decide';
import type { Despatch } from './despatches';
import { readDespatches, type DespatchesRead } from './despatch-report';
import type { Change } from './diff';
import { despatchCodes, subjectOf } from './findings';
import { createOrderExceptions, type KnownExceptions } from './order-exceptions';
import { failureOf, type Failure } from './outcome';
import { createReportWatches } from './report-watch';
import { inRounds } from './rounds';
import { createShadowRecord } from './shadow-record';
import { lookAgain, seenIn, type Seen } from './standing';
import { despatchSubject, isRefusal, refusalCodes, tellRefusal, unreadableFinding } from './refusals';
import { createStates } from './states';
import { createWrittenStore } from './written';

/** Actions of one update (facts/commercetools §7). */
const ACTIONS = 500;

/** The shipment of this order is booked; what follows is made up for by the next look. */
class FollowUpFailed extends Error {
  override readonly name = 'FollowUpFailed';
  constructor(cause: unknown) {
    const words = cause instanceof Error ? cause.message : String(cause);
    super(`The shipment is booked, but what follows from it failed: ${words}`, { cause });
  }
}

/** What one booking goes by. */
interface Look {
  readonly rules: Rules;
  readonly requests: readonly BookingRequest[];
  /** Times just before and after the statuses were read, commercetools' clock. */
  readonly before: number;
  readonly after: number;
}

export function createDespatchBooking(parts: DespatchParts): DespatchBooking {
  const { api, documents, exceptions, world, log } = parts;
  const reader = createReportReader(parts.client);
  const orderExceptions = createOrderExceptions(documents, exceptions, world.clock);
  const writtenStore = createWrittenStore(documents, world);
  const shadowRecord = createShadowRecord(documents, world);
  const states = createStates(api, exceptions, world.clock);
  const { reports, templates } = createReportWatches(
    exceptions,
    'Despatches are not booked until it can be read.',
  );

  async function book(requests: readonly BookingRequest[]): Promise<Map<string, Booking>> {
    const rules = await parts.rules();
    const numbers = [...new Set(requests.map(({ number }) => number))];
    if (rules.mode.despatch === 'off')
      return all(numbers, { kind: 'failed', reason: 'mode.despatch is off.' });
    const before = await parts.serverClock();
    const gathered = await templates.watched(
      () => gatherCases(parts, rules, numbers),
      (read) => read.templates,
    );
    if ('kind' in gathered) return all(numbers, gathered);
    const { cases, strays } = gathered;
    const look = { rules, requests, before, after: await parts.serverClock() };
    const outcomes = new Map<string, Booking>(strays);
    await tellOrphans(outcomes);
    const booked = await inRounds(
      parts,
      cases,
      (some) => despatchesOf(rules, some),
      (one, read) => bookCase(look, one, read),
    );
    for (const [number, booking] of booked) outcomes.set(number, booking);
    return outcomes;
  }

  async function tellOrphans(outcomes: ReadonlyMap<string, Booking>): Promise<void> {
    for (const [number, outcome] of outcomes) {
      if (outcome.kind !== 'orphan') continue;
      await exceptions.raise({
        code: 'order-missing-in-commercetools',
        subject: { type: 'order', id: outcome.orderId, key: number },
        message: `Sales order ${number} is one of ours, but commercetools no longer has its order. Its despatches cannot be booked.`,
        fix: 'Cancel the sales order in Peoplevox if the order was deleted on purpose; otherwise restore the order.',
      });
    }
  }

  function despatchesOf(rules: Rules, cases: readonly Case[]): Promise<DespatchesRead | Failure> {
    const numbers = cases.flatMap(({ salesOrders }) => salesOrders.map(({ number }) => number));
    const { summary, packages } = rules.despatch.reports;
    return reports.watched(
      () => readDespatches(reader, rules, numbers, parts.timeZone),
      // A report that is not used any more stops nothing.
      () => [summary.name, packages.name].filter((name) => name !== null),
    );
  }

  async function bookCase(
    look: Look,
    one: Case,
    { despatches, unreadable }: DespatchesRead,
  ): Promise<Map<string, Booking>> {
    const { order, numbers, salesOrders } = one;
    try {
      await parts.onStatuses?.(order.id, new Map(salesOrders.map(({ number, status }) => [number, status])));
      const seen = seenIn(look.requests.filter(({ number }) => numbers.includes(number)));
      const codes = [...despatchCodes, ...refusalCodes, 'capture-failed'] as const;
      const known = await orderExceptions.known(subjectsOf(order), codes);
      const faults = salesOrders.flatMap(({ number }) => unreadable.get(number) ?? []);
      if (faults.length > 0) return all(numbers, await waitFor(order, faults));
      await orderExceptions.resolve(subjectsOf(order), ['report-unusable'], 'It could be read again.', known);
      const decision = await decideOn(look, one, despatches, seen, known);
      const { outcome, lookAgainAt } = await apply(look.rules, order, decision, known);
      return new Map(
        numbers.map((number) => {
          const closing = again(look, number, decision, seen);
          // One of an order's sales orders is enough for what follows from all of them.
          const followUp = number === numbers[0] ? lookAgainAt : undefined;
          return [number, withAgain(outcome, closing, followUp && Math.max(0, followUp - look.after))];
        }),
      );
    } catch (error) {
      return all(numbers, await refusedOrFailed(order, error));
    }
  }

  /** What left may be anything: an order of which a part is known would count as closed short. */
  async function waitFor(order: Order, faults: readonly ReportUnusable[]): Promise<Failure> {
    const stops = 'Nothing that was despatched of this order is booked';
    const finding = unreadableFinding(despatchSubject(order), faults, stops);
    await exceptions.raise(finding);
    return { kind: 'failed', reason: finding.message };
  }

  /** What commercetools refuses for good is told, and rests until something changes. */
  async function refusedOrFailed(order: Order, error: unknown): Promise<Booking> {
    const isBooked = error instanceof FollowUpFailed;
    const what = isBooked
      ? 'The shipment of this order is booked, but what follows from it is not done.'
      : 'Despatches of this order cannot be booked.';
    const rests = await tellRefusal(exceptions, despatchSubject(order), what, isBooked ? error.cause : error);
    return rests ? { kind: 'held', orderId: order.id } : failureOf(error);
  }

  async function decideOn(
    { rules, before }: Look,
    { order, numbers, salesOrders }: Case,
    despatches: readonly Despatch[],
    seen: Seen,
    known: KnownExceptions,
  ): Promise<Decision> {
    const own = new Set(salesOrders.map(({ number }) => number));
    const facts = {
      order,
      rules,
      now: before,
      exportedAt: exportedAt(order, numbers),
      salesOrders,
      seen,
      despatches: despatches.filter(({ salesOrder }) => own.has(salesOrder)),
      notShipped: parts.notShipped(order, rules),
      stateIds: await states.ids(rules),
      known,
    };
    const decision = decide({ ...facts, written: new Map() });
    // Only a correction can overwrite what a person wrote.
    const isCorrection = decision.changes.some((change) => change.before !== undefined);
    return isCorrection ? decide({ ...facts, written: await writtenStore.read(order.id) }) : decision;
  }

  /** Exceptions are raised before the update and resolved after it: a crash in between is made up for by the next look. */
  async function apply(
    rules: Rules,
    order: Order,
    decision: Decision,
    known: KnownExceptions,
  ): Promise<{ readonly outcome: Exclude<Booking, Failure>; readonly lookAgainAt: number | undefined }> {
    const { changes, findings, deliveries, newDeliveries } = decision;
    await orderExceptions.raise(findings, known);
    const live = rules.mode.despatch === 'live';
    const after = live && changes.length > 0 ? await write(order, decision) : order;
    const raised = new Set<ExceptionCode>(findings.map(({ code }) => code));
    const resolve = (
      codes: readonly ExceptionCode[],
      evidence = `Order version ${after.version} and Peoplevox no longer show it.`,
    ) =>
      orderExceptions.resolve(
        subjectsOf(order),
        codes.filter((code) => !raised.has(code) && !decision.undecided.has(code)),
        evidence,
        known,
      );
    await resolve(despatchCodes);
    // Nobody captures any more who could see that it is mended.
    if (rules.capture.mode === 'off') await resolve(['capture-failed'], 'capture.mode is off.');
    if (!live) {
      const would = changes.map(({ field, after: value }) => `${field}: ${value}`);
      await shadowRecord.note(order, 'despatches', would);
      return { outcome: { kind: 'shadow', orderId: order.id, would }, lookAgainAt: undefined };
    }
    const followUp =
      deliveries.length === 0
        ? undefined
        : await parts.afterBooking?.({ after, deliveries, rules }).catch((cause: unknown) => {
            throw new FollowUpFailed(cause);
          });
    await resolve(refusalCodes);
    const lookAgainAt = followUp?.lookAgainAt;
    if (decision.isHeld) return { outcome: { kind: 'held', orderId: order.id }, lookAgainAt };
    if (changes.length > 0)
      log.info('Despatches were booked.', {
        orderId: order.id,
        changes: changes.length,
        newDeliveries: newDeliveries.length,
        foreignDeliveries: decision.foreignDeliveries,
      });
    return { outcome: { kind: changes.length > 0 ? 'booked' : 'unchanged', orderId: order.id }, lookAgainAt };
  }

  async function write(order: Order, { changes, optional }: Decision): Promise<Order> {
    await writtenStore.remember(order.id, changes);
    try {
      const after = await update(order, changes);
      if (optional.size > 0) await states.couldBeSet();
      return after;
    } catch (error) {
      if (optional.size === 0 || !isRefusal(error)) throw error;
      const needed = changes.filter((change) => !optional.has(change));
      const after = needed.length === 0 ? order : await update(order, needed);
      // Only now is it known that the States are to blame.
      await states.refused(error);
      return after;
    }
  }

  async function update(order: Order, changes: readonly Change[]): Promise<Order> {
    let after = order;
    for (const some of inChunks(changes, ACTIONS))
      after = await updateOrder(
        api,
        order.id,
        after.version,
        some.map(({ action }) => action),
      );
    return after;
  }

  return { book };
}

function all<T extends Booking>(numbers: readonly string[], booking: T): Map<string, T> {
  return new Map(numbers.map((number) => [number, booking]));
}

function again({ rules, after }: Look, number: string, { closing }: Decision, seen: Seen) {
  const closeAfterMs = rules.despatch.closeAfterMinutes * 60_000;
  return closing.size === 0 ? undefined : lookAgain(number, closing, after, seen, closeAfterMs);
}

/** What is held waits for a change, but for what followed from it. */
function withAgain(outcome: Booking, closing: Again | undefined, followUpMs: number | undefined): Booking {
  if (outcome.kind !== 'booked' && outcome.kind !== 'unchanged' && outcome.kind !== 'held') return outcome;
  const looks = [
    ...(closing !== undefined && outcome.kind !== 'held' ? [closing] : []),
    ...(followUpMs === undefined ? [] : [{ ...closing, afterMs: followUpMs }]),
  ];
  const [again] = looks.toSorted((one, other) => one.afterMs - other.afterMs);
  return again === undefined ? outcome : { ...outcome, again };
}

/** When Peoplevox confirmed the order, else when it was placed. */
function exportedAt(order: Order, numbers: readonly string[]): number {
  const found = numbers.map((number) => ({ number }));
  const isOurs = (externalId: string | undefined) =>
    externalId !== undefined && externalId === syncedNumbers(order, found).join(',');
  const sync = order.syncInfo.find(({ externalId }) => isOurs(externalId));
  return Date.parse(sync?.syncedAt ?? order.createdAt);
}

function subjectsOf(order: Order): (code: ExceptionCode) => Subject {
  const refusals: readonly ExceptionCode[] = refusalCodes;
  return (code) => (refusals.includes(code) ? despatchSubject(order) : subjectOf(order));
}
