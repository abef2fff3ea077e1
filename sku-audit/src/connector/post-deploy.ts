import { createLog, readEnvironment, runMain, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createParts } from '../application';
import { environmentSchema } from '../environment';
import { checkAudit } from './check-audit';

async function postDeploy(): Promise<void> {
  const settings = readEnvironment(environmentSchema, process.env);
  const log = createLog({ level: settings.LOG_LEVEL });
  for (const line of await checkAudit(createParts(settings, systemWorld, log))) log.warn(line);
}

runMain(postDeploy);
