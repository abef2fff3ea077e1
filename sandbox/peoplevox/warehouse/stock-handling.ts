import { allocateWaiting } from './allocation';
import { activeItem, knownSite, type Floor } from './floor';
import { WarehouseRefusal } from './refusal';
import { changeStock, totalsOf } from './stock';

export interface StockMove {
  readonly itemCode: string;
  /** Units; of an adjustment also negative. */
  readonly quantity: number;
  readonly site?: string;
  readonly reason?: string;
}

/** Goods come in and are reconciled; orders that wait for them are allocated. */
export function receiveStock(
  floor: Floor,
  { itemCode, quantity, site, reason = 'Goods in' }: StockMove,
): void {
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
export function adjustStock(
  floor: Floor,
  { itemCode, quantity, site, reason = 'Stock take' }: StockMove,
): void {
  const item = activeItem(floor, itemCode);
  const place = knownSite(floor, site);
  if (floor.items.stockAt(item, place).onHand + quantity < 0) {
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
    throw new WarehouseRefusal(
      `ItemCode '${itemCode}' is allocated to sales orders and cannot be deactivated.`,
    );
  }
  floor.items.delete(itemCode);
  item.active = false;
  item.code = `${itemCode}~D~${floor.items.size + 1}`;
  floor.items.set(item.code, item);
}
