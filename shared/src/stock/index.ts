export type { StockMovement } from './audit';
export {
  createDriftCheck,
  DRIFT_KEY,
  type DriftCheck,
  type DriftReport,
  type DriftResult,
} from './drift/drift-check';
export { entryKey } from './inventory';
export { holdAtZero, type StockHold, type StockHoldParts } from './hold';
export { createOrdersWait } from './orders-wait';
export { stockReportFaults, supplyChannelFaults, unknownSites } from './readiness';
export { REQUEST_CONFIRM, REQUEST_FULL, REQUEST_SKUS } from './requests';
export { RUNS_KEY, type RunSummary } from './run-log';
export { readShadowStock, type ShadowMovement, type ShadowStock } from './shadow-movements';
export { createStockImport, type StockImport, type StockImportParts, type TickResult } from './stock-import';
export type { SiteUnits, UnderWay, UnitsUnderWay } from './units-under-way';
