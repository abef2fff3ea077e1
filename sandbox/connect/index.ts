export { declaredScopes, readConnectFile } from './connect-file';
export { pubSubEnvelope } from './envelope';
export { findPubSubEmulator, startPubSubEmulator } from './pubsub-emulator';
export { createPushDispatcher } from './push-dispatcher';
export { startConnect, type Connect, type ConnectOptions } from './start-connect';
