export type { EmulatorRequest } from './core/http';
export { createCommercetoolsEmulator } from './core/emulator';
export type { CommercetoolsEmulator } from './core/emulator';
export { httpExtensionCaller } from './extension-caller';
export type { Fault, FaultDial } from './faults';
export { emulatorFetch } from './fetch';
export { openApiInspector } from './openapi';
export { listen } from './shell';
export type { Listening } from './shell';
