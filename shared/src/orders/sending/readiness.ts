import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import { templateFault } from '../../peoplevox/template-fault';
import { neededColumns, templates } from '../composition/columns';

/** What the tenant's templates lack for these rules, a sentence a template. */
export async function missingColumns(client: PeoplevoxClient, rules: Rules): Promise<string[]> {
  const needed = neededColumns(rules);
  const faults: string[] = [];
  for (const template of templates) {
    const { columnNames } = rules;
    const fault = await templateFault(client, { template, columns: needed[template], columnNames });
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}

/** Rules that do what they say and yet may surprise, in plain words. */
export function warnings({
  mode,
  orderExport,
  shippingMethods,
  defaultServiceType,
  orderAttributes,
}: Rules): string[] {
  const currencyIsSent = Object.values(orderAttributes).some(({ from }) => from.endsWith('currencyCode'));
  return [
    ...(orderExport.paymentStates === null
      ? [
          'unpaid orders are shipped too; set orderExport.paymentStates to ["Paid"] if only paid ones should be.',
        ]
      : []),
    ...(Object.keys(shippingMethods).length === 0 && defaultServiceType === null
      ? [
          'no shipping method is mapped to a Service type and there is no default: every order will be held. Fill "shippingMethods" or "defaultServiceType".',
        ]
      : []),
    ...(currencyIsSent
      ? []
      : [
          'Peoplevox has no column for the currency; amounts are sent without it. Map an Attribute column to "totalPrice.currencyCode" if you sell in several.',
        ]),
    ...(mode.orders === 'live' ? [] : [`orders are in mode "${mode.orders}": nothing is sent to Peoplevox.`]),
  ];
}
