import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { eligibility } from './eligibility';
import type { LedgerEntry } from './ledger';
import { isSettled } from './settled';

/** What an order needs, as far as commercetools alone can tell. */
type Screening =
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'wait' }
  | { readonly kind: 'set-number' }
  | { readonly kind: 'cancel'; readonly numbers: readonly string[] }
  /** To be composed and compared with what was sent. */
  | { readonly kind: 'compose' };

export interface ScreeningFacts {
  readonly entry: LedgerEntry | undefined;
  /** `externalId` of our syncInfo: the sales order numbers joined with a comma. */
  readonly syncedAs: string | undefined;
  readonly rules: Rules;
  /** ISO 8601. */
  readonly notBefore: string;
}

/** Sales order numbers that may live in Peoplevox for this order. */
export function sentNumbers(facts: Pick<ScreeningFacts, 'entry' | 'syncedAs'>): readonly string[] {
  if (facts.entry !== undefined && facts.entry.salesOrders.length > 0)
    return facts.entry.salesOrders.filter(({ cancelled }) => cancelled !== true).map(({ number }) => number);
  return facts.syncedAs === undefined || facts.syncedAs === '' ? [] : facts.syncedAs.split(',');
}

function wasSent({ entry, syncedAs }: ScreeningFacts): boolean {
  return entry?.state === 'cancelled' || sentNumbers({ entry, syncedAs }).length > 0;
}

/** Pure: which way an order goes before Peoplevox is asked anything. */
export function screen(order: Order, facts: ScreeningFacts): Screening {
  if (facts.rules.mode.orders === 'off') return { kind: 'ignore', reason: 'order export is switched off' };
  return wasSent(facts) ? screenSent(order, facts) : screenNew(order, facts);
}

/** It had left before it was cancelled: after a return, or people were told already that they were late. */
function isPastCancelling(
  { shipmentState, returnInfo = [] }: Order,
  entry: LedgerEntry | undefined,
): boolean {
  const hasLeft = shipmentState === 'Shipped' || shipmentState === 'Delivered';
  const told = [...(entry?.held ?? []), ...(entry?.told ?? [])];
  return hasLeft && (returnInfo.length > 0 || told.includes('cancel-too-late'));
}

function screenSent(order: Order, facts: ScreeningFacts): Screening {
  if (order.orderState === 'Cancelled' && !isPastCancelling(order, facts.entry))
    return facts.entry?.state === 'cancelled'
      ? { kind: 'ignore', reason: 'already cancelled in Peoplevox' }
      : { kind: 'cancel', numbers: sentNumbers(facts) };
  if (isSettled(order)) return { kind: 'ignore', reason: `shipment state is ${order.shipmentState}` };
  return { kind: 'compose' };
}

function screenNew(order: Order, { rules, notBefore }: ScreeningFacts): Screening {
  const eligible = eligibility(order, { rules, notBefore });
  if (!eligible.eligible) return { kind: 'ignore', reason: eligible.reason };
  const live = rules.mode.orders === 'live';
  if (live && rules.orderExport.pace === 'pause') return { kind: 'wait' };
  if (live && order.orderNumber === undefined && rules.orderExport.number.missing === 'generate')
    return { kind: 'set-number' };
  return { kind: 'compose' };
}
