import {
  createLog,
  readEnvironment,
  runMain,
  runScript,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { topicFaults } from '../topic';
import { checkReconciliation } from './check-reconciliation';

async function postDeploy(): Promise<void> {
  const log = createLog({ level: 'info' });
  await runScript({ application: APPLICATION, script: 'post-deploy', log }, () => {
    const settings = readEnvironment(environmentSchema, process.env);
    const { NOTIFY_PUBSUB_TOPIC: topic, NOTIFY_GCP_CREDENTIALS: credentials, webhooks } = settings;
    return checkReconciliation({
      ...createParts(settings, systemWorld, log),
      webhooks,
      topicFaults: topic && (() => topicFaults({ topic, credentials })),
    });
  });
}

runMain(postDeploy);
