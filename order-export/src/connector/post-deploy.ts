import { createLog, readEnvironment, runMain, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createParts } from '../application';
import { environmentSchema } from '../environment';
import { subscriptionDestination } from './deployment';
import { prepare } from './prepare';

async function postDeploy(): Promise<void> {
  const schema = environmentSchema.extend({ destination: subscriptionDestination(process.env) });
  const settings = readEnvironment(schema, process.env);
  const log = createLog({ level: settings.LOG_LEVEL });
  const parts = createParts(settings, systemWorld, log);
  for (const line of await prepare({ ...parts, destination: settings.destination })) log.info(line);
}

runMain(postDeploy);
