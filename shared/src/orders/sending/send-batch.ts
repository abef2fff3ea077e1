import type { Rules } from '../../configuration/rules';
import { SaveAction, type PeoplevoxClient, type SaveOutcome } from '../../peoplevox/client';
import type { Calls } from './calls';
import { compareSalesOrder, isCancelled, type WarehouseLine, type WarehouseOrder } from './compare';
import { attemptedSalesOrders, confirmedSalesOrders, type LedgerSalesOrder } from '../ledger';
import { lookUpLines, lookUpOrders, type Label } from './look';
import type { SalesOrder } from '../composition/sales-order';
import {
  holdRows,
  planSaves,
  tenantRow,
  type PlannedRow,
  type PlannedSave,
  type Sendable,
} from './send-plan';
import type { Template } from '../composition/columns';

/** What one order wants of Peoplevox. */
export interface SendJob {
  readonly orderId: string;
  /** Sales orders that Peoplevox must have. */
  readonly wanted: readonly SalesOrder[];
  /** Numbers of sales orders that must be cancelled. */
  readonly cancel: readonly string[];
  readonly before: readonly LedgerSalesOrder[];
  /** Numbers that Peoplevox confirmed before. */
  readonly confirmed: readonly string[];
}

export type SalesOrderOutcome =
  /** Peoplevox has it, as wanted. */
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'never-there' }
  | { readonly kind: 'cancelled-in-warehouse' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'missing' }
  /** `sent`: rows went out all the same, and Peoplevox may have taken some of them. */
  | {
      readonly kind: 'change-too-late';
      readonly status: string;
      readonly changes: readonly string[];
      readonly sent: boolean;
    }
  | { readonly kind: 'cancel-too-late'; readonly status: string }
  /** Peoplevox's own words: they may quote personal data. */
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly onHold: boolean;
      readonly step: PlannedSave['step'];
    }
  /** Nobody knows yet: look again, later. */
  | { readonly kind: 'unknown'; readonly words: string };

export type Outcomes = ReadonlyMap<string, SalesOrderOutcome>;

export interface SendContext {
  readonly client: PeoplevoxClient;
  readonly calls: Calls;
  readonly labels: (template: Template) => Label;
  readonly rules: Rules['orderExport'];
  /** False once the claims on the orders are about to expire: then nothing more may be sent. */
  readonly maySend: () => boolean;
}

interface Found {
  readonly orders: ReadonlyMap<string, WarehouseOrder>;
  readonly lines: ReadonlyMap<string, readonly WarehouseLine[]>;
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
  await send(jobs, sendable, cancel, context, outcomes);
  await verify(jobs, sendable, cancel, context, outcomes);
  return outcomes;
}

async function look(jobs: readonly SendJob[], { client, labels, calls }: SendContext): Promise<Found> {
  const numbers = jobs.flatMap(({ wanted, cancel }) => [...wanted.map(({ number }) => number), ...cancel]);
  const orders = await lookUpOrders(client, labels('Sales orders'), numbers, calls);
  const wanted = new Map(
    jobs.flatMap((job) => job.wanted.map(({ number }) => [number, job.orderId] as const)),
  );
  const ours = [...orders.values()].filter(({ number, reference }) => wanted.get(number) === reference);
  if (ours.length === 0) return { orders, lines: new Map() };
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

function differenceOf(job: SendJob, salesOrder: SalesOrder, found: Found, rules: Rules['orderExport']) {
  const order = found.orders.get(salesOrder.number);
  return compareSalesOrder(salesOrder, order && { order, lines: found.lines.get(salesOrder.number) ?? [] }, {
    orderId: job.orderId,
    confirmed: job.confirmed.includes(salesOrder.number),
    sent: job.before.find(({ number }) => number === salesOrder.number),
    isAmendable: (status) => isAmendable(status, rules),
    reportsRemovals: rules.removedLines === 'report',
  });
}

function decideWanted(
  job: SendJob,
  found: Found,
  { rules }: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Sendable[] {
  return job.wanted.flatMap((salesOrder): Sendable[] => {
    const difference = differenceOf(job, salesOrder, found, rules);
    switch (difference.kind) {
      case 'create':
      case 'complete':
      case 'amend':
        return [difference];
      case 'none':
        outcomes.set(salesOrder.number, { kind: 'confirmed' });
        return [];
      case 'too-late':
        outcomes.set(salesOrder.number, { ...difference, kind: 'change-too-late', sent: false });
        return [];
      default:
        outcomes.set(salesOrder.number, { kind: difference.kind });
        return [];
    }
  });
}

function decideCancellations(
  job: SendJob,
  found: Found,
  { rules }: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): string[] {
  return job.cancel.filter((number) => {
    const order = found.orders.get(number);
    if (order === undefined || order.reference !== job.orderId) outcomes.set(number, { kind: 'never-there' });
    else if (isCancelled(order.status)) outcomes.set(number, { kind: 'cancelled' });
    else if (isAmendable(order.status, rules)) return true;
    else outcomes.set(number, { kind: 'cancel-too-late', status: order.status });
    return false;
  });
}

async function send(
  jobs: readonly SendJob[],
  sendable: readonly Sendable[],
  cancel: readonly string[],
  context: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Promise<void> {
  const saves = planSaves(sendable, cancel, context.rules);
  const unconfirmed = new Set(
    jobs.flatMap(({ wanted, confirmed }) =>
      wanted.map(({ number }) => number).filter((number) => !confirmed.includes(number)),
    ),
  );
  const mayHold = sendable.some(({ salesOrder }) => unconfirmed.has(salesOrder.number));
  await context.calls.ensure(saves.length + (mayHold && context.rules.completeBy === 'onHold' ? 1 : 0));
  for (const planned of saves) await sendOne(planned, context, outcomes);
  await settleHolds(
    sendable.filter(({ salesOrder }) => unconfirmed.has(salesOrder.number)),
    context,
    outcomes,
  );
}

/** Sends the rows whose sales orders are still well, and marks those that were not taken. */
async function sendOne(
  planned: PlannedSave,
  context: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Promise<void> {
  const rows = planned.rows.filter(({ numbers }) => numbers.some((number) => !outcomes.has(number)));
  if (rows.length === 0) return;
  const outcome = await saveRows(planned.template, planned.action, rows, context);
  rows.forEach((row, index) => {
    const fate = outcome.kind === 'unknown' ? outcome : outcome.rows[index];
    if (fate === undefined || fate.kind === 'saved') return;
    for (const number of row.numbers)
      outcomes.set(number, fate.kind === 'refused' ? { ...fate, onHold: false, step: planned.step } : fate);
  });
}

async function saveRows(
  template: Template,
  action: SaveAction,
  rows: readonly PlannedRow[],
  { client, calls, labels, maySend }: SendContext,
): Promise<SaveOutcome> {
  const tenantRows = rows.map(({ columns }) => tenantRow(columns, labels(template)));
  const columns = Object.keys(tenantRows[0] ?? {});
  try {
    const options = await calls.next();
    // Asked last: from here on nothing waits before the rows leave.
    if (!maySend()) return { kind: 'unknown', words: 'Ran out of time before it was sent.' };
    return await client.saveData({ templateName: template, columns, rows: tenantRows, action }, options);
  } catch (error) {
    // Nothing of this call was taken, but earlier calls of the batch may have been: to be looked up again.
    return { kind: 'unknown', words: error instanceof Error ? error.message : 'The call failed.' };
  }
}

/** An incomplete sales order must not be allocated; a complete one must not stay on hold. */
async function settleHolds(
  sent: readonly Sendable[],
  context: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Promise<void> {
  if (context.labels('Sales orders')('OnHold') === undefined) return;
  const complete = sent
    .filter(({ salesOrder }) => !outcomes.has(salesOrder.number))
    .map(({ salesOrder }) => salesOrder.number);
  const release = context.rules.completeBy === 'onHold' ? complete : completedLater(sent, complete);
  await sendOne(holdSave(release, false), context, outcomes);
  const incomplete = sent.filter((difference) => isThereInPart(difference, outcomes));
  const rows = holdRows(
    incomplete.map(({ salesOrder }) => salesOrder.number),
    true,
  );
  if (rows.length === 0) return;
  const outcome = await saveRows('Sales orders', SaveAction.doNotAllocate, rows, context);
  rows.forEach(({ numbers }, index) => {
    const held = outcome.kind !== 'unknown' && outcome.rows[index]?.kind === 'saved';
    for (const number of numbers) {
      const refused = outcomes.get(number);
      if (refused?.kind === 'refused') outcomes.set(number, { ...refused, onHold: held });
    }
  });
}

/** Not so where its header was refused: a row with nothing but the hold would create an empty sales order. */
function isThereInPart({ kind, salesOrder }: Sendable, outcomes: Outcomes): boolean {
  const outcome = outcomes.get(salesOrder.number);
  return outcome?.kind === 'refused' && (kind !== 'create' || outcome.step === 'lines');
}

/** An earlier attempt put these on hold because lines were refused. */
function completedLater(sent: readonly Sendable[], complete: readonly string[]): string[] {
  return sent
    .filter((difference) => difference.kind !== 'create' && complete.includes(difference.salesOrder.number))
    .map(({ salesOrder }) => salesOrder.number);
}

function holdSave(numbers: readonly string[], onHold: boolean): PlannedSave {
  return {
    step: 'headers',
    template: 'Sales orders',
    action: SaveAction.default,
    rows: holdRows(numbers, onHold),
  };
}

/**
 * Changes and cancellations race with people in the warehouse: what counts is what Peoplevox shows afterwards.
 * Whatever was newly created needs no second look, its rows were confirmed one by one.
 */
async function verify(
  jobs: readonly SendJob[],
  sendable: readonly Sendable[],
  cancel: readonly string[],
  context: SendContext,
  outcomes: Map<string, SalesOrderOutcome>,
): Promise<void> {
  const changed = new Set([
    ...sendable.filter(({ kind }) => kind === 'amend').map(({ salesOrder }) => salesOrder.number),
    ...cancel,
  ]);
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
    for (const salesOrder of job.wanted)
      outcomes.set(salesOrder.number, verifiedChange(job, salesOrder, found, context));
    for (const number of job.cancel) outcomes.set(number, verifiedCancellation(number, found));
  }
}

async function lookAgain(jobs: readonly SendJob[], context: SendContext): Promise<Found | undefined> {
  try {
    return await look(jobs, context);
  } catch {
    // Sent, but not seen: each outcome becomes "unknown" and is looked up when the message comes again.
    return undefined;
  }
}

const UNSEEN: SalesOrderOutcome = {
  kind: 'unknown',
  words: 'Sent, but Peoplevox could not be read afterwards.',
};

function verifiedChange(
  job: SendJob,
  salesOrder: SalesOrder,
  found: Found | undefined,
  { rules }: SendContext,
): SalesOrderOutcome {
  if (found === undefined) return UNSEEN;
  const difference = differenceOf({ ...job, before: asSent(job, salesOrder) }, salesOrder, found, rules);
  if (difference.kind === 'none') return { kind: 'confirmed' };
  const status = found.orders.get(salesOrder.number)?.status ?? '';
  if (
    difference.kind === 'conflict' ||
    difference.kind === 'missing' ||
    difference.kind === 'cancelled-in-warehouse'
  )
    return { kind: difference.kind };
  const changes = 'changes' in difference ? difference.changes : ['a line is missing'];
  return { kind: 'change-too-late', status, changes, sent: true };
}

/** The rows were confirmed one by one, so Peoplevox has this content; removed lines are still to be missed. */
function asSent(job: SendJob, salesOrder: SalesOrder): LedgerSalesOrder[] {
  const confirmed = confirmedSalesOrders(job.orderId, [salesOrder]);
  const linesOnly = job.before.map((before) => ({
    ...before,
    possible: [],
    lines: before.lines.map((line) => ({ ...line, possible: [] })),
  }));
  return attemptedSalesOrders(linesOnly, confirmed);
}

function verifiedCancellation(number: string, found: Found | undefined): SalesOrderOutcome {
  if (found === undefined) return UNSEEN;
  const status = found.orders.get(number)?.status;
  if (status === undefined || isCancelled(status)) return { kind: 'cancelled' };
  return { kind: 'cancel-too-late', status };
}
