import type { Candidate, Decision } from '../candidates';

/** Why an entry of commercetools and the available quantity of Peoplevox may differ and yet nothing be amiss. */
export const explanations = [
  /** Units of orders that Peoplevox has not allocated, or something moved while the two were compared. */
  'in-flight',
  /** Units that are kept back by rule. */
  'buffer',
  /** A run of the stock import has it on its list, or has not come to it yet. */
  'pending',
  /** Its site has no supply channel. */
  'unmapped',
  /** The stock import waits for a person because its reading looked implausible. */
  'guard',
  /** Only one side knows the SKU. */
  'sku-mismatch',
  /** Somebody else wrote the entry last. */
  'manual-edit',
  /** By rule, nothing is written. */
  'shadow',
] as const;
export type Explanation = (typeof explanations)[number];

/** A difference that the numbers alone do not explain. */
export interface Suspect {
  readonly site: string;
  readonly sku: string;
  /** quantityOnStock in commercetools; undefined: there is no entry. */
  readonly quantity?: number;
  /** Id of the entry. */
  readonly entryId?: string;
  /** Available in Peoplevox; undefined: it does not show the SKU at this site. */
  readonly available?: number;
  /** What the stock import would write now. */
  readonly expected: number;
}

/** What is known beside the numbers. */
export interface ExplainingFacts {
  readonly mode: 'live' | 'shadow';
  /** A run waits for a person. */
  readonly isStopped: boolean;
  /** A full comparison is under way, or none was ever completed. */
  readonly isComparing: boolean;
  /** SKUs that the stock import has on its list. */
  readonly again: ReadonlySet<string>;
  /** SKUs with a change in Peoplevox that the stock import had not applied; undefined: too many. */
  readonly changed: ReadonlySet<string> | undefined;
  /** SKUs of orders that are too young to show everywhere. */
  readonly touched: ReadonlySet<string>;
  /** SKUs that no product variant has, of those without entry. */
  readonly withoutProduct: ReadonlySet<string>;
  /** Ids of entries that somebody else wrote last. */
  readonly foreign: ReadonlySet<string>;
}

/**
 * Pure: what explains that an entry, though it is as computed, is not what Peoplevox has available; undefined: they are
 * the same.
 */
export function explainComputed(
  { available, entry }: Pick<Candidate, 'available' | 'entry'>,
  { unallocated, buffer }: Pick<Decision, 'unallocated' | 'buffer'>,
): Extract<Explanation, 'in-flight' | 'buffer'> | undefined {
  if (entry === undefined || entry.quantity === Math.max(0, available)) return undefined;
  if (unallocated > 0) return 'in-flight';
  return buffer > 0 ? 'buffer' : undefined;
}

/** Pure: the first reason that holds; undefined: nothing explains it. */
export function explain(
  { sku, entryId, quantity, available }: Suspect,
  facts: ExplainingFacts,
): Explanation | undefined {
  const reasons: readonly (readonly [boolean, Explanation])[] = [
    [facts.mode === 'shadow', 'shadow'],
    [facts.isStopped, 'guard'],
    [available === undefined, 'sku-mismatch'],
    [quantity === undefined && facts.withoutProduct.has(sku), 'sku-mismatch'],
    [facts.again.has(sku) || facts.isComparing, 'pending'],
    [facts.touched.has(sku), 'in-flight'],
    [facts.changed?.has(sku) ?? true, 'pending'],
    [entryId !== undefined && facts.foreign.has(entryId), 'manual-edit'],
  ];
  return reasons.find(([holds]) => holds)?.[1];
}
