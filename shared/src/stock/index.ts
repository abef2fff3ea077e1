export { createDriftCheck, DRIFT_KEY, type DriftCheck, type DriftReport } from './drift/drift-check';
export { entryKey } from './inventory';
export { holdAtZero } from './hold';
export { createOrdersWait } from './orders-wait';
export { stockReportFaults, supplyChannelFaults, unknownSites } from './readiness';
export { REQUEST_CONFIRM, REQUEST_FULL } from './requests';
export { RUNS_KEY } from './run-log';
export { readShadowStock } from './shadow-movements';
export { createStockImport, type StockImport, type TickResult } from './stock-import';
