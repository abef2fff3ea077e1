import type { OrderUpdateAction } from '@commercetools/platform-sdk';

/** Whose word holds. `connector`: nobody's business data. */
type FieldOwner = 'commercetools' | 'Peoplevox' | 'connector';

interface OwnedField {
  readonly resource: string;
  readonly fields: string;
  readonly owner: FieldOwner;
  /** What the connector does with it. */
  readonly use: string;
  /** Update actions of orders by which the connector may write it. None: it never does. */
  readonly actions?: readonly OrderUpdateAction['action'][];
}

/**
 * Who owns which field: a field has one writer. Order updates can hold no other action than those listed here, by their
 * type and again when they are sent. docs/data-ownership.md is printed from this table (npm run docs).
 */
export const ownership = [
  {
    resource: 'Order',
    fields: 'Deliveries that stand for despatches: items, `despatchedAt`, `service`',
    owner: 'Peoplevox',
    use: 'Written from the despatches. Deliveries that others make are left alone and their units counted. None is removed.',
    actions: ['addDelivery', 'setDeliveryItems', 'setDeliveryCustomType', 'setDeliveryCustomField'],
  },
  {
    resource: 'Order',
    fields: 'Parcels of these Deliveries: items, tracking, `trackingUrl`',
    owner: 'Peoplevox',
    use: 'Written from the packages. A number is added or corrected, never erased; measurements are left alone.',
    actions: [
      'addParcelToDelivery',
      'setParcelItems',
      'setParcelTrackingData',
      'setParcelCustomType',
      'setParcelCustomField',
    ],
  },
  {
    resource: 'Order',
    fields: '`shipmentState`',
    owner: 'Peoplevox',
    use: 'Written as `despatch.shipmentStates` says; never backwards.',
    actions: ['changeShipmentState'],
  },
  {
    resource: 'Order',
    fields: '`returnInfo` of returns that the warehouse booked',
    owner: 'Peoplevox',
    use: 'Added once a return line; from `Returned` to `BackInStock` or `Unusable`. `paymentState` and items of others are left alone.',
    actions: ['addReturnInfo', 'setReturnShipmentState'],
  },
  {
    resource: 'Order',
    fields: '`orderState`',
    owner: 'commercetools',
    use: 'Read. Written only where `despatch.orderStates` says so; Complete and Cancelled stay.',
    actions: ['changeOrderState'],
  },
  {
    resource: 'Order',
    fields: 'States of line items',
    owner: 'commercetools',
    use: 'Left alone. Written only where `despatch.lineItemStates` names States.',
    actions: ['transitionLineItemState'],
  },
  {
    resource: 'Order',
    fields: '`syncInfo` of channel `peoplevox`',
    owner: 'connector',
    use: 'Written once Peoplevox has confirmed the order: its sales order numbers.',
    actions: ['updateSyncInfo'],
  },
  {
    resource: 'Order',
    fields: '`orderNumber`',
    owner: 'commercetools',
    use: 'Read. Given to an order without one where `orderExport.number.missing` is `generate`.',
    actions: ['setOrderNumber'],
  },
  {
    resource: 'Order',
    fields: 'lines, prices, addresses, customer, payments, workflow `state`, custom fields, everything else',
    owner: 'commercetools',
    use: 'Read.',
  },
  {
    resource: 'InventoryEntry',
    fields: '`quantityOnStock` of the supply channels listed under `sites`',
    owner: 'Peoplevox',
    use: 'Written: available stock less what is under way and the safety buffer.',
  },
  {
    resource: 'Payment',
    fields: '`transactions`',
    owner: 'commercetools',
    use: 'Read. A charge is asked for only where `capture.mode` says so; the payment service provider answers it.',
  },
  {
    resource: 'Product, Variant, Customer',
    fields: 'all',
    owner: 'commercetools',
    use: 'Read. Never written.',
  },
  {
    resource: 'Sales order',
    fields: 'header and lines until picking begins',
    owner: 'commercetools',
    use: 'Written from the order. What the warehouse has complete is never overwritten.',
  },
  {
    resource: 'Sales order',
    fields: 'status, allocation, picking, despatches, packages, returns',
    owner: 'Peoplevox',
    use: 'Read. `Cancelled` is written when the order is cancelled before picking begins.',
  },
] as const satisfies readonly OwnedField[];

type OwnedAction = Extract<
  (typeof ownership)[number],
  { readonly actions: readonly string[] }
>['actions'][number];

/** An update of an order that the connector may make. */
export type OwnedUpdate = Extract<OrderUpdateAction, { readonly action: OwnedAction }>;

/** A program fault: an update of a field that is not ours was built past the types. */
export class NotOurField extends Error {
  override readonly name = 'NotOurField';
}

const allowed: ReadonlySet<string> = new Set(
  ownership.flatMap((field) => ('actions' in field ? field.actions : [])),
);

/** @throws NotOurField */
export function checkOwned(actions: readonly { readonly action: string }[]): void {
  const foreign = actions.filter(({ action }) => !allowed.has(action)).map(({ action }) => action);
  if (foreign.length > 0)
    throw new NotOurField(
      `The connector does not own what ${[...new Set(foreign)].join(', ')} writes (docs/data-ownership.md).`,
    );
}

const introduction = `<!-- Printed from shared/src/commercetools/ownership.ts by npm run docs -->

# Who owns which field

A field has one owner, whose word holds; the other system is brought into line. The connector writes nothing that this
list does not name: its order updates can hold no other actions. What a person changed in a field that Peoplevox owns is
corrected, and the exception \`conflicting-change\` tells both values.`;

/** docs/data-ownership.md */
export function printOwnership(): string {
  const resources = [...new Set(ownership.map(({ resource }) => resource))];
  const chapters = resources.map((name) => {
    const fields = ownership.filter(({ resource }) => resource === name);
    return [`## ${name}`, fields.map(entry).join('\n')].join('\n\n');
  });
  return `${[introduction, ...chapters].join('\n\n')}\n`;
}

function entry(field: OwnedField): string {
  const actions = field.actions?.map((action) => `\`${action}\``) ?? [];
  const by = actions.length === 0 ? '' : ` By ${actions.join(', ')}.`;
  return `- **${field.fields}**. Owner: ${field.owner}. ${field.use}${by}`;
}
