import type { Customer, LineItem, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { attributeColumns, requestedDelivery } from './attributes';
import { isLinePath } from './columns';
import { nameOfLine, type FaultList } from './faults';
import type { RoutedLine } from './routing';
import type { Columns } from './sales-order';
import type { ShippingEntry } from './shipping-entry';
import { itemCodeUnits } from './units';

export interface LineFacts {
  readonly rules: Rules;
  readonly customer?: Customer;
  /** Whether Peoplevox has this ItemCode; undefined: not known, not checked. */
  itemCodeKnown(itemCode: string): boolean | undefined;
  readonly timeZone: string;
}

/** ItemCode of a line; '' with a fault when Peoplevox could not take it. */
export function itemCode(routed: RoutedLine, facts: LineFacts, faults: FaultList): string {
  const { sku } = routed;
  if (sku === undefined || sku === '') {
    faults.invalid(
      `The variant of ${nameOfLine({ ...routed, sku: undefined })} has no SKU.`,
      'Give the variant a SKU and order it anew; an order keeps the variant as it was.',
    );
    return '';
  }
  if (facts.itemCodeKnown(sku) === false)
    faults.add({
      code: 'order-sku-unknown',
      message: `Peoplevox has no item with the SKU ${sku}.`,
      fix: 'Create the item type with this ItemCode in Peoplevox, or correct the SKU.',
    });
  return sku;
}

/** Units of the ItemCode; 0 with a fault when they are no whole number. */
export function quantityOrdered(routed: RoutedLine, { rules }: LineFacts, faults: FaultList): number {
  const units = itemCodeUnits(routed.sku ?? '', routed.quantity, rules);
  if (units === undefined)
    faults.invalid(
      `${routed.quantity} of ${nameOfLine(routed)} is no whole number of units of its item.`,
      'Correct "unitsOfMeasure" for this SKU in the configuration, or the quantity.',
    );
  return units ?? 0;
}

/** Columns of template `Sales order items` that the rules fill: requested date and attributes. */
export function columnsByRule(
  order: Order,
  lineItem: LineItem,
  shipping: ShippingEntry | undefined,
  { rules, customer, timeZone }: LineFacts,
  faults: FaultList,
): Columns {
  const subject = nameOfLine({ sku: lineItem.variant.sku, lineItemId: lineItem.id });
  const context = { order, lineItem, customer, timeZone, shipping };
  const datePath = rules.orderExport.requestedDeliveryDate;
  return {
    ...requestedDelivery(
      datePath !== null && isLinePath(datePath) ? datePath : null,
      context,
      subject,
      faults,
    ),
    ...attributeColumns('Sales order items', rules.lineAttributes, context, subject, faults),
  };
}
