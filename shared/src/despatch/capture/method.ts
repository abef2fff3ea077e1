import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import type { Asks } from './asks';
import type { AuthorisedPayment, Charge, Due } from './due';
import type { Step } from './outcome';

/** What is known of an order's money. */
export interface Situation {
  readonly order: Order;
  readonly rules: Rules['capture'];
  readonly payment: AuthorisedPayment;
  readonly charges: readonly Charge[];
  readonly asks: Asks;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: number;
}

/**
 * What became of a request. `approved`, `rejected`: said by the payment service provider; `received`: it will say later,
 * by the Charge. `written`: a Charge was added, as the payment must show. `refused`: surely nothing was captured.
 * `unknown`: it may have been.
 */
export type Sent =
  | { readonly kind: 'approved' | 'received' | 'rejected' }
  | { readonly kind: 'written' }
  | { readonly kind: 'refused' | 'unknown'; readonly why: string };

/** How a capture is asked for: by a Charge transaction, or by a payment intent of Checkout. */
export interface Method {
  send(due: Due, situation: Situation): Promise<Sent>;
  /** What is wrong with a claim although it was asked for; `own`: its Charges. Pure. */
  concern(own: readonly Charge[], situation: Situation): Step | undefined;
  /** Why a claim that is due cannot be asked for now. Pure. */
  obstacle(due: Due, own: readonly Charge[], situation: Situation): Step | undefined;
}
