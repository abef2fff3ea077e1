import { uuid } from '../../../shared/src/runtime';
import type { CommercetoolsEmulator } from '../../commercetools';
import type { PeoplevoxSimulator } from '../../peoplevox';
import { addProduct } from '../../simulation/merchant';

const SITE = 'PrimarySite';
const VARIANTS = 100;

/** So many SKUs with stock at one site of Peoplevox, which the entry without channel is to show. */
export function createCatalogue(
  commercetools: CommercetoolsEmulator,
  { floor, warehouse }: PeoplevoxSimulator,
  count: number,
) {
  const { collections, clock, random } = commercetools.project;
  const entries = collections['inventory-entry'];
  const skus = Array.from({ length: count }, (_, index) => `SKU-${String(index).padStart(7, '0')}`);
  // Not received: no report of changes shows stock that has been there for long.
  skus.forEach((sku, index) => {
    const item = { code: sku, active: true, columns: new Map([['Name', `Item ${sku}`]]), stock: new Map() };
    floor.items.set(sku, item);
    floor.items.stockAt(item, SITE).onHand = 10 + ((index * 7) % 90);
  });

  const onHand = (sku: string): number => floor.items.get(sku)?.stock.get(SITE)?.onHand ?? NaN;
  const everyTenth = skus.filter((_, index) => index % 10 === 0);

  return {
    skus,
    /** What Peoplevox has. */
    onHand,
    addProducts: async () => {
      for (let from = 0; from < skus.length; from += VARIANTS) {
        const [master = '', ...others] = skus.slice(from, from + VARIANTS);
        await addProduct(commercetools, [master, ...others]);
      }
    },
    /** Entries that show what Peoplevox has. */
    addEntries: () => {
      const at = new Date(clock.now()).toISOString();
      for (const sku of skus)
        entries.put({
          id: uuid(random),
          version: 1,
          createdAt: at,
          lastModifiedAt: at,
          sku,
          quantityOnStock: onHand(sku),
          availableQuantity: onHand(sku),
        });
    },
    /** Every tenth SKU has a unit more, and the report of changes shows it. */
    change: () => {
      for (const itemCode of everyTenth) warehouse.adjustStock({ itemCode, quantity: 1 });
    },
    /** The same, unseen by the report of changes. */
    changeUnseen: () => {
      for (const sku of everyTenth) {
        const stock = floor.items.get(sku)?.stock.get(SITE);
        if (stock !== undefined) stock.onHand += 1;
      }
    },
    /** SKUs whose entry does not show what Peoplevox has. */
    wrong: (): number => {
      const shown = new Map<string, number>();
      for (const { sku, quantityOnStock } of entries.values()) shown.set(sku, quantityOnStock);
      return skus.filter((sku) => shown.get(sku) !== onHand(sku)).length;
    },
  };
}
