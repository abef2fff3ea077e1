import type { Floor } from './floor';
import type { Item, Stock } from './records';

export function availableOf(item: Item, site: string): number {
  const { onHand, allocated } = item.stock.get(site) ?? { onHand: 0, allocated: 0 };
  return onHand - allocated;
}

interface StockChange {
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
  const stock = floor.items.stockAt(item, site);
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
