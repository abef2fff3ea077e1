import { allocateWaiting } from './allocation';
import { activeItem, knownSite, type Floor } from './floor';
import type { Item, Stock } from './records';
import { WarehouseRefusal } from './refusal';

export function stockOf(item: Item, site: string): Stock {
  const known = item.stock.get(site);
  if (known) return known;
  const fresh = { onHand: 0, allocated: 0 };
  item.stock.set(site, fresh);
  return fresh;
}

export function availableOf(item: Item, site: string): number {
  const { onHand, allocated } = item.stock.get(site) ?? { onHand: 0, allocated: 0 };
  return onHand - allocated;
}

export interface StockChange {
  readonly onHand?: number;
  readonly allocated?: number;
  readonly reason: string;
  /** Of a physical movement. */
  readonly from?: string;
  readonly to?: string;
  readonly salesOrderNumber?: string;
}

/** The only place where stock changes: writes the logs that the reports show, and tells subscribers. */
export function changeStock(floor: Floor, item: Item, site: string, change: StockChange): void {
  const stock = stockOf(item, site);
  const before = stock.onHand - stock.allocated;
  stock.onHand += change.onHand ?? 0;
  stock.allocated += change.allocated ?? 0;
  if (change.onHand) recordMovement(floor, item, site, change);
  if (stock.onHand - stock.allocated !== before) recordAvailability(floor, item, site, change.reason);
}

function recordMovement(floor: Floor, item: Item, site: string, change: StockChange): void {
  const quantity = change.onHand ?? 0;
  const movement = {
    id: floor.movements.length + 1,
    at: floor.clock.now(),
    item,
    site,
    quantity,
    from: change.from ?? '',
    to: change.to ?? '',
    reason: change.reason,
    salesOrderNumber: change.salesOrderNumber ?? '',
  };
  floor.movements.push(movement);
  floor.emit({
    type: 'IncrementalChanges',
    data: {
      'ItemType.ItemCode': item.code,
      'ItemType.Name': item.columns.get('Name') ?? '',
      QuantityChanged: quantity,
      Reason: change.reason,
      Type: 'Adjustment',
      HistoryId: movement.id,
      UpdatedBy: floor.tenant.username,
      UpdateTimestamp: { at: movement.at },
      'Site.Reference': site,
    },
  });
}

function recordAvailability(floor: Floor, item: Item, site: string, reason: string): void {
  const at = floor.clock.now();
  floor.availabilityChanges.push({ at, item, site });
  const totals = totalsOf(item);
  floor.emit({
    type: 'AvailabilityChanges',
    data: {
      ItemCode: item.code,
      Available: totals.onHand - totals.allocated,
      OnHand: totals.onHand,
      Allocated: totals.allocated,
      Reason: reason,
      UpdateTimestamp: { at },
      'Site.Reference': site,
    },
  });
}

export function totalsOf(item: Item): Stock {
  const totals = { onHand: 0, allocated: 0 };
  for (const stock of item.stock.values()) {
    totals.onHand += stock.onHand;
    totals.allocated += stock.allocated;
  }
  return totals;
}

export interface StockMove {
  readonly itemCode: string;
  /** Units; of an adjustment also negative. */
  readonly quantity: number;
  readonly site?: string | undefined;
  readonly reason?: string | undefined;
}

/** Goods come in and are reconciled; orders that wait for them are allocated. */
export function receiveStock(floor: Floor, { itemCode, quantity, site, reason = 'Goods in' }: StockMove): void {
  const item = activeItem(floor, itemCode);
  if (quantity <= 0) throw new WarehouseRefusal('Only a positive quantity can be received.');
  const place = knownSite(floor, site);
  changeStock(floor, item, place, { onHand: quantity, reason, from: 'Goods in', to: 'Bulk' });
  floor.emit({
    type: 'GoodsReceived',
    data: {
      GoodsInId: floor.movements.length,
      Reference: `GI${floor.movements.length}`,
      ReconciledDateTime: { at: floor.clock.now() },
      'Consignments.ConsignmentItemTypes.Quantity': quantity,
      'Consignments.ConsignmentItemTypes.ItemType.Name': item.columns.get('Name') ?? '',
      'Consignments.ConsignmentItemTypes.ItemType.ItemCode': item.code,
    },
  });
  if (floor.settings.allocateOnReceipt) allocateWaiting(floor);
}

/** A count found more or fewer units. What is allocated stays so: available may become negative. */
export function adjustStock(floor: Floor, { itemCode, quantity, site, reason = 'Stock take' }: StockMove): void {
  const item = activeItem(floor, itemCode);
  const place = knownSite(floor, site);
  if (stockOf(item, place).onHand + quantity < 0) {
    throw new WarehouseRefusal(`Stock on hand of '${itemCode}' at ${place} cannot become negative.`);
  }
  const [from, to] = quantity < 0 ? ['Bulk', 'Adjustment'] : ['Adjustment', 'Bulk'];
  changeStock(floor, item, place, { onHand: quantity, reason, from, to });
  if (quantity > 0 && floor.settings.allocateOnReceipt) allocateWaiting(floor);
}

/** The item is taken out of use: its code gets `~D~`, imports no longer find it. */
export function deactivateItem(floor: Floor, { itemCode }: { readonly itemCode: string }): void {
  const item = activeItem(floor, itemCode);
  if (totalsOf(item).allocated > 0) {
    throw new WarehouseRefusal(`ItemCode '${itemCode}' is allocated to sales orders and cannot be deactivated.`);
  }
  floor.items.delete(itemCode);
  item.active = false;
  item.code = `${itemCode}~D~${floor.items.size + 1}`;
  floor.items.set(item.code, item);
}
