import type { Order } from '@commercetools/platform-sdk';
import { CommercetoolsError } from '../commercetools/commercetools-error';
import type { ExceptionCode } from '../exceptions/codes';
import type { ExceptionStore, Finding, Subject } from '../exceptions/exception';
import type { ReportUnusable } from '../peoplevox/report-reader';
import type { WantedDelivery } from './deliveries';
import { isExtensionFault } from './outcome';

/** What keeps the despatches of an order from being booked at all. */
export const refusalCodes = [
  'order-invalid',
  'order-rejected',
  'report-unusable',
] as const satisfies readonly ExceptionCode[];

/** Of what left of an order: the same codes on the order itself belong to its export, which resolves them. */
export function despatchSubject({ id, orderNumber }: Pick<Order, 'id' | 'orderNumber'>): Subject {
  return { type: 'despatch', id, ...(orderNumber !== undefined && { key: orderNumber }) };
}

/** commercetools keeps Deliveries in the order's shipping information: where there is none it refuses them. */
export function hasPlaceFor(order: Order, { shippingKey }: Pick<WantedDelivery, 'shippingKey'>): boolean {
  if (order.shippingMode !== 'Multiple') return order.shippingInfo !== undefined;
  return order.shipping.some((entry) => entry.shippingKey === shippingKey);
}

/** @param placeless Deliveries that have no place in the order */
export function placelessFindings(
  order: Order,
  placeless: readonly Pick<WantedDelivery, 'key'>[],
): Finding[] {
  if (placeless.length === 0) return [];
  const finding: Finding = {
    code: 'order-invalid',
    subject: despatchSubject(order),
    message: `Goods of this order have left (${placeless.map(({ key }) => key).join(', ')}), but the order has no shipping information, and without it commercetools takes no Delivery. Nothing of what was despatched is booked.`,
    fix: 'Give the order a shipping method with an Order Edit (setShippingMethod or setCustomShippingMethod). The despatches are booked by themselves soon after.',
  };
  return [finding];
}

/**
 * commercetools says no, and will say so again as long as the order and the project are as they are. 404 is not among
 * them: what is gone is found out by the next look.
 */
export function isRefusal(error: unknown): error is CommercetoolsError {
  return error instanceof CommercetoolsError && !error.transient && error.statusCode !== 404;
}

/** @param stops what does not happen until it can be read, a sentence without that */
export function unreadableFinding(
  subject: Subject,
  faults: readonly ReportUnusable[],
  stops: string,
): Finding {
  return {
    code: 'report-unusable',
    subject,
    message: `${faults.map(({ message }) => message).join(' ')} ${stops} until it can be read.`,
    fix: 'Look up the sales order in the report in Peoplevox and have what stands in the column corrected; or name the right column under despatch.reports in the configuration. It is read again by itself.',
  };
}

/**
 * Tells what a person can mend of what commercetools did not take.
 * @param what that could not be done, a sentence
 * @returns whether it will not take it before something changes
 */
export async function tellRefusal(
  exceptions: Pick<ExceptionStore, 'raise'>,
  subject: Subject,
  what: string,
  error: unknown,
): Promise<boolean> {
  if (isExtensionFault(error)) await exceptions.raise(unansweredFinding(subject, what, error));
  if (!isRefusal(error)) return false;
  await exceptions.raise(refusedFinding(subject, what, error));
  return true;
}

/** commercetools' error names fields, never values. */
function refusedFinding(subject: Subject, what: string, error: CommercetoolsError): Finding {
  return {
    code: 'order-rejected',
    subject,
    message: `${what} commercetools refuses it: ${error.message}.`,
    fix: 'Mend what commercetools names: something of the order that a person or another program changed, a Type or scope that is missing (deploy the connector again), or a limit of the project. It is tried again when the order changes, and once a day.',
  };
}

function unansweredFinding(subject: Subject, what: string, error: CommercetoolsError): Finding {
  return {
    code: 'order-rejected',
    subject,
    message: `${what} An API extension of the shop is asked first and does not answer as it should: ${error.message}.`,
    fix: 'Mend the API extension that the message names, or ask who runs it. It is tried again every five minutes.',
  };
}
