import { SaveAction, type RowOutcome, type SaveOutcome } from '../../peoplevox/client';
import type { Outcomes, SalesOrderOutcome, SendContext, SendJob } from './send-job';
import {
  holdRows,
  planSaves,
  tenantRow,
  type PlannedRow,
  type PlannedSave,
  type Sendable,
} from './send-plan';

/** Marks what was not taken; `quote` makes Peoplevox's words fit to be kept. */
interface Marking {
  readonly outcomes: Map<string, SalesOrderOutcome>;
  readonly quote: (words: string) => string;
}

/** Time that is kept for the rest of a batch when rows are sent again and again. */
const KEPT_FOR_THE_REST_MS = 15_000;

/** Sends what is needed, in the order of the plan, and marks what was not taken. Rejects only if nothing was sent. */
export async function sendAll(
  jobs: readonly SendJob[],
  sendable: readonly Sendable[],
  cancel: readonly string[],
  context: SendContext,
  marking: Marking,
): Promise<void> {
  const saves = planSaves(sendable, cancel, context.rules);
  const unconfirmed = new Set(
    jobs.flatMap(({ wanted, confirmed }) =>
      wanted.map(({ number }) => number).filter((number) => !confirmed.includes(number)),
    ),
  );
  const mayHold = sendable.some(({ salesOrder }) => unconfirmed.has(salesOrder.number));
  const atLeast = saves.length + (mayHold && context.rules.completeBy === 'onHold' ? 1 : 0);
  await context.calls.ensure(atLeast);
  for (const [index, planned] of saves.entries()) await sendOne(planned, atLeast - index, context, marking);
  await settleHolds(
    sendable.filter(({ salesOrder }) => unconfirmed.has(salesOrder.number)),
    context,
    marking,
  );
}

/** Sends the rows whose sales orders are still well. @param callsLeft that the batch still needs, this one included */
async function sendOne(
  planned: PlannedSave,
  callsLeft: number,
  context: SendContext,
  { outcomes, quote }: Marking,
): Promise<void> {
  const rows = planned.rows.filter(({ numbers }) => numbers.some((number) => !outcomes.has(number)));
  if (rows.length === 0) return;
  for (const [row, fate] of await saveRows({ ...planned, rows }, callsLeft, context)) {
    const outcome = outcomeOf(fate, planned.step, quote);
    if (outcome !== undefined) for (const number of row.numbers) outcomes.set(number, outcome);
  }
}

/** What became of a row: as Peoplevox says, or why it is to come again. */
type Fate =
  | Exclude<RowOutcome, { readonly kind: 'unclear' }>
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'failed'; readonly words: string };

function outcomeOf(
  fate: Fate,
  step: PlannedSave['step'],
  quote: Marking['quote'],
): SalesOrderOutcome | undefined {
  switch (fate.kind) {
    case 'saved':
      return undefined;
    case 'refused':
      return { kind: 'refused', words: quote(fate.words), step, taken: 'nothing' };
    case 'failed':
      return { kind: 'unfinished', words: quote(fate.words) };
    case 'unfinished':
      return fate;
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/**
 * The fate of each row. Rows of a call that was refused or broke off as a whole, none of them named, go again in
 * halves, down to single sales orders: one that Peoplevox cannot take does not keep those back that travel with it.
 */
async function saveRows(
  planned: PlannedSave,
  callsLeft: number,
  context: SendContext,
): Promise<ReadonlyMap<PlannedRow, Fate>> {
  const fates = new Map<PlannedRow, Fate>();
  const perhapsTaken = new Set<PlannedRow>();

  function divide(rows: readonly PlannedRow[], outcome: CallOutcome): PlannedRow[][] {
    const parts = sortOut(rows, outcome, fates);
    if (outcome.kind === 'partly') for (const row of parts.flat()) perhapsTaken.add(row);
    return parts;
  }

  // Both halves are sent before one of them is divided further: what can be taken is taken first.
  async function saveApart(parts: readonly (readonly PlannedRow[])[]): Promise<void> {
    const further: PlannedRow[][][] = [];
    for (const rows of parts) {
      const isTime = context.clock.now() < context.sendUntil - KEPT_FOR_THE_REST_MS;
      const outcome = isTime ? await save({ ...planned, rows }, 1, context) : UNFINISHED;
      further.push(divide(rows, outcome));
    }
    for (const halves of further) await saveApart(halves);
  }

  await saveApart(divide(planned.rows, await save(planned, callsLeft, context)));
  // That such a row is refused when it comes again does not say that it is not there.
  for (const row of perhapsTaken) {
    const fate = fates.get(row);
    if (fate?.kind === 'refused') fates.set(row, { kind: 'failed', words: fate.words });
  }
  return fates;
}

/** Keeps the fates that are known now; returns the rows whose fate is not, in the parts in which they must go again. */
function sortOut(
  rows: readonly PlannedRow[],
  outcome: CallOutcome,
  fates: Map<PlannedRow, Fate>,
): PlannedRow[][] {
  const doubtful: PlannedRow[] = [];
  const faulty = new Set<string>();
  rows.forEach((row, index) => {
    const fate = 'rows' in outcome ? outcome.rows[index] : outcome;
    if (fate === undefined || fate.kind === 'unclear' || fate.kind === 'failed') {
      doubtful.push(row);
      return;
    }
    fates.set(row, fate);
    if (fate.kind === 'refused') row.numbers.forEach((number) => faulty.add(number));
  });
  if (doubtful.length === 0) return [];
  // Those that Peoplevox named are to blame: the others go again without them.
  if (faulty.size > 0) {
    const others = doubtful.filter(({ numbers }) => !numbers.every((number) => faulty.has(number)));
    return others.length === 0 ? [] : [others];
  }
  const parts = halves(doubtful);
  if (parts.length === 0) for (const row of doubtful) fates.set(row, ownFault(outcome));
  return parts;
}

/** Rows of one sales order stay together, so that it is never allocated with a part of its lines. Empty: it is one. */
function halves(rows: readonly PlannedRow[]): PlannedRow[][] {
  const bySalesOrder = new Map<string | undefined, PlannedRow[]>();
  for (const row of rows) {
    const [number] = row.numbers;
    bySalesOrder.set(number, [...(bySalesOrder.get(number) ?? []), row]);
  }
  if (bySalesOrder.size < 2) return [];
  const groups = [...bySalesOrder.values()];
  const middle = Math.ceil(groups.length / 2);
  return [groups.slice(0, middle).flat(), groups.slice(middle).flat()];
}

/** Of the only sales order in a call that was not taken. */
function ownFault(outcome: CallOutcome): Fate {
  const words = 'words' in outcome ? outcome.words : '';
  return outcome.kind === 'failed' ? { kind: 'failed', words } : { kind: 'refused', words };
}

type CallOutcome = SaveOutcome | { readonly kind: 'unfinished' };
const UNFINISHED: CallOutcome = { kind: 'unfinished' };

async function save(
  { template, action, rows }: PlannedSave,
  callsLeft: number,
  { client, calls, labels, sendUntil }: SendContext,
): Promise<CallOutcome> {
  const tenantRows = rows.map(({ columns }) => tenantRow(columns, labels(template)));
  const columns = Object.keys(tenantRows[0] ?? {});
  try {
    const options = { ...(await calls.next(callsLeft)), notAfter: sendUntil };
    return await client.saveData({ templateName: template, columns, rows: tenantRows, action }, options);
  } catch {
    // Nothing of this call was taken, but earlier calls of the batch may have been.
    return UNFINISHED;
  }
}

/** An incomplete sales order must not be allocated; a complete one must not stay on hold. */
async function settleHolds(sent: readonly Sendable[], context: SendContext, marking: Marking): Promise<void> {
  const { outcomes } = marking;
  const canHold = context.labels('Sales orders')('OnHold') !== undefined;
  const complete = sent
    .filter(({ salesOrder }) => !outcomes.has(salesOrder.number))
    .map(({ salesOrder }) => salesOrder.number);
  const release = context.rules.completeBy === 'onHold' ? complete : completedLater(sent, complete);
  if (canHold) await sendOne(holdSave(release, false), 1, context, marking);
  const incomplete = sent.filter((difference) => isThereInPart(difference, outcomes));
  const rows = holdRows(
    incomplete.map(({ salesOrder }) => salesOrder.number),
    true,
  );
  const hold: PlannedSave = { ...holdSave([], true), action: SaveAction.doNotAllocate, rows };
  const fates = canHold && rows.length > 0 ? await saveRows(hold, 1, context) : undefined;
  for (const row of rows)
    for (const number of row.numbers) {
      const refused = outcomes.get(number);
      const taken = fates?.get(row)?.kind === 'saved' ? 'on-hold' : 'not-on-hold';
      if (refused?.kind === 'refused') outcomes.set(number, { ...refused, taken });
    }
}

/** Not so where its header was refused: a row with nothing but the hold would create an empty sales order. */
function isThereInPart({ kind, salesOrder }: Sendable, outcomes: Outcomes): boolean {
  const outcome = outcomes.get(salesOrder.number);
  if (outcome?.kind !== 'refused') return false;
  return kind !== 'create' || outcome.step === 'lines' || outcome.step === 'release';
}

/** An earlier attempt put these on hold because lines were refused. */
function completedLater(sent: readonly Sendable[], complete: readonly string[]): string[] {
  return sent
    .filter((difference) => difference.kind !== 'create' && complete.includes(difference.salesOrder.number))
    .map(({ salesOrder }) => salesOrder.number);
}

function holdSave(numbers: readonly string[], onHold: boolean): PlannedSave {
  return {
    step: 'release',
    template: 'Sales orders',
    action: SaveAction.default,
    rows: holdRows(numbers, onHold),
  };
}
