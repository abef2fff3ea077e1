import type { Customer, LineItem, Order } from '@commercetools/platform-sdk';
import { centsToText } from '../../commercetools/amounts';
import { dateText } from './dates';
import type { ShippingEntry } from './shipping-entry';

/** What a path can reach. `shipping`: the entry that the sales order travels with. */
export interface PathContext {
  readonly order: Order;
  readonly lineItem?: LineItem;
  readonly customer?: Customer;
  readonly shipping?: ShippingEntry;
  /** IANA zone for times. */
  readonly timeZone: string;
}

/** `structure`: the path ends at something that is no single value. */
type PathValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'structure' };

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

const handles = ['name', 'key', 'slug', 'shippingKey', 'id'];

/** An element by position or by what commercetools names it with; an attribute gives its value. */
function elementOf(list: readonly unknown[], step: string): unknown {
  if (/^\d+$/.test(step)) return list[Number(step)];
  const found = list.find(
    (element) => isFields(element) && handles.some((handle) => own(element, handle) === step),
  );
  return isFields(found) && own(found, 'name') === step && Object.hasOwn(found, 'value')
    ? found['value']
    : found;
}

/** One step down; a reference is followed where it was expanded. */
function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return elementOf(value, step);
  if (!isFields(value)) return undefined;
  const direct = own(value, step);
  if (direct !== undefined) return direct;
  const expanded = own(value, 'obj');
  return isFields(expanded) ? own(expanded, step) : undefined;
}

function rootOf({ order, lineItem, customer, shipping }: PathContext): Fields {
  const entry = Object.fromEntries(Object.entries(shipping ?? {}).filter(([name]) => name !== 'key'));
  return { ...order, ...entry, lineItem, customer };
}

const locale = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

function isLocalised(fields: Fields): boolean {
  const entries = Object.entries(fields);
  return (
    entries.length > 0 && entries.every(([name, value]) => locale.test(name) && typeof value === 'string')
  );
}

/** The text in the order's locale, else in its language, else in the first one there is. */
function localised(texts: Fields, wanted: string | undefined): unknown {
  const language = wanted?.split('-')[0];
  const names = Object.keys(texts);
  const name =
    names.find((candidate) => candidate === wanted) ??
    names.find((candidate) => candidate.split('-')[0] === language) ??
    names[0];
  return name === undefined ? undefined : texts[name];
}

/** What stands for a structure: enum → label, money → amount, reference → key, localised text → text. */
function valueWithin(fields: Fields, order: Order): unknown {
  if (isLocalised(fields)) return localised(fields, order.locale);
  const { centAmount, fractionDigits } = fields;
  if (typeof centAmount === 'number' && typeof fractionDigits === 'number') return moneyText(fields);
  return own(fields, 'label') ?? stepInto(fields, 'key');
}

function moneyText(money: Fields): string {
  const { preciseAmount, centAmount, fractionDigits } = money;
  const amount = typeof preciseAmount === 'number' ? preciseAmount : centAmount;
  return centsToText(Number(amount), Number(fractionDigits));
}

const text = (value: string): PathValue =>
  value === '' ? { kind: 'absent' } : { kind: 'text', text: value };

function listText(list: readonly unknown[], context: PathContext): PathValue {
  const values = list.map((element) => print(element, context));
  if (values.some(({ kind }) => kind === 'structure')) return { kind: 'structure' };
  return text(values.flatMap((value) => (value.kind === 'text' ? [value.text] : [])).join(', '));
}

function print(value: unknown, context: PathContext): PathValue {
  if (value === undefined || value === null) return { kind: 'absent' };
  if (typeof value === 'string')
    return text(/^\d{4}-\d\d-\d\dT/.test(value) ? timeOrText(value, context) : value);
  if (typeof value === 'number' || typeof value === 'boolean') return text(String(value));
  if (Array.isArray(value)) return listText(value, context);
  const within = isFields(value) ? valueWithin(value, context.order) : undefined;
  return within === undefined ? { kind: 'structure' } : print(within, context);
}

function timeOrText(value: string, { timeZone }: PathContext): string {
  return dateText(value, timeZone) ?? value;
}

/**
 * The value that a path of the rules leads to, as text: `custom.fields.x`, `lineItem.custom.fields.x`,
 * `lineItem.variant.attributes.x`, `customLineItems.<key or slug>.custom.fields.x`, `shippingInfo.…`,
 * `shippingAddress.…`, `billingAddress.…`, `customer.custom.fields.x`, or any other field of the order. In Multiple
 * shipping mode shipping fields are those of the sales order's own entry. Sets are joined with commas, times printed
 * as `yyyy-MM-dd HH:mm:ss` in `timeZone`.
 */
export function valueAt(path: string, context: PathContext): PathValue {
  const value = path.split('.').reduce<unknown>(stepInto, rootOf(context));
  return print(value, context);
}
