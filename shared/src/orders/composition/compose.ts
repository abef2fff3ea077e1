import type { LineItem, Order } from '@commercetools/platform-sdk';
import { centsToText } from '../../commercetools/amounts';
import { lineIdOf } from '../../peoplevox/line-id';
import { checkRow } from './check-row';
import { customerRow } from './customer-row';
import { FaultList, nameOfLine } from './faults';
import { headerRow, type HeaderFacts } from './header-row';
import { columnsByRule, itemCode, quantityOrdered, type LineFacts } from './line-row';
import { reckon, type Amounts, type OrderAmounts } from './money';
import { salesOrderNumbers } from './numbers';
import { groupKey, routeOrder, type RoutedLine } from './routing';
import type { Columns, Composition, SalesOrder, SalesOrderLine } from './sales-order';
import { shippingEntries } from './shipping-entry';

export interface CompositionFacts extends HeaderFacts, LineFacts {
  /** Numbers that groups of this order already have: group key → SalesOrderNumber. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Sites that lines were exported to, by `lineKey`: they stay there, whatever the routing says now. */
  readonly sites?: ReadonlyMap<string, string>;
}

export function lineKey(lineItemId: string, shippingKey: string | undefined): string {
  return `${lineItemId}|${shippingKey ?? ''}`;
}

/** A line that went to another site while the first may be shipping it would be shipped twice. */
function settleSite(line: RoutedLine, { sites }: CompositionFacts): RoutedLine {
  const site = sites?.get(lineKey(line.lineItemId, line.shippingKey));
  if (site === undefined || line.settled) return line;
  return { ...line, site, faults: line.faults.filter(({ code }) => code !== 'order-unroutable') };
}

/** A line ready but for the number of its sales order. */
interface ComposedLine {
  readonly routed: RoutedLine;
  readonly line: Omit<SalesOrderLine, 'columns'>;
  readonly columns: Columns;
}

interface Parts {
  readonly order: Order;
  readonly facts: CompositionFacts;
  readonly amounts: OrderAmounts;
  readonly faults: FaultList;
}

function salePrice(routed: RoutedLine, quantity: number, { order, amounts }: Parts): string {
  const cents = quantity === 0 ? 0 : Math.round((amounts.ofLine.get(routed) ?? 0) / quantity);
  return centsToText(cents, order.totalPrice.fractionDigits);
}

function composeLine(routed: RoutedLine, lineItem: LineItem, sequence: number, parts: Parts): ComposedLine {
  const { order, facts, faults } = parts;
  const entry = shippingEntries(order).find(({ key }) => key === routed.shippingKey);
  const line = {
    line: lineIdOf(lineItem.id),
    lineItemId: lineItem.id,
    itemCode: itemCode(routed, facts, faults),
    quantity: quantityOrdered(routed, facts, faults),
  };
  const columns = {
    ItemCode: line.itemCode,
    QuantityOrdered: String(line.quantity),
    Line: line.line,
    Sequence: String(sequence),
    SalePrice: salePrice(routed, line.quantity, parts),
    ...columnsByRule(order, lineItem, entry, facts, faults),
  };
  checkRow('Sales order items', columns, nameOfLine(routed), faults);
  return { routed, line, columns };
}

function composeLines(routed: readonly RoutedLine[], parts: Parts): readonly ComposedLine[] {
  return parts.order.lineItems.flatMap((lineItem, index) =>
    routed
      .filter(({ lineItemId }) => lineItemId === lineItem.id)
      .map((portion) => composeLine(portion, lineItem, index + 1, parts)),
  );
}

/** The header columns of each shipping entry that Peoplevox ships with, checked even if no line of it has a site. */
function headersByShipping(routed: readonly RoutedLine[], { order, facts, faults }: Parts) {
  const used = new Set(routed.map(({ shippingKey }) => shippingKey));
  const headers = shippingEntries(order)
    .filter(({ key }) => used.has(key))
    .map((entry) => [entry.key, headerRow(order, entry, facts, faults)] as const);
  for (const [, header] of headers) checkRow('Sales orders', header, 'the order', faults);
  return new Map(headers);
}

function amountColumns({ totalSale, discount, taxPaid, shippingCost }: Amounts, digits: number): Columns {
  return {
    ShippingCost: centsToText(shippingCost, digits),
    TotalSale: centsToText(totalSale, digits),
    Discount: centsToText(discount, digits),
    TaxPaid: centsToText(taxPaid, digits),
  };
}

interface Group {
  readonly key: string;
  readonly site: string;
  readonly shippingKey: string | undefined;
}

/** In the order in which the order's lines first name them. */
function groupsOf(routed: readonly RoutedLine[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { site, shippingKey } of routed) {
    if (site === undefined) continue;
    const key = groupKey(site, shippingKey);
    if (!groups.has(key)) groups.set(key, { key, site, shippingKey });
  }
  return [...groups.values()];
}

interface Composed {
  readonly customer: Columns;
  readonly header: Columns;
  readonly lines: readonly ComposedLine[];
}

function assemble(
  group: Group,
  number: string,
  { customer, header, lines }: Composed,
  parts: Parts,
): SalesOrder {
  const { order, facts, amounts, faults } = parts;
  const own = { SalesOrderNumber: number, Site: group.site };
  const reckoned = amounts.groups.get(group.key);
  checkRow('Sales orders', own, 'the order', faults);
  const byRule = Object.keys(facts.rules.orderAttributes).map((name) => [name, header[name] ?? ''] as const);
  return {
    number,
    site: group.site,
    ...(group.shippingKey !== undefined && { shippingKey: group.shippingKey }),
    customer,
    header: {
      ...own,
      ...header,
      ...(reckoned && amountColumns(reckoned, order.totalPrice.fractionDigits)),
      ...Object.fromEntries(byRule),
    },
    lines: lines
      .filter(({ routed }) => routed.site === group.site && routed.shippingKey === group.shippingKey)
      .map(({ line, columns }) => ({ ...line, columns: { SalesOrderNumber: number, ...columns } })),
  };
}

function refuseFees({ order, facts, faults }: Parts): void {
  if (facts.rules.orderExport.customLineItems === 'hold' && order.customLineItems.length > 0)
    faults.invalid(
      `The order has ${order.customLineItems.length} custom line item(s), and the configuration holds such orders.`,
      'Export the order by hand, or change orderExport.customLineItems in the configuration.',
    );
}

/**
 * The sales orders of an order, one for each site and shipping entry, or everything that is wrong with it at once. An
 * order of which Peoplevox ships nothing has no sales orders and no faults. Expects `supplyChannel`, `productType`,
 * `shippingMethod`, `state` and `payments` expanded.
 */
export function composeSalesOrders(order: Order, facts: CompositionFacts): Composition {
  const routed = routeOrder(order, facts.rules).map((line) => settleSite(line, facts));
  const shipped = routed.filter(({ settled }) => !settled);
  if (shipped.length === 0) return { kind: 'composed', salesOrders: [] };

  const faults = new FaultList();
  const parts = { order, facts, faults, amounts: reckon(order, facts.rules.orderExport, routed) };
  faults.add(...shipped.flatMap((line) => line.faults));
  refuseFees(parts);
  const headers = headersByShipping(shipped, parts);
  const lines = composeLines(shipped, parts);
  const customer = customerRow(order, facts.customer);
  checkRow('Customers', customer, 'the customer', faults);
  const groups = groupsOf(shipped);
  const keys = groups.map(({ key }) => key);
  const numbers = salesOrderNumbers(order, facts.rules.orderExport, keys, facts.numbers, faults);
  const salesOrders = groups.map((group) => {
    const header = headers.get(group.shippingKey) ?? {};
    return assemble(group, numbers.get(group.key) ?? '', { customer, header, lines }, parts);
  });
  return faults.all.length > 0 ? { kind: 'faulty', faults: faults.all } : { kind: 'composed', salesOrders };
}
