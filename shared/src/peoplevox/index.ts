export * from './client';
export * from './errors';
export { createPeoplevoxClient } from './create-client';
export { fromPeoplevox, toPeoplevox } from './dates';
export * from './search-clause';
export { mapColumns } from './templates';
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
export { createReportReader, missingColumns, ReportUnusable, type ReportReader } from './report-reader';
