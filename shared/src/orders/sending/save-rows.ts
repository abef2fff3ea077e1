import { SaveAction, type SaveOutcome } from '../../peoplevox/client';
import type { Template } from '../composition/columns';
import type { Outcomes, SalesOrderOutcome, SendContext, SendJob } from './send-job';
import {
  holdRows,
  planSaves,
  tenantRow,
  type PlannedRow,
  type PlannedSave,
  type Sendable,
} from './send-plan';

/** Sends what is needed, in the order of the plan, and marks in `outcomes` what was not taken. */
export async function sendAll(
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
