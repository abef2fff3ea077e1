import type { Order } from '@commercetools/platform-sdk';
import { rulesSchema, type Rules } from '../configuration/rules';
import { lineIdOf } from '../peoplevox/line-id';
import type { OrderLine } from './order-lines';
import type { SalesOrderFacts, OrderFacts } from './decide';
import type { DespatchRow } from './despatches';

export const NOW = Date.UTC(2026, 2, 2, 9);

export function rules(overrides: object = {}): Rules {
  return rulesSchema.parse(overrides);
}

export function row(overrides: Partial<DespatchRow> = {}): DespatchRow {
  return {
    salesOrder: 'SO-1',
    despatch: 'D1',
    despatchedAt: NOW,
    carrier: 'DPD',
    service: 'Next day',
    tracking: '',
    packageNumber: undefined,
    itemCode: 'MUG',
    line: '',
    units: 1,
    parent: '',
    parentUnits: undefined,
    ...overrides,
  };
}

export function orderLine(
  lineItemId: string,
  ordered: number,
  overrides: Partial<OrderLine> = {},
): OrderLine {
  return { lineItemId, line: lineIdOf(lineItemId), sku: 'MUG', ordered, factor: 1, ...overrides };
}

/** A sales order of all lines of the order, as it was sent. */
export function salesOrderOf(order: Order, overrides: Partial<SalesOrderFacts> = {}): SalesOrderFacts {
  return {
    number: 'SO-1',
    status: 'Picked',
    revoked: false,
    lines: order.lineItems.map(({ id, variant, quantity }) => ({
      lineItemId: id,
      line: lineIdOf(id),
      itemCode: variant.sku ?? '',
      units: quantity,
    })),
    ...overrides,
  };
}

export function factsOf(order: Order, overrides: Partial<OrderFacts> = {}): OrderFacts {
  return {
    order,
    rules: rules(),
    now: NOW,
    exportedAt: NOW,
    salesOrders: [salesOrderOf(order)],
    seen: new Map(),
    despatches: [],
    notShipped: [],
    stateIds: new Map(),
    written: new Map(),
    known: new Map(),
    ...overrides,
  };
}
