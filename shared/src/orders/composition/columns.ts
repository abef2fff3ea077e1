import type { Rules } from '../../configuration/rules';

/** Templates in the order in which they are sent. */
export const templates = ['Customers', 'Sales orders', 'Sales order items'] as const;
export type Template = (typeof templates)[number];

interface Need {
  readonly words: string;
  readonly isNeeded: (rules: Rules) => boolean;
}

/**
 * A column that we may send. Names, types and lengths: facts/peoplevox §11, §12, §14. The check of orders before
 * sending, the check of the tenant's templates and docs/mapping/order.md all rest on this table.
 */
export interface Column {
  readonly template: Template;
  /** Peoplevox's default name; `columnNames` of the rules gives the tenant's. */
  readonly name: string;
  readonly type: 'text' | 'decimal' | 'integer' | 'boolean' | 'date and time';
  /** Characters; undefined: no limit is known. */
  readonly maxLength?: number;
  /** Whether the tenant's template must have it. */
  readonly need: Need;
  /** Where the value comes from. */
  readonly source: string;
  /** The connector finds its own rows again by it: no rule may fill it otherwise. */
  readonly identifying?: true;
}

const always: Need = { words: 'yes', isNeeded: () => true };
const never: Need = { words: 'no', isNeeded: () => false };
const when = (words: string, isNeeded: Need['isNeeded']): Need => ({ words: `when ${words}`, isNeeded });

type Spec = readonly [
  name: string,
  type: Column['type'],
  maxLength: number | undefined,
  need: Need,
  source: string,
];

const of =
  (template: Template, identifying?: true) =>
  ([name, type, maxLength, need, source]: Spec): Column => ({
    template,
    name,
    type,
    ...(maxLength !== undefined && { maxLength }),
    need,
    source,
    ...(identifying && { identifying }),
  });

const addressPlaces: readonly (readonly [string, string, Need])[] = [
  ['AddressLine1', 'first line of the composed address', always],
  ['AddressLine2', 'second line of the composed address', always],
  ['AddressCity', '`city`', always],
  ['AddressRegion', '`region` and `state`, both if they differ', always],
  ['AddressPostcode', '`postalCode`', always],
  ['AddressCountry', '`country`, as `orderExport.countryFormat` says', always],
  ['AddressReference', 'hash of the address: the same for the same address', always],
];

const addressColumns = (kind: 'Shipping' | 'Invoice', address: string): readonly Column[] =>
  addressPlaces.map(([place, source, need]) =>
    of('Sales orders')([
      `${kind}${place}`,
      'text',
      100,
      kind === 'Shipping' ? need : never,
      `${address}: ${source}`,
    ]),
  );

const attributeColumns = (template: Template, count: number, rule: 'orderAttributes' | 'lineAttributes') =>
  Array.from({ length: count }, (_, index) => {
    const name = `Attribute${index + 1}`;
    const need = when(`in \`${rule}\``, (rules) => Object.hasOwn(rules[rule], name));
    return of(template)([name, 'text', undefined, need, `the path given in \`${rule}\``]);
  });

const customers: readonly Spec[] = [
  ['Name', 'text', 50, always, 'company of the buyer, else their name; cut at 50 characters'],
  ['FirstName', 'text', 50, never, 'first name of the buyer; cut at 50 characters'],
  ['LastName', 'text', 50, never, 'last name of the buyer; cut at 50 characters'],
  ['Phone', 'text', 50, never, '`phone` of the shipping address, else of the billing address'],
  ['Mobile', 'text', 50, never, '`mobile` of the shipping address, else of the billing address'],
  ['Email', 'text', 500, never, 'as Email of the sales order'],
  ['CustomerType', 'text', undefined, never, '`Company` when the buyer has a company, else `Individual`'],
];

const keysOfSalesOrder: readonly Spec[] = [
  [
    'SalesOrderNumber',
    'text',
    30,
    always,
    'prefix + `orderNumber`, then `-2`, `-3`… for further sales orders',
  ],
  ['Customer', 'text', 50, always, 'Reference of the customer'],
  ['CustomerPurchaseOrderReferenceNumber', 'text', 50, always, '`id` of the order'],
  [
    'ChannelName',
    'text',
    50,
    always,
    '`orderExport.channelName`, else the key of the store, else of the project',
  ],
  ['Site', 'text', 50, always, 'site that the lines are routed to'],
  [
    'Status',
    'text',
    50,
    always,
    '`Cancelled` when the order is cancelled before picking, otherwise not sent',
  ],
  ['OnHold', 'boolean', undefined, always, 'true while an incomplete order must not be allocated'],
];

const salesOrder: readonly Spec[] = [
  [
    'IsPartialShipment',
    'boolean',
    undefined,
    when('`orderExport.partialShipment` is true', (rules) => rules.orderExport.partialShipment),
    '`orderExport.partialShipment`',
  ],
  [
    'RequestedDeliveryDate',
    'date and time',
    19,
    when(
      '`orderExport.requestedDeliveryDate` is a path of the order',
      ({ orderExport: { requestedDeliveryDate: path } }) => path !== null && !isLinePath(path),
    ),
    'the path given in `orderExport.requestedDeliveryDate`',
  ],
  ['ShippingCost', 'decimal', undefined, never, 'price of the shipping method, and fees by rule'],
  [
    'Email',
    'text',
    500,
    when(
      '`orderExport.contactRequired` is `emailOrPhone`',
      (rules) => rules.orderExport.contactRequired === 'emailOrPhone',
    ),
    '`customerEmail`, else `email` of the shipping, then of the billing address',
  ],
  ['ContactName', 'text', 100, always, 'person of the shipping address, else its company'],
  ['TotalSale', 'decimal', undefined, never, 'what the customer pays for this sales order'],
  ['Discount', 'decimal', undefined, never, 'all discounts on this sales order, positive'],
  ['TaxPaid', 'decimal', undefined, never, 'tax on this sales order'],
  ['CreatedDate', 'date and time', 19, never, "`createdAt`, in the tenant's time zone"],
  [
    'PaymentMethod',
    'text',
    undefined,
    when(
      'in `orderExport.paymentMethods`',
      (rules) => Object.keys(rules.orderExport.paymentMethods).length > 0,
    ),
    'payment method by `orderExport.paymentMethods`',
  ],
  ['ServiceType', 'text', 100, always, 'shipping method by `shippingMethods`, else `defaultServiceType`'],
];

const keysOfItem: readonly Spec[] = [
  ['SalesOrderNumber', 'text', 30, always, 'as of the sales order'],
  ['ItemCode', 'text', 50, always, "SKU of the line's variant"],
  ['QuantityOrdered', 'integer', undefined, always, 'quantity of the line × `unitsOfMeasure` of its SKU'],
  ['Line', 'text', 16, always, "first 16 hexadecimal digits of the line item's `id`"],
];

const item: readonly Spec[] = [
  ['Sequence', 'integer', undefined, never, 'rank of the line in the order, from 1'],
  ['SalePrice', 'decimal', undefined, never, 'price of one unit of the ItemCode after discounts on the line'],
  [
    'RequestedDeliveryDate',
    'date and time',
    19,
    when(
      '`orderExport.requestedDeliveryDate` is a path of the line item',
      ({ orderExport: { requestedDeliveryDate: path } }) => path !== null && isLinePath(path),
    ),
    'the path given in `orderExport.requestedDeliveryDate`',
  ],
];

export const columns: readonly Column[] = [
  of('Customers', true)(['Reference', 'text', 50, always, '`customerId`; of a guest, the `id` of the order']),
  ...customers.map(of('Customers')),
  ...keysOfSalesOrder.map(of('Sales orders', true)),
  ...addressColumns('Shipping', 'shipping address'),
  ...addressColumns('Invoice', 'billing address, else shipping address'),
  ...salesOrder.map(of('Sales orders')),
  ...attributeColumns('Sales orders', 5, 'orderAttributes'),
  ...keysOfItem.map(of('Sales order items', true)),
  ...item.map(of('Sales order items')),
  ...attributeColumns('Sales order items', 3, 'lineAttributes'),
];

/** Whether a path of the rules belongs to a line, not to the order. */
export function isLinePath(path: string): boolean {
  return path.startsWith('lineItem.');
}

export function columnOf(template: Template, name: string): Column | undefined {
  return columns.find((column) => column.template === template && column.name === name);
}

/** A text may be empty like any other; whether Peoplevox takes an empty number, date or boolean is not known. */
export function isText(template: Template, name: string): boolean {
  return (columnOf(template, name)?.type ?? 'text') === 'text';
}

/** Numbers, dates and booleans that have a value. */
export function filledColumns(template: Template, row: Readonly<Record<string, string>>): string[] {
  return Object.keys(row).filter((name) => row[name] !== '' && !isText(template, name));
}

const attributesOf: Readonly<Record<Template, 'orderAttributes' | 'lineAttributes' | undefined>> = {
  Customers: undefined,
  'Sales orders': 'orderAttributes',
  'Sales order items': 'lineAttributes',
};

/**
 * Columns, by our names, that the tenant's template must have for these rules: without one of them an order would
 * lose what the warehouse needs or what the connector finds it by.
 */
export function neededColumns(rules: Rules): Readonly<Record<Template, readonly string[]>> {
  const needed = (template: Template) => {
    const attributes = attributesOf[template];
    const listed = columns.filter((column) => column.template === template && column.need.isNeeded(rules));
    const byRule = attributes === undefined ? [] : Object.keys(rules[attributes]);
    return [...new Set([...listed.map(({ name }) => name), ...byRule])];
  };
  return {
    Customers: needed('Customers'),
    'Sales orders': needed('Sales orders'),
    'Sales order items': needed('Sales order items'),
  };
}
