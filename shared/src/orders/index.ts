export * from './composition/sales-order';
export { columns, neededColumns, templates, type Column, type Template } from './composition/columns';
export { changedOrders, needsLook, positionOf, type LookFacts, type Position } from './changed-orders';
export { composeSalesOrders, type CompositionFacts } from './composition/compose';
export { eligibility, type Eligibility, type EligibilityFacts } from './eligibility';
export { channelName } from './composition/header-row';
export { generatedOrderNumber } from './composition/numbers';
export { orderFromFile } from './composition/order-file';
export { explainRouting, groupKey, routeOrder, type RoutedLine } from './composition/routing';
export {
  exportedUnits,
  isReported,
  ordersChangedSince,
  type OrdersUntilQuery,
  type ReportFacts,
} from './reported-orders';
export { exportedOrder, exportedOrders, ordersById, type ExportedOrder } from './exported-orders';
export { createBatches } from './sending/batches';
export { createExportChannel, EXPORT_CHANNEL } from './export-channel';
export { NotYet } from './not-yet';
export { createOrderExport, type Effect, type OrderAccess, type OrderExport } from './export-order';
export { QueueFull } from './sending/group-commit';
export { createKnownCodes } from './sending/known-codes';
export {
  LEDGER_CONTAINER,
  ledgersOf,
  listLedger,
  readLedger,
  type LedgerEntry,
  type StoredEntry,
} from './ledger';
export { oldestUnexported } from './oldest-unexported';
export {
  channelNames,
  salesOrdersIn,
  salesOrdersNumbered,
  type OurSalesOrder,
  type SalesOrderReader,
} from './our-sales-orders';
export { missingColumns, warnings } from './sending/readiness';
export { forgetTemplates, rememberTemplates } from './sending/template-memory';
export { faultsBeforeExport, type NewOrderFacts } from './faults-before-export';
export { leaveReplay, readReplays, replaysDone, type ReplayParts } from './replay-requests';
export { beganPicking, noteStatuses } from './warehouse-status';
export { createUnitsUnderWay, type UnitsUnderWayParts } from './units-under-way';
export { EXPORT_SCOPES } from './scopes';
