import { createCommercetools, removeSubscription } from 'peoplevox-connector-shared/commercetools';
import {
  commercetoolsSettings,
  createLog,
  readEnvironment,
  runMain,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { z } from 'zod';
import { SUBSCRIPTION_KEY, subscriptionDestination } from './deployment';
import { removeUnusedChannel } from './remove-channel';

async function preUndeploy(): Promise<void> {
  const schema = z.object({
    commercetools: commercetoolsSettings,
    destination: subscriptionDestination(process.env),
  });
  const settings = readEnvironment(schema, process.env);
  const log = createLog({ level: 'info' });
  const api = createCommercetools({ settings: settings.commercetools, world: systemWorld, log });
  const subscription = await removeSubscription(api, SUBSCRIPTION_KEY, settings.destination);
  log.info(`Subscription "${SUBSCRIPTION_KEY}": ${subscription}.`);
  // With another deployment's Subscription in place, the Channel is in use.
  if (subscription !== 'kept') log.info(await removeUnusedChannel(api));
}

runMain(preUndeploy);
