import { plainText } from '../cell';
import type { Floor } from './floor';
import { knownLine, orderInPicking, type LineQuantity } from './picking';
import { packageData } from './package-data';
import type { Carriage, Despatch, PackedLine, PackedPackage, SalesOrder, SalesOrderLine } from './records';
import { WarehouseRefusal } from './refusal';
import { refreshStatus } from './status';
import { changeStock } from './stock';
import { tellTracking } from './tracking';

export interface PackageContents {
  /** Without lines: all that is picked (one package only). */
  readonly lines?: readonly LineQuantity[];
  readonly tracking?: string;
  /** Code or name. Left out: as the sales order has it. */
  readonly serviceType?: string;
}

export interface Packing {
  readonly salesOrderNumber: string;
  /** Of a despatch without packages: what was packed, else all that is picked in one package. */
  readonly packages?: readonly PackageContents[];
  /** Send more than was picked, as people sometimes do. */
  readonly force?: boolean;
}

export interface Despatching extends Packing {
  /** true: nothing more will be sent; false: the rest follows. Left out: the rest follows if IsPartialShipment. */
  readonly close?: boolean;
}

export function pack(floor: Floor, packing: Packing): void {
  const order = orderInPicking(floor, packing.salesOrderNumber);
  order.packed = contentsOf(order, packing.packages ?? [{}], packing.force ?? false);
}

/** The goods leave: one despatch with its packages. Returns the despatch number. */
export function despatch(floor: Floor, despatching: Despatching): string {
  const order = orderInPicking(floor, despatching.salesOrderNumber);
  const packages = packedPackages(order, despatching);
  const record = bookDespatch(floor, order, packages);
  for (const { contents } of packages) for (const packed of contents) sendOff(floor, order, packed);
  for (const line of order.lines) putBack(floor, order, line);
  order.packed = [];
  order.picking = false;
  const isComplete = order.lines.every((line) => line.despatched >= line.ordered);
  const isPartial = order.columns.get('IsPartialShipment') === true;
  order.closed = isComplete || (despatching.close ?? !isPartial);
  if (order.closed) for (const line of order.lines) giveUp(floor, order, line);
  refreshStatus(floor, order);
  tellDespatch(floor, record);
  return record.number;
}

function packedPackages(order: SalesOrder, { packages, force = false }: Despatching): PackedPackage[] {
  if (packages) return contentsOf(order, packages, force);
  return order.packed.length > 0 ? order.packed : contentsOf(order, [{}], force);
}

function contentsOf(
  order: SalesOrder,
  packages: readonly PackageContents[],
  force: boolean,
): PackedPackage[] {
  const packed = packages.map(({ lines, tracking = '', serviceType }) => ({
    trackingNumber: tracking,
    ...(serviceType !== undefined && { serviceType }),
    contents: lines
      ? lines.map((named) => ({ line: knownLine(order, named), quantity: named.quantity }))
      : order.lines.filter((line) => line.picked > 0).map((line) => ({ line, quantity: line.picked })),
  }));
  const all = packed.flatMap(({ contents }) => contents);
  if (all.length === 0) throw new WarehouseRefusal(`Sales order '${order.number}' has nothing picked.`);
  if (!force) for (const line of order.lines) checkPicked(line, all);
  return packed;
}

function checkPicked(line: SalesOrderLine, contents: readonly PackedLine[]): void {
  const units = contents
    .filter((packed) => packed.line === line)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  if (units > line.picked) {
    throw new WarehouseRefusal(
      `${units} units of '${line.item.code}' are packed but only ${line.picked} picked.`,
    );
  }
}

function bookDespatch(floor: Floor, order: SalesOrder, packages: readonly PackedPackage[]): Despatch {
  const at = floor.clock.now();
  const number = `DES${100_001 + floor.despatches.size}`;
  const usual = plainText(order.columns.get('ServiceType'));
  const record: Despatch = {
    number,
    order,
    at,
    ...carriageOf(floor, order, usual),
    packages: packages.map(({ contents, trackingNumber, serviceType = usual }, index) => ({
      ...carriageOf(floor, order, serviceType),
      number: index + 1,
      identifier: `${number}-${index + 1}`,
      contents,
      trackingNumber,
      trackingAt: trackingNumber === '' ? undefined : at,
    })),
  };
  floor.despatches.set(number, record);
  return record;
}

function carriageOf({ tenant }: Floor, order: SalesOrder, serviceType: string): Carriage {
  const service = tenant.serviceTypes.find(({ code, name }) => code === serviceType || name === serviceType);
  return {
    carrier: service?.carrier ?? plainText(order.columns.get('CarrierName')),
    serviceType: service?.code ?? serviceType,
    serviceName: service?.name ?? serviceType,
  };
}

function sendOff(floor: Floor, order: SalesOrder, { line, quantity }: PackedLine): void {
  const promised = Math.min(quantity, line.picked);
  line.picked -= promised;
  line.despatched += quantity;
  changeStock(floor, line.item, order.site, {
    onHand: -quantity,
    allocated: -promised,
    reason: 'Despatch',
    from: 'Packing',
    to: 'Despatched',
    salesOrderNumber: order.number,
  });
}

/** Picked units that were not packed wait for the next despatch as allocated ones. */
function putBack(floor: Floor, order: SalesOrder, line: SalesOrderLine): void {
  const spare = Math.max(0, line.picked + line.allocated + line.despatched - line.ordered);
  line.allocated += line.picked;
  line.picked = 0;
  const released = Math.min(spare, line.allocated);
  line.allocated -= released;
  if (released > 0) deallocate(floor, order, line, released);
}

function giveUp(floor: Floor, order: SalesOrder, line: SalesOrderLine): void {
  const units = line.allocated;
  line.allocated = 0;
  if (units > 0) deallocate(floor, order, line, units);
}

function deallocate(floor: Floor, order: SalesOrder, line: SalesOrderLine, units: number): void {
  changeStock(floor, line.item, order.site, {
    allocated: -units,
    reason: 'Sales order deallocation',
    salesOrderNumber: order.number,
  });
}

function tellDespatch(floor: Floor, record: Despatch): void {
  for (const sent of record.packages) {
    floor.emit({ type: 'DespatchPackageDespatched', data: packageData(record, sent) });
    if (sent.trackingNumber !== '') tellTracking(floor, record, sent);
  }
}
