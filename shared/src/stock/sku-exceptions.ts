import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { isIn } from '../commercetools/predicate';
import type { ExceptionStore, Subject } from '../exceptions/exception';
import { exceptionContainer, exceptionKey } from '../exceptions/store';
import type { Log } from '../runtime/log';
import { inChunks, inFlight } from '../runtime/in-flight';
import type { Inventory } from './inventory';

const CODE = 'sku-missing-in-commercetools';
/** The audit of SKUs tells them all; here a few show what is wrong. */
const NEW_IN_A_RUN = 100;
/** Requests at a time. */
const CAP = 10;

export interface SkuExceptions {
  /**
   * The SKUs without entry for which one may be made, because a product variant has them. The others are reported,
   * once; those reported before that have a product by now are resolved.
   */
  creatable(
    candidates: readonly { readonly sku: string; readonly entry: unknown }[],
  ): Promise<ReadonlySet<string>>;
}

const openDocument = z.object({ status: z.literal('open') });

export function createSkuExceptions({
  documents,
  exceptions,
  inventory,
  log,
}: {
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly inventory: Pick<Inventory, 'known'>;
  readonly log: Log;
}): SkuExceptions {
  let reported = 0;

  async function open(skus: readonly string[]): Promise<Set<string>> {
    const skuOf = new Map(skus.map((sku) => [exceptionKey(CODE, subject(sku)), sku]));
    const found = new Set<string>();
    await inFlight(inChunks([...skuOf.keys()], 100), CAP, async (keys) => {
      for await (const { key, value } of documents.list<unknown>(exceptionContainer, isIn('key', keys))) {
        const sku = skuOf.get(key);
        if (sku !== undefined && openDocument.safeParse(value).success) found.add(sku);
      }
    });
    return found;
  }

  async function report(skus: readonly string[]): Promise<void> {
    const room = skus.slice(0, Math.max(0, NEW_IN_A_RUN - reported));
    reported += room.length;
    for (const sku of room)
      await exceptions.raise({
        code: CODE,
        subject: subject(sku),
        message: `Peoplevox has stock of ${sku}, but no product in commercetools has this SKU. Its stock is not imported.`,
        fix: 'Add the product, or correct the SKU on one of both sides. Items that are not sold online can be left as they are.',
      });
    if (room.length < skus.length)
      log.warn('More SKUs are unknown to commercetools than are reported at once.', {
        unknown: skus.length,
        reported: room.length,
      });
  }

  return {
    creatable: async (candidates) => {
      const skus = [...new Set(candidates.filter(({ entry }) => entry === undefined).map(({ sku }) => sku))];
      if (skus.length === 0) return new Set();
      const known = await inventory.known(skus);
      const isOpen = await open(skus);
      await report(skus.filter((sku) => !known.has(sku) && !isOpen.has(sku)));
      for (const sku of known)
        if (isOpen.has(sku)) await exceptions.resolve(CODE, subject(sku), 'A product has this SKU now.');
      return known;
    },
  };
}

function subject(sku: string): Subject {
  return { type: 'sku', key: sku };
}
