import { announceChange, announceMessages } from '../messages';
import { openContext } from '../core/context';
import { stockPlace } from '../core/documents';
import { outOfStock } from '../core/errors';
import type { InventoryEntry, LineItem, Order } from '../core/platform';
import type { Project } from '../core/project';
import { inventory, tellStockLevels } from '../resources/inventory';

const MAX_LAG_MS = 10_000;

function entryFor(
  { collections }: Project,
  { variant, supplyChannel }: LineItem,
): InventoryEntry | undefined {
  if (variant.sku === undefined) return undefined;
  return collections['inventory-entry'].find('place', stockPlace(variant.sku, supplyChannel?.id));
}

function tracked(order: Order): readonly LineItem[] {
  return order.lineItems.filter((item) => (item.inventoryMode ?? order.inventoryMode ?? 'None') !== 'None');
}

/** @throws PlatformError OutOfStock for ReserveOnOrder lines that the stock cannot serve. */
export function assertInStock(project: Project, order: Order): void {
  const short = tracked(order).filter((item) => {
    const reserving = (item.inventoryMode ?? order.inventoryMode) === 'ReserveOnOrder';
    return reserving && (entryFor(project, item)?.availableQuantity ?? 0) < item.quantity;
  });
  if (short.length > 0)
    throw outOfStock(
      short.map(({ id }) => id),
      short.flatMap(({ variant }) => variant.sku ?? []),
    );
}

/** Both quantities fall by what was ordered; no InventoryEntryQuantitySet tells it (facts/commercetools §5, §6). */
function lower(project: Project, item: LineItem): void {
  const entry = entryFor(project, item);
  if (entry === undefined) return;
  const context = openContext<InventoryEntry>(project);
  const after: InventoryEntry = {
    ...entry,
    quantityOnStock: entry.quantityOnStock - item.quantity,
    availableQuantity: entry.availableQuantity - item.quantity,
    version: entry.version + 1,
    lastModifiedAt: context.now,
  };
  project.collections['inventory-entry'].put(after);
  tellStockLevels(entry, after, context);
  announceMessages(project, inventory, after, context.pending);
  announceChange(project, inventory, 'ResourceUpdated', after, entry.version);
}

/** Takes the order's units off the stock, as late as the platform shows it. */
export function takeFromStock(project: Project, order: Order): void {
  const lag = project.settings.inventoryLagMs ?? Math.floor(project.random() * MAX_LAG_MS);
  const take = () => {
    for (const item of tracked(order)) lower(project, item);
  };
  if (lag === 0) take();
  else project.clock.after(lag, take);
}
