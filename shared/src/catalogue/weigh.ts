import { severities, type Severity, type Usage } from './facts';
import type { FaultySku } from './faults';

export interface SkuFinding extends FaultySku {
  readonly severity: Severity;
}

/** Pure: faults with what they hurt, worst first. */
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
