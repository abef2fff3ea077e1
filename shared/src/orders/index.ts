export * from './composition/sales-order';
export { columns, neededColumns, templates, type Template } from './composition/columns';
export { changedOrders, needsLook, positionOf } from './changed-orders';
export { eligibility } from './eligibility';
export { orderFromFile } from './composition/order-file';
export { explainRouting } from './composition/routing';
export { exportedUnits, isReported, ordersChangedSince, ordersPaidSince } from './reported-orders';
export { exportedOrder, exportedOrders, ordersById, type ExportedOrder } from './exported-orders';
export { createBatches } from './sending/batches';
export { createExportChannel, EXPORT_CHANNEL } from './export-channel';
export { NotYet } from './not-yet';
export { createOrderExport, type Effect, type OrderExport } from './export-order';
export { createOrderAccess } from './order-access';
export { QueueFull } from './sending/group-commit';
export { createKnownCodes } from './sending/known-codes';
export { LEDGER_CONTAINER, ledgersOf, listLedger, readLedger } from './ledger';
export { notShipped, ordersForBookings } from './orders-for-bookings';
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
export { faultsBeforeExport } from './faults-before-export';
export { leaveReplay, readReplays, replaysDone } from './replay-requests';
export { beganPicking } from './warehouse-status';
export { createUnitsUnderWay } from './units-under-way';
export { EXPORT_SCOPES } from './scopes';
