export type { Broker, BrokerFactory, BrokerStats, PublishOptions, PushSubscription } from './broker';
export { declaredScopes, readConnectFile, type DeclaredApplication } from './connect-file';
export type { DeployedApplication } from './deployed-application';
export type { Cloud, Destination } from './destination';
export { pubSubEnvelope, snsEnvelope, type Envelope } from './envelope';
export type { Instance } from './instance';
export { findPubSubEmulator, startPubSubEmulator, type PubSubEmulator } from './pubsub-emulator';
export { createPushDispatcher, type DispatcherOptions } from './push-dispatcher';
export { startConnect, type Connect, type ConnectOptions } from './start-connect';
