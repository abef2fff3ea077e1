export { createPeoplevoxSimulator, type PeoplevoxSimulator } from './core';
export { simulatorFetch } from './fetch';
export type { FaultHook } from './faults';
export type { SettingsInput } from './settings';
export { callOverHttp, serve } from './shell';
export type { Callback, CallbackFate, CallbackPort } from './subscriptions';
export type { SalesOrder } from './warehouse/records';
