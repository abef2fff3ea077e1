import type { BatchJob } from './batches';
import type { Claimed } from './known-order';
import { confirmedSalesOrders, type LedgerEntry, type LedgerSalesOrder } from './ledger';
import type { Outcomes } from './send-batch';

export type Sent = Pick<BatchJob, 'wanted' | 'cancel' | 'before' | 'confirmed'>;

export function ownOutcomes({ wanted, cancel }: Sent, outcomes: Outcomes): Outcomes {
  const numbers = [...wanted.map(({ number }) => number), ...cancel];
  return new Map(
    numbers.map((number) => [number, outcomes.get(number) ?? { kind: 'unknown', words: 'No outcome.' }]),
  );
}

export function stateAfter({ wanted, confirmed }: Sent, own: Outcomes): LedgerEntry['state'] {
  const kinds = [...own.values()].map(({ kind }) => kind);
  if (wanted.length === 0)
    return kinds.every((kind) => kind === 'cancelled' || kind === 'never-there') ? 'cancelled' : 'exported';
  const there = wanted.every(({ number }) =>
    ['confirmed', 'cancelled-in-warehouse', 'change-too-late'].includes(own.get(number)?.kind ?? ''),
  );
  return there || confirmed ? 'exported' : 'held';
}

/** What Peoplevox may have now: certainly what is wanted where it confirmed that, else what it may have had before. */
export function salesOrdersAfter(
  known: Claimed,
  { wanted, before }: Sent,
  own: Outcomes,
): LedgerSalesOrder[] {
  const certain = confirmedSalesOrders(known.order.id, wanted);
  return known.stored.value.salesOrders.flatMap((attempted): LedgerSalesOrder[] => {
    const kind = own.get(attempted.number)?.kind;
    if (kind === 'confirmed') return certain.filter(({ number }) => number === attempted.number);
    // Nothing of ours lives under this number.
    if (kind === 'conflict' || kind === 'never-there') return [];
    if (kind === 'cancelled') return [{ ...attempted, cancelled: true }];
    if (kind === 'change-too-late') return before.filter(({ number }) => number === attempted.number);
    return [attempted];
  });
}
