/** The team that can mend it. */
export type Owner = 'warehouse' | 'ecommerce' | 'merchandising' | 'finance' | 'integration';

/** Every exception that the connector raises, by the team that owns it. */
export const codesByOwner = {
  ecommerce: [
    'order-invalid',
    'order-unroutable',
    'order-number-conflict',
    'short-pick',
    'conflicting-change',
  ],
  merchandising: [
    'order-sku-unknown',
    'sku-missing-in-peoplevox',
    'sku-missing-in-commercetools',
    'sku-near-miss',
    'sku-invalid',
    'barcode-mismatch',
    'barcode-duplicate',
    'item-deactivated',
  ],
  warehouse: [
    'order-not-allocated',
    'order-backordered',
    'order-cancelled-in-warehouse',
    'cancel-too-late',
    'change-too-late',
    'over-despatch',
    'despatch-unmatched',
    'return-unmatched',
  ],
  finance: ['capture-failed', 'refund-due'],
  integration: [
    'order-rejected',
    'order-missing-in-peoplevox',
    'order-missing-in-commercetools',
    'site-unmapped',
    'stock-feed-implausible',
    'stock-drift',
    'stock-stale',
    'report-unusable',
    'peoplevox-unavailable',
    'credentials-rejected',
    'configuration-invalid',
    'message-unreadable',
    'app-silent',
    'callbacks-silent',
  ],
} as const satisfies Record<Owner, readonly string[]>;

export type ExceptionCode = (typeof codesByOwner)[Owner][number];

export const owners = [
  'ecommerce',
  'merchandising',
  'warehouse',
  'finance',
  'integration',
] as const satisfies readonly Owner[];

export function ownerOf(code: ExceptionCode): Owner {
  const owner = owners.find((candidate) => codesByOwner[candidate].some((known) => known === code));
  if (owner === undefined) throw new Error(`No team owns the code ${code}.`);
  return owner;
}
