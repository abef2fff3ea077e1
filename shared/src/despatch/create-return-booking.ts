import { updateOrder } from '../commercetools/orders';
import type { Rules } from '../configuration/rules';
import type { Subject } from '../exceptions/exception';
import { openExceptions } from '../exceptions/stored';
import { createReportReader } from '../peoplevox/report-reader';
import { gatherCases, type Case } from './cases';
import { decideReturns, returnCodes, returnSubject } from './decide-returns';
import { createOrderExceptions } from './order-exceptions';
import { failureOf, type Failure } from './outcome';
import { createReportWatches } from './report-watch';
import { createReturnReport, type ReturnsRead, type ShownReturn } from './return-report';
import type { ReturnBooking, ReturnOutcome, ReturnParts } from './returns';
import { tellRefusal, unreadableFinding } from './refusals';
import { inRounds } from './rounds';
import { searchable } from './sales-orders';
import { createShadowRecord } from './shadow-record';

/** Reports are printed to the minute, and what is booked shows up a little later. */
const LOOK_BACK_MS = 10 * 60_000;
type Outcomes = ReadonlyMap<string, ReturnOutcome>;

const OFF: Failure = { kind: 'failed', reason: 'mode.despatch is off.' };

export function createReturnBooking(parts: ReturnParts): ReturnBooking {
  const { api, documents, exceptions, world, log } = parts;
  const report = createReturnReport(createReportReader(parts.client), parts.timeZone);
  const shadowRecord = createShadowRecord(documents, world);
  const orderExceptions = createOrderExceptions(documents, exceptions, world.clock);
  const { reports, templates } = createReportWatches(
    exceptions,
    'Returns are not booked until it can be read.',
  );

  async function bookOrders(numbers: readonly string[]): Promise<Map<string, ReturnOutcome>> {
    const rules = await parts.rules();
    if (rules.mode.despatch === 'off') return new Map(numbers.map((number) => [number, OFF]));
    const gathered = await templates.watched(
      () => gatherCases(parts, rules, [...new Set(numbers)]),
      (read) => read.templates,
    );
    if ('kind' in gathered) return new Map(numbers.map((number) => [number, gathered]));
    const { cases, strays } = gathered;
    const booked = await inRounds(
      parts,
      cases,
      (some) => readReturns(rules, some),
      (one, read) => bookCase(rules, one, read),
    );
    return new Map<string, ReturnOutcome>([...strays, ...booked]);
  }

  function watched<T extends object>(rules: Rules, read: () => Promise<T>): Promise<T | Failure> {
    return reports.watched(read, () => [rules.despatch.reports.returns.name]);
  }

  function readReturns(rules: Rules, cases: readonly Case[]): Promise<ReturnsRead | Failure> {
    const numbers = cases.flatMap(({ salesOrders }) => salesOrders.map(({ number }) => number));
    return watched(rules, () => report.of(rules, numbers));
  }

  async function bookCase(
    rules: Rules,
    { order, numbers, salesOrders }: Case,
    { rows, unreadable }: ReturnsRead,
  ): Promise<Map<string, ReturnOutcome>> {
    const all = (outcome: ReturnOutcome) => new Map(numbers.map((number) => [number, outcome]));
    try {
      const subject = returnSubject(order);
      const faults = salesOrders.flatMap(({ number }) => unreadable.get(number) ?? []);
      if (faults.length > 0) {
        await exceptions.raise(unreadableFinding(subject, faults, 'Returns of this order are not booked'));
        return all({ kind: 'held', orderId: order.id });
      }
      const own = rows.filter((row) => salesOrders.some(({ number }) => number === row.salesOrder));
      const { actions, texts, findings } = decideReturns({ order, rules, salesOrders, rows: own });
      const known = await orderExceptions.known(() => subject, returnCodes);
      await orderExceptions.raise(findings, known);
      const live = rules.mode.despatch === 'live';
      const after =
        live && actions.length > 0 ? await updateOrder(api, order.id, order.version, actions) : order;
      const settled = returnCodes.filter((code) => findings.every((finding) => finding.code !== code));
      await orderExceptions.resolve(
        () => subject,
        settled,
        `Order version ${after.version} no longer shows it.`,
        known,
      );
      if (!live) {
        await shadowRecord.note(order, 'returns', texts);
        return all({ kind: 'shadow', orderId: order.id, would: texts });
      }
      if (actions.length > 0)
        log.info('Returns were booked.', { orderId: order.id, actions: actions.length });
      return all({ kind: actions.length > 0 ? 'booked' : 'unchanged', orderId: order.id });
    } catch (error) {
      const what = 'Returns of this order cannot be booked.';
      const rests = await tellRefusal(exceptions, returnSubject(order), what, error);
      return all(rests ? { kind: 'held', orderId: order.id } : failureOf(error));
    }
  }

  /** Goods of ours whose sales order Peoplevox does not know: parcels come back with any paper. */
  function lostBy({ orderExport: { channelName, stores } }: Rules, outcomes: Outcomes) {
    const ours = channelName === null ? [parts.projectKey, ...(stores ?? [])] : [channelName];
    return (row: ShownReturn) =>
      outcomes.get(row.salesOrder)?.kind === 'foreign' && ours.includes(row.channelName);
  }

  /** Codes of lost returns that people were told of. */
  async function toldAsLost(): Promise<string[]> {
    const codes: string[] = [];
    for await (const { subject } of openExceptions(documents, 'return-unmatched'))
      if (subject.type === 'return' && subject.id === undefined) codes.push(subject.key ?? '');
    return searchable(codes);
  }

  async function tellLost(lost: readonly ShownReturn[]): Promise<void> {
    for (const row of lost)
      await exceptions.raise({
        code: 'return-unmatched',
        subject: lostSubject(row.code),
        message: `Return ${row.code}: ${row.units ?? 'an unknown number'} of ${row.itemCode} came back for sales order ${row.salesOrder}, which is none of ours. It is not booked.`,
        fix: 'Find the order that the goods belong to and book the return there by hand, or correct the return in Peoplevox.',
      });
  }

  return {
    bookOrders,
    book: async (since) => {
      const rules = await parts.rules();
      if (rules.mode.despatch === 'off') return { cursor: since, outcomes: new Map() };
      const told = await toldAsLost();
      const read = await watched(rules, async () => ({
        rows: await report.since(rules, since - LOOK_BACK_MS),
        // However old they are: the warehouse may have corrected them.
        again: await report.coded(rules, told),
      }));
      if ('kind' in read) return { cursor: since, outcomes: new Map() };
      const { rows, again } = read;
      const outcomes = await bookOrders([...rows, ...again].map(({ salesOrder }) => salesOrder));
      const isLost = lostBy(rules, outcomes);
      await tellLost(rows.filter(isLost));
      const isOpen = (row: ShownReturn) => isLost(row) || outcomes.get(row.salesOrder)?.kind === 'failed';
      const open = new Set(again.filter(isOpen).map(({ code }) => code));
      for (const code of told.filter((one) => !open.has(one)))
        await exceptions.resolve('return-unmatched', lostSubject(code), 'The report shows it no longer so.');
      return { cursor: cursorAfter(since, rows, outcomes), outcomes };
    },
  };
}

function lostSubject(key: string): Subject {
  return { type: 'return', key };
}

/** Never beyond a return that could not be booked. */
function cursorAfter(since: number, rows: readonly ShownReturn[], outcomes: Outcomes): number {
  const times = (some: readonly ShownReturn[]) => some.flatMap(({ returnedAt }) => returnedAt ?? []);
  const failed = rows.filter(({ salesOrder }) => outcomes.get(salesOrder)?.kind === 'failed');
  if (failed.length > 0) return Math.min(since, ...times(failed));
  return Math.max(since, ...times(rows));
}
