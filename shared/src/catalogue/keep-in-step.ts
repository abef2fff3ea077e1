import { createAuditTrail } from '../commercetools/audit-trail';
import type { AuditContext } from './context';
import type { FaultySku } from './faults';
import { planItemTypes, type ItemTypePlan } from './item-type-changes';
import type { BothSides } from './read-both';
import { itemTypeTerms } from './state';
import type { ItemTypesSummary } from './summary';
import { writeItemTypes, type ItemTypeRecord, type WrittenItemType } from './write-item-types';

export const ITEM_TYPE_AUDIT = 'item-types';

export interface InStep {
  /** SKUs that have an Item type now. */
  readonly created: ReadonlySet<string>;
  /** SKUs whose Item type has their barcode now. */
  readonly barcoded: ReadonlySet<string>;
  readonly written: readonly WrittenItemType[];
  /** Undefined: switched off. */
  readonly summary?: ItemTypesSummary;
}

/** Creates and changes Item types so that they are as the variants are, or lists what it would do. */
export async function keepInStep(
  context: AuditContext,
  { items, variants, missing }: BothSides,
  faulty: readonly FaultySku[],
): Promise<InStep> {
  const { rules, state, log } = context;
  const { mode } = rules.skuAudit.itemTypes;
  if (mode === 'off') return { created: new Set(), barcoded: new Set(), written: [] };
  const bySku = new Map(faulty.map((one) => [one.sku, one]));
  const plan = planItemTypes(items, variants, bySku, rules, missing);
  const isLive = mode === 'live' && state.previewed === itemTypeTerms(rules);
  if (mode === 'live' && !isLive)
    log.warn('Item types are previewed first: look at the report; the next audit writes them.', {
      planned: plan.changes.length,
    });
  const written = isLive
    ? await write(context, plan)
    : plan.changes.map((change) => ({ ...change, outcome: { kind: 'planned' as const } }));
  const saved = written.filter(({ outcome }) => outcome.kind === 'saved');
  const skusOf = (some: readonly WrittenItemType[]) => new Set(some.map(({ sku }) => sku));
  const count = (...kinds: readonly string[]) =>
    written.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  return {
    created: skusOf(saved.filter(({ kind }) => kind === 'create')),
    barcoded: skusOf(saved.filter(({ columns }) => 'Barcode' in columns)),
    written,
    summary: {
      mode: isLive ? 'live' : 'preview',
      planned: plan.changes.length,
      saved: saved.length,
      refused: count('refused', 'unclear'),
      waiting: count('waits', 'unknown'),
      skipped: plan.skipped,
    },
  };
}

async function write(context: AuditContext, { changes }: ItemTypePlan): Promise<WrittenItemType[]> {
  const { documents, world, end, run } = context;
  const trail = createAuditTrail<ItemTypeRecord>(documents, { kind: ITEM_TYPE_AUDIT, run: run.run });
  const mayGoOn = async () => {
    context.assertHeld();
    return world.clock.now() < end && !(await context.areRulesOld());
  };
  try {
    return await writeItemTypes({ ...context, trail, mayGoOn }, changes);
  } finally {
    await trail.flush();
  }
}
