import type { Clock } from '../../../shared/src/runtime/clock';
import type { Cell } from '../cell';
import type { Settings } from '../settings';
import type { Tenant } from '../tenant';
import { createItems, type Items } from './items';
import type { AvailabilityChange, Despatch, Item, Movement, Return, SalesOrder, Violation } from './records';
import { WarehouseRefusal } from './refusal';

/** Something that subscribers can hear of: placeholder → value; a list where the path has many values. */
export interface WarehouseEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, Cell | readonly Cell[]>>;
}

/** What the warehouse holds and knows. */
export interface Floor {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly emit: (event: WarehouseEvent) => void;
  readonly items: Items;
  /** Rows of template `Item type kittings`: what is in a kit. A kit is stocked and sold under its own ItemCode. */
  kittings: ReadonlyMap<string, ReadonlyMap<string, Cell>>;
  readonly orders: Map<string, SalesOrder>;
  readonly despatches: Map<string, Despatch>;
  readonly returns: Return[];
  readonly movements: Movement[];
  readonly availabilityChanges: AvailabilityChange[];
  readonly violations: Violation[];
}

export function createFloor(
  clock: Clock,
  settings: Settings,
  tenant: Tenant,
  emit: (event: WarehouseEvent) => void,
): Floor {
  return {
    clock,
    settings,
    tenant,
    emit,
    items: createItems(),
    orders: new Map(),
    despatches: new Map(),
    returns: [],
    kittings: new Map(),
    movements: [],
    availabilityChanges: [],
    violations: [],
  };
}

export function defaultSite(floor: Floor): string {
  return floor.tenant.sites[0]?.reference ?? 'PrimarySite';
}

/** The reference as the tenant writes it; the first site for an empty one. Throws WarehouseRefusal. */
export function knownSite(floor: Floor, reference = ''): string {
  if (reference === '') return defaultSite(floor);
  const site = floor.tenant.sites.find((known) => known.reference.toLowerCase() === reference.toLowerCase());
  if (!site) throw new WarehouseRefusal(`Site '${reference}' does not exist.`);
  return site.reference;
}

export function activeItem(floor: Floor, code: string): Item {
  const item = floor.items.get(code);
  if (!item?.active) throw new WarehouseRefusal(`ItemCode '${code}' does not exist.`);
  return item;
}

export function knownOrder(floor: Floor, number: string): SalesOrder {
  const order = floor.orders.get(number);
  if (!order) throw new WarehouseRefusal(`Sales order '${number}' does not exist.`);
  return order;
}
