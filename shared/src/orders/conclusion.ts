import type { BatchJob } from './sending/batches';
import type { Claimed } from './known-order';
import { ABSENT, asShown, confirmedSalesOrders, type LedgerEntry, type LedgerSalesOrder } from './ledger';
import type { Outcomes, SalesOrderOutcome } from './sending/send-job';

export type Sent = Pick<BatchJob, 'wanted' | 'cancel' | 'before'>;

export function ownOutcomes({ wanted, cancel }: Sent, outcomes: Outcomes): Outcomes {
  const numbers = [...wanted.map(({ number }) => number), ...cancel];
  return new Map(numbers.map((number) => [number, outcomes.get(number) ?? { kind: 'unknown' }]));
}

/** @param claimed the state in which the order was sent: `exported` where Peoplevox had confirmed it before */
export function stateAfter(
  { wanted }: Sent,
  own: Outcomes,
  claimed: LedgerEntry['state'],
): LedgerEntry['state'] {
  const kinds = [...own.values()].map(({ kind }) => kind);
  if (wanted.length === 0)
    return kinds.every((kind) => kind === 'cancelled' || kind === 'never-there') ? 'cancelled' : 'exported';
  const there = wanted.every(({ number }) =>
    ['confirmed', 'left', 'cancelled-in-warehouse', 'change-too-late'].includes(own.get(number)?.kind ?? ''),
  );
  return there || claimed === 'exported' ? 'exported' : 'held';
}

/** A refused line, removal or cancellation is of a sales order that is there. */
function isNotMade({ step, taken }: Extract<SalesOrderOutcome, { kind: 'refused' }>): boolean {
  return taken === 'nothing' && (step === 'customers' || step === 'headers');
}

/** What Peoplevox may have now: certainly what is wanted where it confirmed that, else what it may have had before. */
export function salesOrdersAfter(
  known: Claimed,
  { wanted, before }: Sent,
  own: Outcomes,
): LedgerSalesOrder[] {
  const certain = confirmedSalesOrders(known.order.id, wanted);
  return known.stored.value.salesOrders.flatMap((attempted): LedgerSalesOrder[] => {
    const outcome = own.get(attempted.number);
    const kind = outcome?.kind;
    if (kind === 'confirmed') return certain.filter(({ number }) => number === attempted.number);
    // Nothing of ours lives under this number.
    if (kind === 'conflict' || kind === 'never-there') return [];
    // It never came to be: whether and where it is sent is decided anew.
    if (outcome?.kind === 'refused' && isNotMade(outcome) && attempted.possible.includes(ABSENT)) return [];
    if (kind === 'cancelled') return [{ ...attempted, cancelled: true }];
    const had = before.find(({ number }) => number === attempted.number);
    if (kind === 'columns-missing') return had === undefined ? [] : [had];
    if (outcome?.kind === 'change-too-late' || outcome?.kind === 'left')
      return [asShown(!outcome.sent && had !== undefined ? had : attempted, outcome.shown)];
    return [attempted];
  });
}
