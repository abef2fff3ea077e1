import { withoutPersonalData } from '../../exceptions/redact';
import { cut } from '../../peoplevox/cut';
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

/** Columns of which every word alone may tell who or where somebody is. */
const NAMING = /Name$|AddressLine|City$/;
const SHORTEST_WORD = 4;
const WORD = /[\p{L}\p{N}]+/gu;

function columnsOf({ customer, header, lines }: SalesOrder): [string, string][] {
  return [customer, header, ...lines.map(({ columns }) => columns)]
    .flatMap((columns) => Object.entries(columns))
    .filter(([name, value]) => !IMPERSONAL.has(name) && value !== '');
}

/** What must not be kept of these sales orders: whole values, and the words of names and addresses. */
function personalOf(salesOrders: readonly SalesOrder[]) {
  const columns = salesOrders.flatMap(columnsOf);
  const words = columns
    .filter(([name]) => NAMING.test(name))
    .flatMap(([, value]) => value.normalize('NFC').toLowerCase().match(WORD) ?? []);
  return {
    values: [...new Set(columns.map(([, value]) => value))],
    words: new Set(words.filter((word) => word.length >= SHORTEST_WORD)),
  };
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
  let personal: ReturnType<typeof personalOf> | undefined;
  return (words) => {
    personal ??= personalOf(salesOrders);
    const { values, words: naming } = personal;
    const known = quoted.get(words);
    if (known !== undefined) return known;
    const lowered = words.normalize('NFC').toLowerCase();
    const present = values.filter((value) => mayContain(lowered, value));
    const impersonal = withoutPersonalData(words, present).replace(WORD, (word) =>
      naming.has(word.toLowerCase()) ? '[…]' : word,
    );
    const quotation = cut(impersonal, MAX_LENGTH);
    quoted.set(words, quotation);
    return quotation;
  };
}
