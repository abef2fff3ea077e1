export { createConnections } from './connections';
export { preflight, type PreflightParts } from './preflight';
