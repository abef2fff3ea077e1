export { createConnections, type Connections, type ConnectionsOptions } from './connections';
export { preflight, type Check, type PreflightParts } from './preflight';
