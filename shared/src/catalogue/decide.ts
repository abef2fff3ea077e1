import type { Rules } from '../configuration/rules';
import { severities, type Items, type Severity, type Usage, type Variants } from './facts';
import { findFaults, type FaultySku } from './faults';

export interface SkuFinding extends FaultySku {
  readonly severity: Severity;
}

/** Pure: what is wrong between both sides, worst first. `usage` needs to know no more SKUs than `findFaults` names. */
export function decide(items: Items, variants: Variants, usage: Usage, rules: Rules): SkuFinding[] {
  return weigh(findFaults(items, variants, rules), usage);
}

/** Pure: the same faults with what they hurt, worst first. */
export function weigh(faulty: readonly FaultySku[], usage: Usage): SkuFinding[] {
  return faulty
    .map((one) => ({ ...one, severity: severityOf(one, usage) }))
    .sort((one, other) => rank(one) - rank(other) || (one.sku < other.sku ? -1 : 1));
}

function severityOf({ sku, published }: FaultySku, { inOpenOrders, sold }: Usage): Severity {
  if (inOpenOrders.has(sku)) return 'open-orders';
  if (sold.has(sku)) return 'sold';
  return published ? 'published' : 'dormant';
}

function rank({ severity }: SkuFinding): number {
  return severities.indexOf(severity);
}
