export { configurationContainer, configurationKey, firstDocument, firstInstallation } from './documents';
export type { NeededScope } from './needed-scopes';
export { describeFaults } from './faults';
export { rulesSchema, type Rules, type RulesDocument } from './rules';
export { createRulesSource, RulesUnavailable } from './rules-source';
