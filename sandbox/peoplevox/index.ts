import { runStandAlone } from './stand-alone';

export { createPeoplevoxSimulator, type PeoplevoxSimulator, type SimulatorOptions } from './core';
export { simulatorFetch, type Transport } from './fetch';
export type { Fault, FaultHook, FaultInput, FaultSubject } from './faults';
export type { HttpReply, HttpRequest } from './http';
export type { JournalEntry } from './journal';
export type { Settings, SettingsInput } from './settings';
export { callOverHttp, serve, type Shell, type ShellOptions } from './shell';
export type { Callback, CallbackFate, CallbackPort, CallbackRecord } from './subscriptions';
export type { Site, Tenant, TenantOptions } from './tenant';
export type { Warehouse } from './warehouse';
export type { SalesOrder, SalesOrderLine, Violation } from './warehouse/records';
export { WarehouseRefusal } from './warehouse/refusal';

if (require.main === module) {
  runStandAlone(process.argv.slice(2), (text) => void process.stdout.write(`${text}\n`)).catch(
    (error: unknown) => {
      process.stderr.write(`The Peoplevox simulator could not start: ${String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
