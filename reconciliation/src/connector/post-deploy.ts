import { createLog, readEnvironment, runMain, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createParts } from '../application';
import { environmentSchema } from '../environment';
import { topicFaults } from '../topic';
import { checkReconciliation } from './check-reconciliation';

async function postDeploy(): Promise<void> {
  const settings = readEnvironment(environmentSchema, process.env);
  const { NOTIFY_PUBSUB_TOPIC: topic, NOTIFY_GCP_CREDENTIALS: credentials, webhooks } = settings;
  const log = createLog({ level: settings.LOG_LEVEL });
  const parts = {
    ...createParts(settings, systemWorld, log),
    webhooks,
    topicFaults: topic && (() => topicFaults({ topic, credentials })),
  };
  for (const line of await checkReconciliation(parts)) log.warn(line);
}

runMain(postDeploy);
