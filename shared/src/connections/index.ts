export { createConnections, type Connections, type ConnectionsOptions } from './connections';
