import type { Context } from '../core/context';
import type { JsonRecord } from '../core/json';
import type { CustomFields, Order } from '../core/platform';

type Subject = 'Order' | 'Delivery';

/** `OrderCustomTypeSet`, `DeliveryCustomTypeRemoved` … */
export function customTypeMessage(
  context: Context<Order>,
  subject: Subject,
  before: CustomFields | undefined,
  after: CustomFields | undefined,
  extra: JsonRecord = {},
): void {
  const previousTypeId = before?.type.id;
  if (after === undefined) context.emit(`${subject}CustomTypeRemoved`, { previousTypeId, ...extra });
  else context.emit(`${subject}CustomTypeSet`, { customFields: after, previousTypeId, ...extra });
}

/** `OrderCustomFieldAdded`, `…Changed` or `…Removed`. */
export function customFieldMessage(
  context: Context<Order>,
  subject: Subject,
  before: CustomFields | undefined,
  { name, value }: { readonly name: string; readonly value?: unknown },
  extra: JsonRecord = {},
): void {
  const previous: unknown = before?.fields[name];
  if (value === undefined || value === null) context.emit(`${subject}CustomFieldRemoved`, { name, ...extra });
  else if (previous === undefined) context.emit(`${subject}CustomFieldAdded`, { name, value, ...extra });
  else context.emit(`${subject}CustomFieldChanged`, { name, value, previousValue: previous, ...extra });
}
