import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import type { Asks } from './asks';
import type { AuthorisedPayment, Ask, Charge, Due } from './due';
import type { Step } from './outcome';

/** What a method of capture decides on. */
export interface Situation {
  readonly order: Order;
  readonly rules: Rules['capture'];
  readonly payment: AuthorisedPayment;
  readonly charges: readonly Charge[];
  readonly asks: Asks;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: number;
}

/** How a capture is asked for: by a Charge transaction, or by a payment intent of Checkout. */
export interface Method {
  recall(orderId: string): Promise<Asks>;
  /** The asks as they count against what is due. */
  counted(situation: Pick<Situation, 'asks' | 'rules' | 'charges' | 'now'>): readonly Ask[];
  /** What there is to say of a claim that is not to be asked for now; undefined: ask. Pure. */
  hindrance(due: Due, situation: Situation): Step | undefined;
  /** Asks, once. @throws Conflict when another instance was faster: look again. */
  ask(due: Due, situation: Situation): Promise<Step>;
  /** All claims are settled and nothing more is to come: nothing need be remembered. */
  close(situation: Pick<Situation, 'order' | 'asks' | 'charges'>): Promise<void>;
}
