export * from './client';
export * from './errors';
export { createPeoplevoxClient, type PeoplevoxClientParts } from './create-client';
export type { PeoplevoxSettings } from './calls';
export { isSendable, UnsendableText } from './envelope';
export { fromPeoplevox, searchDate, toPeoplevox } from './dates';
export { isLastPage } from './paging';
export * from './search-clause';
export { mapColumns, type ColumnMapping } from './templates';
export {
  cell,
  readCarriers,
  readServiceTypes,
  readSites,
  REFERENCE_LISTS,
  type ServiceType,
  type Site,
  unlessRefused,
} from './reference-lists';
export { reportFaults, type WantedReport } from './report-readiness';
export {
  createReportReader,
  missingColumns,
  ReportUnusable,
  type Cells,
  type Report,
  type ReportReader,
} from './report-reader';
