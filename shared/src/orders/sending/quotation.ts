import { withoutPersonalData } from '../../exceptions/redact';
import { cut } from '../composition/check-row';
import type { SalesOrder } from '../composition/sales-order';

const MAX_LENGTH = 1000;

/** Every other column may hold what a customer wrote: any of them can be filled by rule. */
const IMPERSONAL = new Set([
  'SalesOrderNumber',
  'CustomerPurchaseOrderReferenceNumber',
  'ChannelName',
  'Site',
  'ServiceType',
  'IsPartialShipment',
  'PaymentMethod',
  'CustomerType',
  'ItemCode',
  'Line',
  'Sequence',
  'QuantityOrdered',
  'SalePrice',
  'ShippingCost',
  'TotalSale',
  'Discount',
  'TaxPaid',
  'CreatedDate',
  'RequestedDeliveryDate',
]);

function personalValues({ customer, header, lines }: SalesOrder): string[] {
  return [customer, header, ...lines.map(({ columns }) => columns)].flatMap((columns) =>
    Object.entries(columns)
      .filter(([name, value]) => !IMPERSONAL.has(name) && value !== '')
      .map(([, value]) => value),
  );
}

/** Cheap, and never false for a value that is there: of a batch's thousands of values few can be in one sentence. */
function mayContain(words: string, value: string): boolean {
  const [first = ''] = value.normalize('NFC').trim().toLowerCase().split(/\s+/);
  return words.includes(first) || /\d/.test(value);
}

/**
 * Peoplevox's words about rows that travelled together, fit to be kept: what it says of one row may quote another, so
 * the values of all of them are taken out, and only then the words are cut.
 */
export function createQuotation(salesOrders: readonly SalesOrder[]): (words: string) => string {
  const quoted = new Map<string, string>();
  let personal: readonly string[] | undefined;
  return (words) => {
    personal ??= [...new Set(salesOrders.flatMap(personalValues))];
    const known = quoted.get(words);
    if (known !== undefined) return known;
    const lowered = words.normalize('NFC').toLowerCase();
    const present = personal.filter((value) => mayContain(lowered, value));
    const quotation = cut(withoutPersonalData(words, present), MAX_LENGTH);
    quoted.set(words, quotation);
    return quotation;
  };
}
