export type { SkuCode } from './faults';
export { readKnownSkus } from './known-skus';
export { columnsFor as itemTypeColumns, ITEM_TYPES } from './item-types';
export { attributeFaults, itemTemplateFaults } from './readiness';
export { readReport } from './report';
export { REQUEST_AUDIT } from './requests';
export { AUDIT_RUNS, createSkuAudit, type AuditTick, type SkuAudit } from './sku-audit';
export type { AuditSummary } from './summary';
