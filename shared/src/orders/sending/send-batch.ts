import type { Rules } from '../../configuration/rules';
import { templates, type Template } from '../composition/columns';
import type { Columns, SalesOrder } from '../composition/sales-order';
import { attemptedSalesOrders, confirmedSalesOrders, type LedgerSalesOrder } from '../ledger';
import { notCleared, withClearings } from './clearing';
import {
  compareSalesOrder,
  isCancelled,
  type Shown,
  type WarehouseLine,
  type WarehouseOrder,
} from './compare';
import { byNumber, lookUpLines, lookUpOrders, type Found } from './look';
import { keptAsBefore } from './kept';
import { createQuotation } from './quotation';
import { sendAll } from './save-rows';
import type { Outcomes, SalesOrderOutcome, SendContext, SendJob, ShownUnits } from './send-job';
import type { Sendable } from './send-plan';

interface Sending {
  readonly jobs: readonly SendJob[];
  readonly sendable: readonly Sendable[];
  readonly cancel: readonly string[];
  /** What Peoplevox showed before. */
  readonly before: Seen;
}

interface Seen {
  readonly orders: Found<WarehouseOrder>;
  readonly lines: Found<WarehouseLine>;
}

/**
 * Looks, decides, sends and confirms all jobs together; the result tells the fate of every sales order number.
 * Rejects with a PeoplevoxError only if nothing was sent.
 */
export async function sendBatch(jobs: readonly SendJob[], context: SendContext): Promise<Outcomes> {
  const found = await look(jobs, context);
  const outcomes = new Map<string, SalesOrderOutcome>();
  const sendable: Sendable[] = [];
  const cancel: string[] = [];
  for (const job of jobs) {
    sendable.push(...decideWanted(job, found, context, outcomes));
    cancel.push(...decideCancellations(job, found, context, outcomes));
  }
  const quote = createQuotation(jobs.flatMap(({ wanted }) => wanted));
  await sendAll(jobs, sendable, cancel, context, { outcomes, quote });
  await verify({ jobs, sendable, cancel, before: found }, context, outcomes);
  return outcomes;
}

async function look(jobs: readonly SendJob[], { client, labels, calls }: SendContext): Promise<Seen> {
  const numbers = jobs.flatMap(({ wanted, cancel }) => [...wanted.map(({ number }) => number), ...cancel]);
  const orders = await lookUpOrders(client, labels('Sales orders'), numbers, calls);
  const ours = jobs.flatMap(({ orderId, wanted }) =>
    wanted.flatMap(({ number }) => orders(number).filter(({ reference }) => reference === orderId)),
  );
  if (ours.length === 0) return { orders, lines: byNumber<WarehouseLine>([]) };
  const lines = await lookUpLines(
    client,
    labels('Sales order items'),
    ours.map(({ number }) => number),
    calls,
  );
  return { orders, lines };
}

function isAmendable(status: string, rules: Rules['orderExport']): boolean {
  const normal = status.trim().toLowerCase();
  return rules.amendableStatuses.some((amendable) => amendable.toLowerCase() === normal);
}

function sentBefore({ before }: SendJob, { number }: SalesOrder): LedgerSalesOrder | undefined {
  return before.find((candidate) => candidate.number === number);
}

function differenceOf(job: SendJob, salesOrder: SalesOrder, found: Seen, rules: Rules['orderExport']) {
  const [order] = found.orders(salesOrder.number);
  const sent = sentBefore(job, salesOrder);
  return compareSalesOrder(
    withClearings(salesOrder, sent),
    order && { order, lines: found.lines(order.number) },
    {
      orderId: job.orderId,
      confirmed: job.confirmed.includes(salesOrder.number),
      isChanged: job.isChanged,
      sent,
      isAmendable: (status) => isAmendable(status, rules),
      reportsRemovals: rules.removedLines === 'report',
    },
  );
}

function decideWanted(
  job: SendJob,
  found: Seen,
  { rules, lacking }: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Sendable[] {
  return job.wanted.flatMap((salesOrder): Sendable[] => {
    const difference = differenceOf(job, salesOrder, found, rules);
    switch (difference.kind) {
      case 'create':
      case 'complete':
      case 'amend': {
        const missing = homeless(salesOrder, lacking);
        if (missing.length === 0) return [difference];
        outcomes.set(salesOrder.number, { kind: 'columns-missing', missing });
        return [];
      }
      case 'none':
        outcomes.set(salesOrder.number, { kind: 'confirmed' });
        return [];
      case 'left':
        outcomes.set(salesOrder.number, {
          kind: 'left',
          sent: false,
          shown: unitsShown(found, salesOrder.number),
        });
        return [];
      case 'too-late':
        outcomes.set(salesOrder.number, {
          ...difference,
          kind: 'change-too-late',
          sent: false,
          shown: unitsShown(found, salesOrder.number),
        });
        return [];
      default:
        outcomes.set(salesOrder.number, { kind: difference.kind });
        return [];
    }
  });
}

/** Needed columns that have a value and no place in the tenant's templates: a row without them must not count as sent. */
function homeless({ customer, header, lines }: SalesOrder, lacking: SendContext['lacking']): string[] {
  const rows: Readonly<Record<Template, readonly Columns[]>> = {
    Customers: [customer],
    'Sales orders': [header],
    'Sales order items': lines.map(({ columns }) => columns),
  };
  return templates.flatMap((template) =>
    lacking(template)
      .filter((name) => rows[template].some((row) => (row[name] ?? '') !== ''))
      .map((name) => `${name} (${template})`),
  );
}

function decideCancellations(
  job: SendJob,
  found: Seen,
  { rules }: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): string[] {
  return job.cancel.filter((number) => {
    const [order] = found.orders(number);
    if (order === undefined || order.reference !== job.orderId) outcomes.set(number, { kind: 'never-there' });
    else if (isCancelled(order.status)) outcomes.set(number, { kind: 'cancelled' });
    else if (isAmendable(order.status, rules)) return true;
    else outcomes.set(number, tooLateToCancel(job, order.status, unitsShown(found, number)));
    return false;
  });
}

/**
 * Changes and cancellations race with people in the warehouse: what counts is what Peoplevox shows afterwards.
 * Whatever was newly created needs no second look, its rows were confirmed one by one.
 */
async function verify(
  { jobs, sendable, cancel, before }: Sending,
  context: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Promise<void> {
  const confirmed = new Set(jobs.flatMap((job) => job.confirmed));
  const changes = new Map(
    sendable
      .filter(({ kind, salesOrder: { number } }) => kind === 'amend' || confirmed.has(number))
      .map((change) => [change.salesOrder.number, change]),
  );
  const changed = new Set([...changes.keys(), ...cancel]);
  const open = new Set([...changed].filter((number) => !outcomes.has(number)));
  for (const { salesOrder } of sendable)
    if (!open.has(salesOrder.number) && !outcomes.has(salesOrder.number))
      outcomes.set(salesOrder.number, { kind: 'confirmed' });
  if (open.size === 0) return;
  const doubtful = jobs.map((job) => ({
    ...job,
    wanted: job.wanted.filter(({ number }) => open.has(number)),
    cancel: job.cancel.filter((number) => open.has(number)),
  }));
  const found = await lookAgain(doubtful, context);
  for (const job of doubtful) {
    for (const salesOrder of job.wanted) {
      const change = changes.get(salesOrder.number);
      outcomes.set(salesOrder.number, verifiedChange(job, salesOrder, { before, found, change }, context));
    }
    for (const number of job.cancel) outcomes.set(number, verifiedCancellation(job, number, found));
  }
}

/** What was sent, was not refused, and does not show. */
function untaken(
  change: Sendable,
  before: Shown | undefined,
  after: Shown | undefined,
  rules: Rules['orderExport'],
): string[] {
  if (after === undefined) return [];
  const kept =
    change.kind === 'amend' && before && !isAmendable(after.order.status, rules)
      ? keptAsBefore(change, before, after)
      : [];
  return [...notCleared(change.salesOrder, after.order, after.lines), ...kept];
}

function shownIn({ orders, lines }: Seen, number: string): Shown | undefined {
  const [order] = orders(number);
  return order && { order, lines: lines(number) };
}

async function lookAgain(jobs: readonly SendJob[], context: SendContext): Promise<Seen | undefined> {
  try {
    return await look(jobs, context);
  } catch {
    // Confirmed row by row, but not seen: it is looked up when the message comes again.
    return undefined;
  }
}

function verifiedChange(
  job: SendJob,
  salesOrder: SalesOrder,
  { before, found, change }: { before: Seen; found: Seen | undefined; change: Sendable | undefined },
  { rules }: SendContext,
): SalesOrderOutcome {
  if (found === undefined) return { kind: 'unfinished' };
  const difference = differenceOf({ ...job, before: asSent(job, salesOrder) }, salesOrder, found, rules);
  const [order] = found.orders(salesOrder.number);
  const status = order?.status ?? '';
  const shown = unitsShown(found, salesOrder.number);
  if (difference.kind === 'none') {
    const changes =
      order && change
        ? untaken(change, shownIn(before, order.number), shownIn(found, order.number), rules)
        : [];
    if (changes.length > 0 && !job.isChanged) return { kind: 'left', sent: true, shown };
    return changes.length === 0
      ? { kind: 'confirmed' }
      : { kind: 'change-too-late', status, changes, sent: true, shown };
  }
  if (difference.kind === 'left') return { kind: 'left', sent: true, shown };
  if (
    difference.kind === 'conflict' ||
    difference.kind === 'missing' ||
    difference.kind === 'cancelled-in-warehouse'
  )
    return { kind: difference.kind };
  const changes = 'changes' in difference ? difference.changes : ['a line is missing'];
  return { kind: 'change-too-late', status, changes, sent: true, shown };
}

function unitsShown({ lines }: Seen, number: string): ShownUnits {
  const units = new Map<string, number>();
  for (const { itemCode, quantity } of lines(number))
    units.set(itemCode, (units.get(itemCode) ?? 0) + quantity);
  return units;
}

/** The rows were confirmed one by one, so Peoplevox has this content; removed lines are still to be missed. */
function asSent(job: SendJob, salesOrder: SalesOrder): LedgerSalesOrder[] {
  const confirmed = confirmedSalesOrders(job.orderId, [salesOrder]);
  const linesOnly = job.before.map((before) => ({
    ...before,
    possible: [],
    customer: [],
    lines: before.lines.map((line) => ({ ...line, possible: [] })),
  }));
  return attemptedSalesOrders(linesOnly, confirmed);
}

function verifiedCancellation(job: SendJob, number: string, found: Seen | undefined): SalesOrderOutcome {
  if (found === undefined) return { kind: 'unfinished' };
  const status = found.orders(number)[0]?.status;
  if (status === undefined || isCancelled(status)) return { kind: 'cancelled' };
  return tooLateToCancel(job, status, unitsShown(found, number));
}

function tooLateToCancel({ isChanged }: SendJob, status: string, shown: ShownUnits): SalesOrderOutcome {
  return isChanged ? { kind: 'cancel-too-late', status } : { kind: 'left', sent: false, shown };
}
