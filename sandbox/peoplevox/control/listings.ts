import type { PeoplevoxSimulator } from '../core';
import { isInstant, type Cell } from '../cell';
import type { Despatch, SalesOrder } from '../warehouse/records';

/** What can be seen over HTTP: `GET /_control/{name}`. Times are ISO 8601, UTC. */
export const listings: Readonly<Record<string, (simulator: PeoplevoxSimulator) => unknown>> = {
  'sales-orders': ({ floor }) => [...floor.orders.values()].map(describeOrder),
  'sales-order-lines': ({ floor }) =>
    [...floor.orders.values()].flatMap((order) =>
      describeOrder(order).lines.map((line) => ({ salesOrderNumber: order.number, ...line })),
    ),
  despatches: ({ floor }) => [...floor.despatches.values()].map(describeDespatch),
  returns: ({ floor }) =>
    floor.returns.map(({ order, item, at, ...rest }) => ({
      ...rest,
      at: iso(at),
      isOrderKnown: order !== undefined,
      itemCode: item.code,
    })),
  stock: ({ floor }) =>
    [...floor.items.values()].flatMap((item) =>
      [...item.stock].map(([site, { onHand, allocated }]) => ({
        itemCode: item.code,
        site,
        onHand,
        allocated,
        available: onHand - allocated,
      })),
    ),
  items: ({ floor }) =>
    [...floor.items.values()].map(({ code, active, columns }) => ({
      itemCode: code,
      active,
      ...describe(columns),
    })),
  journal: ({ journal }) => journal.map((entry) => ({ ...entry, at: iso(entry.at) })),
  load: (simulator) => ({
    requests: simulator.arrivals.length,
    peak: simulator.peak(),
    limit: simulator.settings.limit,
    calls: simulator.calls(),
  }),
  violations: ({ violations }) => violations.map((violation) => ({ ...violation, at: iso(violation.at) })),
  subscriptions: ({ subscriptions }) => subscriptions.active(),
  callbacks: ({ subscriptions }) =>
    subscriptions.callbacks.map((record) => ({ ...record, at: iso(record.at) })),
  faults: ({ faults, away, frozen }) => ({ rules: faults.rules(), away, frozen }),
  settings: ({ settings }) => settings,
};

function describeOrder(order: SalesOrder) {
  return {
    salesOrderNumber: order.number,
    status: order.status,
    site: order.site,
    onHold: order.onHold,
    columns: describe(order.columns),
    lines: order.lines.map((line) => ({
      line: line.line,
      itemCode: line.item.code,
      ordered: line.ordered,
      allocated: line.allocated,
      picked: line.picked,
      despatched: line.despatched,
    })),
  };
}

function describeDespatch(despatch: Despatch) {
  return {
    despatchNumber: despatch.number,
    salesOrderNumber: despatch.order.number,
    at: iso(despatch.at),
    carrier: despatch.carrier,
    serviceType: despatch.serviceType,
    packages: despatch.packages.map(({ number, identifier, trackingNumber, contents }) => ({
      packageNumber: number,
      identifier,
      trackingNumber,
      lines: contents.map(({ line, quantity }) => ({ line: line.line, itemCode: line.item.code, quantity })),
    })),
  };
}

function describe(columns: ReadonlyMap<string, Cell>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    [...columns].map(([name, cell]) => [name, isInstant(cell) ? iso(cell.at) : cell]),
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
