import { createLog, readEnvironment, runMain, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createParts, type Parts } from '../application';
import { environmentSchema } from '../environment';
import { serviceUrl } from './service-url';

/** Runs what a deployment script does, and logs its words. */
export function runScript(work: (parts: Parts, service: string) => Promise<readonly string[]>): void {
  runMain(async () => {
    const schema = environmentSchema.extend({ CONNECT_SERVICE_URL: serviceUrl });
    const settings = readEnvironment(schema, process.env);
    const log = createLog({ level: settings.LOG_LEVEL });
    const parts = createParts(settings, systemWorld, log);
    for (const line of await work(parts, settings.CONNECT_SERVICE_URL)) log.info(line);
  });
}
