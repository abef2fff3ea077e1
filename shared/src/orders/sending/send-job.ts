import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import type { Clock } from '../../runtime/clock';
import type { SalesOrder } from '../composition/sales-order';
import type { LedgerSalesOrder } from '../ledger';
import type { Calls } from './calls';
import type { Labels } from './labels';
import type { PlannedSave } from './send-plan';

/** What one order wants of Peoplevox. */
export interface SendJob {
  readonly orderId: string;
  /** Sales orders that Peoplevox must have. */
  readonly wanted: readonly SalesOrder[];
  /** Numbers of sales orders that must be cancelled. */
  readonly cancel: readonly string[];
  readonly before: readonly LedgerSalesOrder[];
  /** The order itself changed since Peoplevox last had all of it; false: at most the rules did. */
  readonly isChanged: boolean;
  /** Numbers that Peoplevox confirmed before. */
  readonly confirmed: readonly string[];
}

/** ItemCode → units that Peoplevox shows of a sales order. */
export type ShownUnits = ReadonlyMap<string, number>;

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
      readonly shown: ShownUnits;
    }
  | { readonly kind: 'cancel-too-late'; readonly status: string }
  /** The warehouse has begun, and only the rules would have it otherwise: it stays as it is. `sent` as above. */
  | { readonly kind: 'left'; readonly sent: boolean; readonly shown: ShownUnits }
  /** Nothing was sent: the tenant's templates have no column for what it says. `missing`: columns with their template. */
  | { readonly kind: 'columns-missing'; readonly missing: readonly string[] }
  /** Peoplevox's words, without personal data. `taken`: what Peoplevox has of a new sales order all the same. */
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly step: PlannedSave['step'];
      readonly taken: 'nothing' | 'on-hold' | 'not-on-hold';
    }
  /** Not done, or not seen to be done, and nothing of it is on its way: to be tried again. `words` as of `refused`. */
  | { readonly kind: 'unfinished'; readonly words?: string }
  /** Rows of it may still be on their way: look again, but not before they must have arrived. */
  | { readonly kind: 'unknown' };

export type Outcomes = ReadonlyMap<string, SalesOrderOutcome>;

export interface SendContext extends Labels {
  readonly client: PeoplevoxClient;
  readonly calls: Calls;
  readonly rules: Rules['orderExport'];
  readonly clock: Clock;
  /** Nothing is sent from then on, since the claims on the orders are about to expire. */
  readonly sendUntil: number;
}
