import { updateOrder } from '../commercetools/orders';
import type { Rules } from '../configuration/rules';
import { createReportReader } from '../peoplevox/report-reader';
import { gatherCases, type Case } from './cases';
import { decideReturns, returnCodes, returnSubject } from './decide-returns';
import { createOrderExceptions } from './order-exceptions';
import { failureOf, type Failure } from './outcome';
import { createReportWatch, reportFix, templateFix } from './report-watch';
import { createReturnReport, type ReturnRow } from './return-report';
import type { ReturnBooking, ReturnOutcome, ReturnParts } from './returns';
import { tellRefusal } from './refusals';
import { inRounds } from './rounds';
import { createShadowRecord } from './shadow-record';

/** Reports are printed to the minute, and what is booked shows up a little later. */
const LOOK_BACK_MS = 10 * 60_000;
const OFF: Failure = { kind: 'failed', reason: 'mode.despatch is off.' };

export function createReturnBooking(parts: ReturnParts): ReturnBooking {
  const { api, documents, exceptions, world, log } = parts;
  const report = createReturnReport(createReportReader(parts.client), parts.timeZone);
  const shadowRecord = createShadowRecord(documents, world);
  const orderExceptions = createOrderExceptions(documents, exceptions, world.clock);
  const stops = 'Returns are not booked until it can be read.';
  const reports = createReportWatch(exceptions, { stops, fix: reportFix });
  const templates = createReportWatch(exceptions, { stops, fix: templateFix });

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
      (some) => readRows(rules, some),
      (one, rows) => bookCase(rules, one, rows),
    );
    return new Map<string, ReturnOutcome>([...strays, ...booked]);
  }

  function watched<T extends object>(rules: Rules, read: () => Promise<T>): Promise<T | Failure> {
    return reports.watched(read, () => [rules.despatch.reports.returns.name]);
  }

  function readRows(rules: Rules, cases: readonly Case[]): Promise<ReturnRow[] | Failure> {
    const numbers = cases.flatMap(({ salesOrders }) => salesOrders.map(({ number }) => number));
    return watched(rules, () => report.of(rules, numbers));
  }

  async function bookCase(
    rules: Rules,
    { order, numbers, salesOrders }: Case,
    rows: readonly ReturnRow[],
  ): Promise<Map<string, ReturnOutcome>> {
    const all = (outcome: ReturnOutcome) => new Map(numbers.map((number) => [number, outcome]));
    try {
      const own = rows.filter((row) => salesOrders.some(({ number }) => number === row.salesOrder));
      const { actions, texts, findings } = decideReturns({ order, rules, salesOrders, rows: own });
      const subject = returnSubject(order);
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
  async function tellLost(
    rules: Rules,
    rows: readonly ReturnRow[],
    outcomes: ReadonlyMap<string, ReturnOutcome>,
  ): Promise<void> {
    const { channelName, stores } = rules.orderExport;
    const ours = channelName === null ? [parts.projectKey, ...(stores ?? [])] : [channelName];
    for (const row of rows) {
      if (outcomes.get(row.salesOrder)?.kind !== 'foreign' || !ours.includes(row.channelName)) continue;
      await exceptions.raise({
        code: 'return-unmatched',
        subject: { type: 'return', key: row.code },
        message: `Return ${row.code}: ${row.units} of ${row.itemCode} came back for sales order ${row.salesOrder}, which is none of ours. It is not booked.`,
        fix: 'Find the order that the goods belong to and book the return there by hand, or correct the return in Peoplevox.',
      });
    }
  }

  return {
    bookOrders,
    book: async (since) => {
      const rules = await parts.rules();
      if (rules.mode.despatch === 'off') return { cursor: since, outcomes: new Map() };
      const rows = await watched(rules, () => report.since(rules, since - LOOK_BACK_MS));
      if ('kind' in rows) return { cursor: since, outcomes: new Map() };
      const outcomes = await bookOrders(rows.map(({ salesOrder }) => salesOrder));
      await tellLost(rules, rows, outcomes);
      return { cursor: cursorAfter(since, rows, outcomes), outcomes };
    },
  };
}

/** Never beyond a return that could not be booked. */
function cursorAfter(
  since: number,
  rows: readonly ReturnRow[],
  outcomes: ReadonlyMap<string, ReturnOutcome>,
): number {
  const times = (some: readonly ReturnRow[]) => some.map(({ returnedAt }) => returnedAt);
  const failed = rows.filter(({ salesOrder }) => outcomes.get(salesOrder)?.kind === 'failed');
  if (failed.length > 0) return Math.min(since, ...times(failed));
  return Math.max(since, ...times(rows));
}
