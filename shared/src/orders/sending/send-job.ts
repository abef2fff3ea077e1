import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import type { Template } from '../composition/columns';
import type { SalesOrder } from '../composition/sales-order';
import type { LedgerSalesOrder } from '../ledger';
import type { Calls } from './calls';
import type { Label } from './look';
import type { PlannedSave } from './send-plan';

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
