import { deploymentScript, readEnvironment, systemWorld } from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { topicFaults } from '../topic';
import { checkReconciliation } from './check-reconciliation';

deploymentScript(APPLICATION, 'post-deploy', async (log) => {
  const settings = readEnvironment(environmentSchema, process.env);
  const { NOTIFY_PUBSUB_TOPIC: topic, NOTIFY_GCP_CREDENTIALS: credentials, webhooks } = settings;
  return checkReconciliation({
    ...createParts(settings, systemWorld, log),
    webhooks,
    topicFaults: topic && (() => topicFaults({ topic, credentials })),
  });
});
