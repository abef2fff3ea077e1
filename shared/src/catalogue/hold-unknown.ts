import type { Finding, Subject } from '../exceptions/exception';
import type { AuditContext } from './context';
import type { SkuFinding } from './weigh';
import { ITEM_TYPES } from './item-types';
import type { BothSides } from './read-both';

const subject: Subject = { type: 'report', key: ITEM_TYPES };
const CODE = 'stock-feed-implausible';

/**
 * Holds the stock of published SKUs at 0 that Peoplevox does not know, by rule; returns how many entries. When these
 * are more than rule inventory.maxZeroedShare of all, the list of Item types is doubted: nothing is held, people are told.
 */
export async function holdUnknown(
  context: AuditContext,
  { variants }: BothSides,
  findings: readonly SkuFinding[],
): Promise<number> {
  const { rules, exceptions, run, assertHeld, itemTypes } = context;
  if (!rules.skuAudit.holdUnknown) {
    await exceptions.resolve(CODE, subject, 'By rule no stock is held at 0.');
    return 0;
  }
  const unknown = findings.filter(({ published, unknown: isUnknown }) => published && isUnknown);
  const onSale = [...variants.values()].filter(({ published, shipped }) => published && shipped).length;
  if (unknown.length > onSale * rules.inventory.maxZeroedShare) {
    await exceptions.raise(implausible(unknown.length, onSale));
    return 0;
  }
  await exceptions.resolve(
    CODE,
    subject,
    `Audit ${run.run} found ${unknown.length} of ${onSale} SKUs unknown.`,
  );
  const skus = unknown.map(({ sku }) => sku);
  return context.holdStock({ rules, run: run.run, skus, knownByNow: itemTypes.known, assertHeld });
}

function implausible(unknown: number, onSale: number): Finding {
  return {
    code: CODE,
    subject,
    message: `The list of Item types lacks ${unknown} of ${onSale} published SKUs. That is more than inventory.maxZeroedShare allows, so their stock was not set to 0.`,
    fix: 'Check that the API user may see all Item types. If they are really missing, create them, list what the warehouse does not hold under notShippedByPeoplevox, or raise inventory.maxZeroedShare for one audit.',
  };
}
