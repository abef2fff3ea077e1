import * as z from 'zod';
import type { Context } from '../core/context';
import { optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import { customDraft, dateTime, identifier, parsed, resourceKey } from '../core/draft';
import { invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Action, type Kind } from '../core/kind';
import type { InventoryEntry } from '../core/platform';
import { base, custom, named, reference } from '../predicate/fields';

const cartLimits = { minCartQuantity: z.int().min(1).optional(), maxCartQuantity: z.int().min(1).optional() };
const expiry = z.int().min(1).max(44_640).optional();
const draft = z.object({
  sku: z.string().min(1),
  key: resourceKey.optional(),
  supplyChannel: identifier.optional(),
  quantityOnStock: z.int(),
  ...cartLimits,
  restockableInDays: z.int().optional(),
  expectedDelivery: dateTime.optional(),
  reservationExpirationInMinutes: expiry,
  stockLevels: z.object({ reorderPoint: z.int().optional(), safetyStock: z.int().optional() }).optional(),
  custom: customDraft.optional(),
});

function supplyChannel(context: Context<InventoryEntry>, wanted: z.infer<typeof identifier> | undefined) {
  if (wanted === undefined) return undefined;
  const channel = context.reference('channel', wanted);
  const roles = context.project.collections.channel.get(channel.id)?.roles ?? [];
  if (!roles.includes('InventorySupply')) throw invalidInput('A supply channel needs role InventorySupply.');
  return channel;
}

/** Messages of a quantity that went down to nothing, to the reorder point or to the safety stock. */
export function tellStockLevels(
  before: InventoryEntry,
  after: InventoryEntry,
  context: Pick<Context<InventoryEntry>, 'emit'>,
): void {
  const { sku, supplyChannel: channel, quantityOnStock, stockLevels } = after;
  const reached = (level: number | undefined) =>
    level !== undefined && before.quantityOnStock > level && quantityOnStock <= level;
  if (reached(0)) context.emit('InventoryEntryOutOfStock', { sku, supplyChannel: channel });
  const levels = { sku, quantityOnStock, supplyChannel: channel };
  if (reached(stockLevels?.reorderPoint)) context.emit('InventoryEntryReorderPoint', levels);
  if (reached(stockLevels?.safetyStock)) context.emit('InventoryEntrySafetyStock', levels);
}

/** quantityOnStock as given; availableQuantity follows, what is reserved stays (facts/commercetools §6). */
function toQuantity(
  entry: InventoryEntry,
  quantityOnStock: number,
  context: Context<InventoryEntry>,
): InventoryEntry {
  const change = quantityOnStock - entry.quantityOnStock;
  const after = { ...entry, quantityOnStock, availableQuantity: entry.availableQuantity + change };
  context.emit('InventoryEntryQuantitySet', {
    oldQuantityOnStock: entry.quantityOnStock,
    newQuantityOnStock: after.quantityOnStock,
    oldAvailableQuantity: entry.availableQuantity,
    newAvailableQuantity: after.availableQuantity,
    sku: entry.sku,
    supplyChannel: entry.supplyChannel,
  });
  tellStockLevels(entry, after, context);
  return after;
}

function setLevel(name: 'reorderPoint' | 'safetyStock'): Action<InventoryEntry> {
  return action({ quantity: z.int().optional() }, (entry: InventoryEntry, { quantity }) => ({
    ...entry,
    stockLevels: { ...entry.stockLevels, [name]: quantity },
  }));
}

export const inventory: Kind<'inventory-entry'> = {
  typeId: 'inventory-entry',
  path: 'inventory',
  entity: 'InventoryEntry',
  view: ['view_products'],
  manage: ['manage_products'],
  showsWriter: true,
  fields: {
    ...base,
    ...named('string', 'key sku'),
    ...named(
      'number',
      'quantityOnStock availableQuantity minCartQuantity maxCartQuantity restockableInDays reservationExpirationInMinutes',
    ),
    supplyChannel: reference,
    expectedDelivery: 'datetime',
    stockLevels: named('number', 'reorderPoint safetyStock'),
    custom,
  },
  alternateKeys: byKey,
  create: (body, context) => {
    const entry = parsed(draft, body);
    return {
      ...fresh(context),
      ...entry,
      availableQuantity: entry.quantityOnStock,
      supplyChannel: supplyChannel(context, entry.supplyChannel),
      custom: optionalCustomFields(context, 'inventory-entry', entry.custom),
    };
  },
  created: (_, context) => context.emit('InventoryEntryCreated', (inventoryEntry) => ({ inventoryEntry })),
  deleted: ({ sku, supplyChannel: channel }, context) =>
    context.emit('InventoryEntryDeleted', { sku, supplyChannel: channel }),
  actions: {
    changeQuantity: action({ quantity: z.int() }, (entry, { quantity }, context) =>
      toQuantity(entry, quantity, context),
    ),
    addQuantity: action({ quantity: z.int() }, (entry, { quantity }, context) =>
      toQuantity(entry, entry.quantityOnStock + quantity, context),
    ),
    // May go below zero.
    removeQuantity: action({ quantity: z.int() }, (entry, { quantity }, context) =>
      toQuantity(entry, entry.quantityOnStock - quantity, context),
    ),
    setInventoryLimits: assign(cartLimits),
    setRestockableInDays: assign({ restockableInDays: z.int().optional() }),
    setExpectedDelivery: assign({ expectedDelivery: dateTime.optional() }),
    setReservationExpirationInMinutes: assign({ reservationExpirationInMinutes: expiry }),
    setReorderPoint: setLevel('reorderPoint'),
    setSafetyStock: setLevel('safetyStock'),
    setKey: assign({ key: resourceKey.optional() }),
    setSupplyChannel: action({ supplyChannel: identifier.optional() }, (entry, body, context) => ({
      ...entry,
      supplyChannel: supplyChannel(context, body.supplyChannel),
    })),
    ...customActions('inventory-entry'),
  },
};
